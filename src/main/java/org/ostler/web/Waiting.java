package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.credential.Credentials;
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
    private Credentials credentials;

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
        ofPlans(needs);
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
                String title = texts.either("step." + run.guide() + "." + step.key(), step.title());
                String what = step.gate()
                        .map(RunView.GateView::question)
                        .map(texts::translated)
                        .orElse(title);
                needs.add(ofRun(
                        run, mark, "state.step." + step.state(), step.target().name() + " · " + what, since));
            }
        }
        if (needs.size() == before && (run.state() == RunState.FAILED || run.state() == RunState.WAITING)) {
            Mark mark = new Marks().of(run.state());
            String why = texts.translated(run.stateReason());
            needs.add(ofRun(run, mark, "state.run." + run.state(), why, run.changedAt()));
        }
    }

    private Need ofRun(RunView run, Mark mark, String word, String what, Instant since) {
        String detail = texts.say(
                "home.ofRun",
                Long.toString(run.number()),
                texts.either("guide." + run.guide() + ".title", run.guideTitle()),
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
        boolean approves = caller.may(Permission.APPROVE);
        String me = caller.name();
        Set<List<Object>> madeAgain = new HashSet<>();
        for (Plan plan : plans.list(PLANS)) {
            boolean newest = madeAgain.add(List.of(plan.guide(), plan.cluster(), plan.madeBy()));
            if (plan.state() != Plan.State.DRAFT) {
                continue;
            }
            if (plan.sentBack().isPresent()) {
                if (newest && plan.madeBy().equals(me) && caller.may(Permission.OPERATE)) {
                    needs.add(sentBack(plan, plan.sentBack().get()));
                }
            } else if (approves && plan.refusal().isEmpty() && plan.blocking().isEmpty()) {
                needs.add(approval(plan));
            }
        }
    }

    private Need approval(Plan plan) {
        return new Need(
                Mark.WAITING,
                texts.get("state.plan.DRAFT"),
                title(plan),
                texts.say("home.planBy", plan.madeBy(), plan.hosts().size()),
                plan.madeAt(),
                texts.get("home.reviewPlan"),
                "plan.xhtml?id=" + plan.number(),
                APPROVAL);
    }

    private Need sentBack(Plan plan, Plan.SentBack why) {
        return new Need(
                Mark.STALE,
                texts.get("plan.sentBack"),
                title(plan),
                texts.say("home.sentBackBy", why.by(), why.note()),
                why.at(),
                texts.get("home.readPlan"),
                "plan.xhtml?id=" + plan.number(),
                APPROVAL);
    }

    private String title(Plan plan) {
        return texts.say(
                "home.plan",
                Long.toString(plan.number()),
                texts.either("guide." + plan.guide() + ".title", plan.guideTitle()),
                plan.clusterName().orElse(""));
    }

    private void ofHostKeys(List<Need> needs) {
        List<KnownHosts.Key> waiting = knownHosts.waiting();
        List<Credentials.JumpHost> jumps = waiting.isEmpty() ? List.of() : credentials.jumpHosts();
        for (KnownHosts.Key key : waiting) {
            boolean changed = knownHosts.accepted(key.endpoint()).isPresent();
            Optional<Credentials.JumpHost> jump = jumps.stream()
                    .filter(host -> host.endpoint().equals(key.endpoint()))
                    .findFirst();
            String name = inventory.findHost(key.endpoint()).map(Host::name).orElse("");
            String page = name.isEmpty() ? "server.xhtml?id=" : "host.xhtml?id=";
            needs.add(new Need(
                    changed ? Mark.FAIL : Mark.WAITING,
                    texts.get(changed ? "home.keyChanged" : "home.keyNew"),
                    jump.map(host -> texts.say("home.keyOfJumpHost", host.address()))
                            .orElseGet(() ->
                                    name.isEmpty() ? texts.get("home.keyOfServer") : texts.say("home.keyOf", name)),
                    key.algorithm() + " " + key.fingerprint(),
                    key.at(),
                    texts.get("home.compareKey"),
                    jump.map(host -> "credential.xhtml?name=" + host.credential())
                            .orElse(page + key.endpoint()),
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
