package org.ostler.web.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.procedure.Target;

/**
 * One host's way through a run.
 *
 * @param now the step that says most about it: what is in trouble, else what runs, else what comes next
 */
public record Lane(UUID host, String name, List<StepView> steps, StepView now) {
    /** Of all hosts: those with trouble first, then in the run's order. */
    static List<Lane> of(List<StepView> steps) {
        Map<UUID, List<StepView>> byHost = new LinkedHashMap<>();
        steps.stream().filter(step -> step.target().kind() == Target.Kind.HOST).forEach(step -> byHost.computeIfAbsent(
                        step.target().id(), id -> new ArrayList<>())
                .add(step));
        List<Lane> lanes = new ArrayList<>();
        byHost.forEach(
                (host, own) -> lanes.add(new Lane(host, own.get(0).target().name(), List.copyOf(own), speaking(own))));
        lanes.sort(Comparator.comparingInt(lane -> isTrouble(lane.now().state()) ? 0 : 1));
        return lanes;
    }

    public long done() {
        return steps.stream().filter(step -> StepGroup.isDone(step.state())).count();
    }

    public boolean isFinished() {
        return done() == steps.size();
    }

    /** Whether anything of it was taken back: then what is over is over, and nothing is done. */
    public boolean isRolledBack() {
        return steps.stream().anyMatch(step -> step.state() == StepState.ROLLED_BACK);
    }

    /** When what is now the case began. */
    public Optional<Instant> since() {
        return isFinished() ? now.endedAt() : now.startedAt();
    }

    private static StepView speaking(List<StepView> steps) {
        return steps.stream()
                .filter(step -> isTrouble(step.state()))
                .findFirst()
                .or(() -> steps.stream()
                        .filter(step -> step.state() == StepState.WAITING || step.state() == StepState.RUNNING)
                        .findFirst())
                .or(() -> steps.stream()
                        .filter(step -> step.state() == StepState.PENDING)
                        .findFirst())
                .orElse(steps.get(steps.size() - 1));
    }

    private static boolean isTrouble(StepState state) {
        return switch (state) {
            case FAILED, OUTCOME_UNKNOWN, STALE -> true;
            case PENDING, RUNNING, WAITING, SUCCEEDED, SKIPPED, ROLLED_BACK -> false;
        };
    }
}
