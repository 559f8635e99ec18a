package org.ostler.web.run;

import java.util.ArrayList;
import java.util.List;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;

/**
 * Steps that follow each other in one chapter; in a chapter that every host goes through, those of one host.
 *
 * @param host empty for a chapter that is gone through once
 * @param chapter its key
 * @param key stays the same while the run goes on, so that what a person folded stays folded
 */
public record StepGroup(String key, String host, String chapter, List<StepView> steps) {
    static List<StepGroup> of(List<StepView> steps) {
        List<StepGroup> groups = new ArrayList<>();
        List<StepView> together = new ArrayList<>();
        for (StepView step : steps) {
            if (!together.isEmpty() && !belongTogether(together.get(0), step)) {
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
        StepView first = steps.get(0);
        return new StepGroup("g" + number, host(first), first.chapter(), List.copyOf(steps));
    }

    private static boolean belongTogether(StepView one, StepView other) {
        return one.chapter().equals(other.chapter()) && host(one).equals(host(other));
    }

    /** A step done for each host carries the host's name in its id. */
    private static String host(StepView step) {
        return step.id().contains("@") ? step.target().name() : "";
    }
}
