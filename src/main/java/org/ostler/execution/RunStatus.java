package org.ostler.execution;

import java.util.Collection;
import java.util.Optional;

/**
 * A run's state as its steps and people's wishes make it. Pure. Ends are not decided here: {@link Ending} does, once
 * what was paused is back.
 */
record RunStatus(RunState state, String reason) {

    static RunStatus of(RunEntry run, Collection<StepEntry> steps) {
        return switch (run.wish) {
            case GO -> going(steps);
            case PAUSE ->
                any(steps, StepState.RUNNING)
                        .map(step -> new RunStatus(RunState.RUNNING, "pauses after the present step"))
                        .orElseGet(() -> any(steps, StepState.FAILED).isPresent()
                                ? going(steps)
                                : new RunStatus(RunState.PAUSED, "paused by " + run.wishedBy));
            case CANCEL -> new RunStatus(RunState.CANCELLING, "cancelled by " + run.wishedBy);
            case ROLL_BACK -> rollingBack(run, steps);
            case ABANDON -> new RunStatus(RunState.ABANDONED, "abandoned by " + run.wishedBy);
        };
    }

    private static RunStatus rollingBack(RunEntry run, Collection<StepEntry> steps) {
        for (StepEntry step : steps) {
            boolean undo = step.attempt()
                    .map(attempt -> attempt.kind.equals(Attempt.UNDO))
                    .orElse(false);
            if (undo && step.state == StepState.FAILED) {
                return new RunStatus(RunState.FAILED, "rolling back stopped at " + step.id + ": " + step.progress);
            }
            if (undo && (step.state == StepState.OUTCOME_UNKNOWN || step.state == StepState.WAITING)) {
                return new RunStatus(RunState.WAITING, step.id + ": " + step.progress);
            }
        }
        return new RunStatus(RunState.ROLLING_BACK, "rolled back by " + run.wishedBy);
    }

    private static RunStatus going(Collection<StepEntry> steps) {
        Optional<StepEntry> failed = any(steps, StepState.FAILED);
        Optional<StepEntry> running = any(steps, StepState.RUNNING);
        if (failed.isPresent()) {
            return running.isPresent()
                    ? new RunStatus(RunState.RUNNING, "a step failed; what is running finishes")
                    : new RunStatus(RunState.FAILED, failed.get().id + ": " + failed.get().progress);
        }
        for (StepState waiting : new StepState[] {StepState.OUTCOME_UNKNOWN, StepState.STALE, StepState.WAITING}) {
            Optional<StepEntry> step = any(steps, waiting);
            if (step.isPresent()) {
                return new RunStatus(RunState.WAITING, step.get().id + ": " + step.get().progress);
            }
        }
        return new RunStatus(
                RunState.RUNNING, running.map(step -> step.progress).orElse(""));
    }

    private static Optional<StepEntry> any(Collection<StepEntry> steps, StepState state) {
        return steps.stream().filter(step -> step.state == state).findFirst();
    }
}
