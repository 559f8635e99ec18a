package org.ostler.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ostler.plan.Leg;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/**
 * What a rollback undoes, in its order: the steps in reverse down to the last one that cannot be undone, and then each
 * service whose files are back, once. Pure.
 *
 * @param steps ids, to be undone one after the other
 * @param services ids of steps whose service is restarted at the end, once for each service and machine
 * @param stopsAt the step that cannot be undone
 * @param reason why it cannot
 */
record RollbackPlan(List<String> steps, List<String> services, Optional<String> stopsAt, String reason) {

    private static final String FORGOTTEN =
            "this version of the guide no longer has the step, so nothing tells how it is undone";

    static RollbackPlan of(List<Leg> legs, Map<String, StepEntry> entries) {
        List<String> steps = new ArrayList<>();
        List<String> services = new ArrayList<>();
        Set<String> restarted = new HashSet<>();
        Map<String, Leg> known = new HashMap<>();
        legs.forEach(leg -> known.put(leg.id(), leg));
        List<StepEntry> last = entries.values().stream()
                .sorted(Comparator.comparingInt((StepEntry entry) -> entry.order)
                        .reversed())
                .toList();
        for (StepEntry entry : last) {
            Leg leg = known.get(entry.id);
            if (leg == null && didSomething(entry)) {
                return new RollbackPlan(steps, services, Optional.of(entry.id), FORGOTTEN);
            }
            if (leg == null || !hasEffect(leg, entry)) {
                continue;
            }
            Undo way = leg.step().undo().orElseThrow();
            if (way instanceof Undo.Irreversible irreversible) {
                return new RollbackPlan(steps, services, Optional.of(leg.id()), irreversible.reason());
            }
            if (way instanceof Undo.RestartService service) {
                if (restarted.add(service.service() + "@" + leg.place().map(org.ostler.procedure.Target::id))) {
                    services.add(leg.id());
                } else {
                    steps.add(leg.id());
                }
            } else {
                steps.add(leg.id());
            }
        }
        return new RollbackPlan(steps, services, Optional.empty(), "");
    }

    /** Whether anything may have happened that needs undoing, or has been undone already. */
    static boolean hasEffect(Leg leg, StepEntry entry) {
        if (entry.state == StepState.SUCCEEDED && leg.step().work() instanceof Step.NoWork) {
            return entry.answer.isPresent();
        }
        return didSomething(entry);
    }

    private static boolean didSomething(StepEntry entry) {
        return entry.attempts.stream()
                .filter(attempt -> !attempt.kind.equals(Attempt.UNDO) && !attempt.kind.equals(Attempt.RESTORE))
                .flatMap(attempt -> attempt.actions.stream())
                .anyMatch(action -> action.mark != ActionEntry.Mark.PENDING && !isRefused(action));
    }

    private static boolean isRefused(ActionEntry action) {
        boolean asBefore = action.action instanceof Action.WriteFile || action.action instanceof Action.Guarded;
        return action.mark == ActionEntry.Mark.FAILED && asBefore;
    }

    /** The next step to undo; a step is undone when its entry says so. */
    Optional<String> next(Map<String, StepEntry> entries) {
        return java.util.stream.Stream.concat(steps.stream(), services.stream())
                .filter(id -> entries.get(id).state != StepState.ROLLED_BACK)
                .findFirst();
    }
}
