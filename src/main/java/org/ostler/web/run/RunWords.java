package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.web.Mark;
import org.ostler.web.Marks;
import org.ostler.web.Texts;

/** A run's state in the words a person would use: finer than the ten states that the API promises. */
@Named
@RequestScoped
public class RunWords {
    @Inject
    private Texts texts;

    @Inject
    private Marks marks;

    public String of(RunView run) {
        return switch (run.state()) {
            case RUNNING -> texts.get(running(run));
            case WAITING -> waiting(run.steps());
            case FAILED -> failed(run.steps());
            case SUCCEEDED -> succeeded(run.steps());
            case PAUSED, CANCELLING, CANCELLED, ROLLING_BACK, ROLLED_BACK, ABANDONED ->
                texts.get(marks.key(run.state()));
        };
    }

    /** The look that goes with the words: an unknown outcome is no gate. */
    public Mark mark(RunView run) {
        return run.state() == RunState.WAITING && count(run.steps(), StepState.OUTCOME_UNKNOWN) > 0
                ? Mark.UNKNOWN
                : run.pausing() ? Mark.STALE : marks.of(run.state());
    }

    private static String running(RunView run) {
        if (run.pausing()) {
            return "run.state.pausing";
        }
        boolean begun = run.steps().stream().anyMatch(step -> step.state() != StepState.PENDING);
        return begun || run.steps().isEmpty() ? "state.run.RUNNING" : "run.state.preparing";
    }

    private String waiting(List<StepView> steps) {
        if (count(steps, StepState.OUTCOME_UNKNOWN) > 0) {
            return texts.get("state.step.OUTCOME_UNKNOWN");
        }
        return texts.get(
                count(steps, StepState.STALE) > 0 && count(steps, StepState.WAITING) == 0
                        ? "state.step.STALE"
                        : "state.run.WAITING");
    }

    private String failed(List<StepView> steps) {
        long targets = steps.stream()
                .filter(step -> step.state() == StepState.FAILED)
                .map(step -> step.target().id())
                .distinct()
                .count();
        return targets == 0 ? texts.get("state.run.FAILED") : texts.say("run.state.failed", targets);
    }

    private String succeeded(List<StepView> steps) {
        long skipped = count(steps, StepState.SKIPPED);
        return skipped == 0 ? texts.get("state.run.SUCCEEDED") : texts.say("run.state.skips", skipped);
    }

    private static long count(List<StepView> steps, StepState state) {
        return steps.stream().filter(step -> step.state() == state).count();
    }
}
