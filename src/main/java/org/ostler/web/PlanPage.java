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

/** A plan under review: approve exactly what is shown, then start its run. */
@Named
@ViewScoped
public class PlanPage implements Serializable {
    private static final long serialVersionUID = 1L;

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

    private String id = "";
    private String note = "";
    private transient Plan plan;
    private transient PlanReview review;

    public Plan getPlan() {
        if (plan == null) {
            plan = plans.plan(id);
        }
        return plan;
    }

    public PlanReview getReview() {
        if (review == null) {
            review = PlanReview.of(getPlan());
        }
        return review;
    }

    /** Empty when this person may approve it now; else the rule, and what would lift it. */
    public String getWhyNotApprove() {
        if (!me.isApprover()) {
            return me.whyNot("APPROVE");
        }
        if (getPlan().refusal().isPresent()) {
            return getPlan().refusal().get();
        }
        if (!getPlan().blocking().isEmpty()) {
            PlannedStep.CheckResult check = getPlan().blocking().get(0);
            return texts.say("plan.blocked", check.title(), check.remedy());
        }
        if (getPlan().madeBy().equals(me.getName()) && asksForFourEyes()) {
            return texts.say("plan.fourEyes", getPlan().clusterName().orElse(""));
        }
        return "";
    }

    private boolean asksForFourEyes() {
        try {
            return getPlan()
                    .cluster()
                    .map(cluster -> inventory.cluster(cluster.toString()))
                    .map(Cluster::fourEyes)
                    .orElse(false);
        } catch (Refusal gone) {
            return false;
        }
    }

    public String approve() {
        notices.attempt(
                "plan.approved",
                () -> plans.approve(
                        getPlan().id(),
                        getPlan().digest(),
                        Optional.of(note.strip()).filter(text -> !text.isEmpty())));
        return again();
    }

    public String start() {
        try {
            RunView run = runs.start(getPlan().id().toString());
            return "/run.xhtml?faces-redirect=true&id=" + run.number();
        } catch (Refusal refusal) {
            notices.refused(refusal);
            return again();
        }
    }

    private String again() {
        return "/plan.xhtml?faces-redirect=true&id=" + getPlan().number();
    }

    public Optional<PlannedStep> getFirstIrreversible() {
        return PlanReview.firstIrreversible(getPlan());
    }

    public long getCommands() {
        return getPlan().steps().stream()
                .filter(step -> step.need() != PlannedStep.Need.NOT_NEEDED)
                .mapToLong(step -> step.actions().size())
                .sum();
    }

    /** How a step is taken back, in the person's language where it is one of the usual ways. */
    public String undo(PlannedStep step) {
        return switch (step.undo()) {
            case "changes nothing" -> texts.get("plan.undo.nothing");
            case "the earlier content of its files is put back" -> texts.get("plan.undo.files");
            default ->
                texts.either(
                        "undo." + getPlan().guide() + "." + step.key(),
                        step.irreversible().orElse(step.undo()));
        };
    }

    /** Groups of four, so that two people can compare it aloud. */
    public String getShortDigest() {
        String digest = getPlan().digest();
        return digest.length() < 12
                ? digest
                : digest.substring(0, 4) + " " + digest.substring(4, 8) + " " + digest.substring(8, 12);
    }

    /** Why it can never be approved or run any more, if so. */
    public boolean isOver() {
        return getPlan().state() == Plan.State.EXPIRED || getPlan().state() == Plan.State.USED;
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }

    public String getNote() {
        return note;
    }

    public void setNote(String typed) {
        note = typed == null ? "" : typed;
    }
}
