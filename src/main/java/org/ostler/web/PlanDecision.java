package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Inventory;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Plans;
import org.ostler.platform.Refusal;

/** What a person says to a plan: approve exactly what is shown, send it back, start its run. */
@Named
@ViewScoped
public class PlanDecision implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private PlanPage page;

    @Inject
    private Plans plans;

    @Inject
    private Runs runs;

    @Inject
    private Inventory inventory;

    @Inject
    private Me me;

    @Inject
    private Texts texts;

    @Inject
    private Notices notices;

    private String note = "";

    /** Empty when this person may approve it now; else the rule, and what would lift it. */
    public String getWhyNotApprove() {
        Plan plan = page.getPlan();
        if (!me.isApprover()) {
            return me.whyNot("APPROVE");
        }
        if (plan.refusal().isPresent()) {
            return texts.translated(plan.refusal().get());
        }
        if (!plan.blocking().isEmpty()) {
            return blocked(plan, plan.blocking().get(0));
        }
        return plan.madeBy().equals(me.getName()) && asksForFourEyes(plan)
                ? texts.say("plan.fourEyes", plan.clusterName().orElse(""))
                : "";
    }

    private String blocked(Plan plan, PlannedStep.CheckResult check) {
        String key = "check." + plan.guide() + "." + check.key();
        return texts.say(
                "plan.blocked", texts.either(key, check.title()), texts.either(key + ".remedy", check.remedy()));
    }

    private boolean asksForFourEyes(Plan plan) {
        try {
            return plan.cluster()
                    .map(cluster -> inventory.cluster(cluster.toString()))
                    .map(Cluster::fourEyes)
                    .orElse(false);
        } catch (Refusal gone) {
            return false;
        }
    }

    public String approve() {
        Plan plan = page.getPlan();
        notices.attempt(
                "plan.approved",
                () -> plans.approve(
                        plan.id(), plan.digest(), Optional.of(note.strip()).filter(text -> !text.isEmpty())));
        return again();
    }

    /** Refused, it stays on the page with what was typed. */
    public String sendBack() {
        Plan plan = page.getPlan();
        return notices.attempt("plan.isSentBack", () -> plans.sendBack(plan.id(), note), plan.madeBy()) ? again() : "";
    }

    public String start() {
        try {
            RunView run = runs.start(page.getPlan().id().toString());
            return "/run.xhtml?faces-redirect=true&id=" + run.number();
        } catch (Refusal refusal) {
            notices.refused(refusal);
            return again();
        }
    }

    private String again() {
        return "/plan.xhtml?faces-redirect=true&id=" + page.getPlan().number();
    }

    public String getNote() {
        return note;
    }

    public void setNote(String typed) {
        note = typed == null ? "" : typed;
    }
}
