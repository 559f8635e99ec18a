package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.plan.Plan;
import org.ostler.plan.Plans;

/** What waits for this person: unknown outcomes first, then failures, gates, approvals, host keys; the oldest first. */
@RequestScoped
public class Waiting {
    /** More draft plans than this are found on the page of plans. */
    private static final int PLANS = 30;

    private static final int APPROVAL = 4;
    private static final int HOST_KEY = 5;

    @Inject
    private Shell shell;

    @Inject
    private Plans plans;

    @Inject
    private KnownHosts knownHosts;

    @Inject
    private Inventory inventory;

    @Inject
    private Caller caller;

    @Inject
    private Texts texts;

    /** One thing that waits. */
    public record Need(
            Mark mark, String word, String what, String detail, Instant since, String button, String link, int rank) {}

    public List<Need> all() {
        List<Need> needs = new ArrayList<>();
        if (caller.may(Permission.OPERATE)) {
            shell.getOpenRuns().forEach(run -> ofRun(needs, run));
        }
        if (caller.may(Permission.APPROVE)) {
            ofPlans(needs);
        }
        if (caller.may(Permission.ADMINISTER)) {
            ofHostKeys(needs);
        }
        needs.sort(Comparator.comparingInt(Need::rank).thenComparing(Need::since));
        return needs;
    }

    private void ofRun(List<Need> needs, RunView run) {
        int before = needs.size();
        for (StepView step : run.steps()) {
            if (waits(step.state())) {
                Mark mark = new Marks().of(step.state());
                Instant since = step.gate()
                        .map(RunView.GateView::since)
                        .or(step::startedAt)
                        .orElse(run.changedAt());
                String what = step.gate().map(RunView.GateView::question).orElse(step.title());
                needs.add(ofRun(
                        run, mark, "state.step." + step.state(), step.target().name() + " · " + what, since));
            }
        }
        if (needs.size() == before && (run.state() == RunState.FAILED || run.state() == RunState.WAITING)) {
            Mark mark = new Marks().of(run.state());
            needs.add(ofRun(run, mark, "state.run." + run.state(), run.stateReason(), run.changedAt()));
        }
    }

    private Need ofRun(RunView run, Mark mark, String word, String what, Instant since) {
        String detail = texts.say(
                "home.ofRun",
                Long.toString(run.number()),
                run.guideTitle(),
                run.clusterName().orElse(""));
        String button =
                switch (mark) {
                    case UNKNOWN -> "home.decide";
                    case FAIL -> "home.mend";
                    default -> "home.gate";
                };
        return new Need(
                mark,
                texts.get(word),
                what,
                detail,
                since,
                texts.get(button),
                "run.xhtml?id=" + run.number(),
                order(mark));
    }

    private static boolean waits(StepState state) {
        return switch (state) {
            case WAITING, FAILED, STALE, OUTCOME_UNKNOWN -> true;
            case PENDING, RUNNING, SUCCEEDED, SKIPPED, ROLLED_BACK -> false;
        };
    }

    private void ofPlans(List<Need> needs) {
        for (Plan plan : plans.list(PLANS)) {
            if (plan.state() == Plan.State.DRAFT
                    && plan.refusal().isEmpty()
                    && plan.blocking().isEmpty()) {
                needs.add(new Need(
                        Mark.WAITING,
                        texts.get("state.plan.DRAFT"),
                        texts.say(
                                "home.plan",
                                Long.toString(plan.number()),
                                plan.guideTitle(),
                                plan.clusterName().orElse("")),
                        texts.say("home.planBy", plan.madeBy(), plan.hosts().size()),
                        plan.madeAt(),
                        texts.get("home.reviewPlan"),
                        "plan.xhtml?id=" + plan.number(),
                        APPROVAL));
            }
        }
    }

    private void ofHostKeys(List<Need> needs) {
        for (KnownHosts.Key key : knownHosts.waiting()) {
            boolean changed = knownHosts.accepted(key.endpoint()).isPresent();
            String name = inventory.findHost(key.endpoint()).map(Host::name).orElse("");
            String page = name.isEmpty() ? "server.xhtml?id=" : "host.xhtml?id=";
            needs.add(new Need(
                    changed ? Mark.FAIL : Mark.WAITING,
                    texts.get(changed ? "home.keyChanged" : "home.keyNew"),
                    name.isEmpty() ? texts.get("home.keyOfServer") : texts.say("home.keyOf", name),
                    key.algorithm() + " " + key.fingerprint(),
                    key.at(),
                    texts.get("home.compareKey"),
                    page + key.endpoint(),
                    changed ? order(Mark.FAIL) : HOST_KEY));
        }
    }

    private static int order(Mark mark) {
        return switch (mark) {
            case UNKNOWN -> 0;
            case FAIL -> 1;
            case STALE -> 2;
            default -> 3;
        };
    }
}
