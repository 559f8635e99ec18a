package org.ostler.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ostler.facts.Fact;
import org.ostler.plan.Leg;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Planner;
import org.ostler.plan.Staleness;
import org.ostler.plan.Statement;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;

/** What is to be done with a step, given what was seen just now. Pure. */
sealed interface StepDecision {
    record NotNeeded(String why) implements StepDecision {}

    /** Another run did it. */
    record DoneBefore(String evidence) implements StepDecision {}

    /** A check or an invariant does not hold. */
    record Blocked(String what, String remedy) implements StepDecision {}

    record Undecided(String why) implements StepDecision {}

    record Stale(PlannedStep restated, String why) implements StepDecision {}

    /** With the real actions, secrets included. */
    record Go(List<Action> actions) implements StepDecision {}

    record Elements(List<Step.Element> elements) implements StepDecision {}

    /** @param doneElsewhere evidence when another run did the work of this key */
    static StepDecision of(
            Guide guide,
            Leg leg,
            PlannedStep approved,
            Situation seen,
            Function<String, Optional<String>> doneElsewhere) {
        try {
            Optional<StepDecision> early = beforeWork(guide, leg, seen, doneElsewhere);
            return early.isPresent() ? early.get() : work(leg, approved, seen);
        } catch (Fact.Unreadable unknown) {
            return new Undecided(unknown.getMessage());
        }
    }

    private static Optional<StepDecision> beforeWork(
            Guide guide, Leg leg, Situation seen, Function<String, Optional<String>> doneElsewhere) {
        if (leg.host().isPresent()) {
            for (Check invariant : guide.invariants()) {
                Optional<StepDecision> blocked = blocked(invariant, seen);
                if (blocked.isPresent()) {
                    return blocked;
                }
            }
        }
        Step step = leg.step();
        if (step.neededWhen().isPresent() && !step.neededWhen().get().holds().test(seen)) {
            return Optional.of(new NotNeeded(
                    "nothing to do; not so: " + step.neededWhen().get().claim()));
        }
        Optional<String> elsewhere = step.oncePer().map(key -> key.apply(seen)).flatMap(doneElsewhere);
        if (elsewhere.isPresent()) {
            return elsewhere.map(DoneBefore::new);
        }
        return step.checks().stream()
                .flatMap(check -> blocked(check, seen).stream())
                .findFirst();
    }

    private static Optional<StepDecision> blocked(Check check, Situation seen) {
        Check.Finding finding;
        try {
            finding = check.look().apply(seen);
        } catch (Fact.Unreadable unknown) {
            if (check.advice()) {
                return Optional.empty();
            }
            throw unknown;
        }
        return switch (finding.verdict()) {
            case PASS, WARN -> Optional.empty();
            case FAIL -> Optional.of(new Blocked(check.title() + ": " + finding.seen(), check.remedy()));
            case UNKNOWN -> {
                if (check.advice()) {
                    yield Optional.empty();
                }
                throw new Fact.Unreadable(check.title() + ": " + finding.seen());
            }
        };
    }

    private static StepDecision work(Leg leg, PlannedStep approved, Situation seen) {
        Statement now = Planner.restate(leg, seen);
        Step.Work work = leg.step().work();
        if (work instanceof Step.Now && now.shown().unpredictable().isPresent()) {
            return new Undecided(now.shown().unpredictable().get());
        }
        if (now.shown().need() == PlannedStep.Need.NOT_NEEDED) {
            return new NotNeeded(now.shown().needReason());
        }
        Optional<String> stale = Staleness.of(approved, now.shown());
        if (stale.isPresent()) {
            return new Stale(now.shown(), stale.get());
        }
        if (work instanceof Step.Late late) {
            List<Action> actions = late.actions().apply(seen);
            return Staleness.ofLate(approved.templates(), actions, action -> late.allowed()
                            .test(seen, action))
                    .<StepDecision>map(why -> new Stale(literally(now.shown(), actions), why))
                    .orElseGet(() -> new Go(actions));
        }
        if (work instanceof Step.ForEach each) {
            return new Elements(each.elements().apply(seen));
        }
        return new Go(now.actions());
    }

    /** The actions for one element, or why they are none that was approved. */
    static StepDecision element(Leg leg, Step.ForEach each, PlannedStep approved, Situation seen, Step.Element one) {
        try {
            if (each.done().test(seen, one)) {
                return new NotNeeded("nothing to do");
            }
            List<Action> actions = each.actions().apply(seen, one);
            return Staleness.ofLate(approved.templates(), actions, action -> each.allowed()
                            .test(seen, action))
                    .<StepDecision>map(why ->
                            new Stale(literally(Planner.restate(leg, seen).shown(), actions), why))
                    .orElseGet(() -> new Go(actions));
        } catch (Fact.Unreadable unknown) {
            return new Undecided(unknown.getMessage());
        }
    }

    private static PlannedStep literally(PlannedStep step, List<Action> actions) {
        return step.also(actions.stream().map(Staleness::literally).toList());
    }
}
