package org.ostler.web.run;

import java.util.ArrayList;
import java.util.List;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.procedure.Target;

/**
 * Steps that follow each other in one chapter and on one host.
 *
 * @param key stays the same while the run goes on, so that what a person folded stays folded
 */
public record StepGroup(String key, String title, List<StepView> steps) {
    /** Consecutive steps of one chapter on one host. */
    static List<StepGroup> of(List<StepView> steps) {
        List<StepGroup> groups = new ArrayList<>();
        List<StepView> together = new ArrayList<>();
        for (StepView step : steps) {
            if (!together.isEmpty() && !title(together.get(0)).equals(title(step))) {
                groups.add(group(groups.size(), together));
                together = new ArrayList<>();
            }
            together.add(step);
        }
        if (!together.isEmpty()) {
            groups.add(group(groups.size(), together));
        }
        return groups;
    }

    public long done() {
        return steps.stream().filter(step -> isDone(step.state())).count();
    }

    /** Whether it shows its steps without being asked: something in it is neither done nor still to come. */
    public boolean isOpen() {
        boolean begun = steps.stream().anyMatch(step -> step.state() != StepState.PENDING);
        return begun && done() < steps.size();
    }

    static boolean isDone(StepState state) {
        return state == StepState.SUCCEEDED || state == StepState.SKIPPED || state == StepState.ROLLED_BACK;
    }

    private static StepGroup group(int number, List<StepView> steps) {
        return new StepGroup("g" + number, title(steps.get(0)), List.copyOf(steps));
    }

    private static String title(StepView step) {
        return step.target().kind() == Target.Kind.HOST
                ? step.target().name() + " · " + step.chapter()
                : step.chapter();
    }
}
