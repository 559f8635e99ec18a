package org.ostler.execution;

import java.util.ArrayList;
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

    static RollbackPlan of(List<Leg> legs, Map<String, StepEntry> entries) {
        List<String> steps = new ArrayList<>();
        List<String> services = new ArrayList<>();
        Set<String> restarted = new HashSet<>();
        for (int at = legs.size() - 1; at >= 0; at--) {
            Leg leg = legs.get(at);
            StepEntry entry = entries.get(leg.id());
            if (!hasEffect(leg, entry)) {
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
        return entry.attempts.stream()
                .filter(attempt -> !attempt.kind.equals(Attempt.UNDO) && !attempt.kind.equals(Attempt.RESTORE))
                .flatMap(attempt -> attempt.actions.stream())
                .anyMatch(action -> action.mark != ActionEntry.Mark.PENDING && !isRefused(action));
    }

    private static boolean isRefused(ActionEntry action) {
        return action.mark == ActionEntry.Mark.FAILED && action.action instanceof Action.WriteFile;
    }

    /** The next step to undo; a step is undone when its entry says so. */
    Optional<String> next(Map<String, StepEntry> entries) {
        return java.util.stream.Stream.concat(steps.stream(), services.stream())
                .filter(id -> entries.get(id).state != StepState.ROLLED_BACK)
                .findFirst();
    }
}
