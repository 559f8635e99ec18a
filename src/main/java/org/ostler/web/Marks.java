package org.ostler.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.plan.Plan;
import org.ostler.procedure.Check;

/** How the product's states look and what they are called: {@code #{marks.of(run.state).icon()}}. */
@Named
@ApplicationScoped
public class Marks {
    /** Narrower segments are seen by nobody. */
    private static final int MOST_SEGMENTS = 80;

    private static final List<Mark> FOREMOST = List.of(
            Mark.FAIL, Mark.UNKNOWN, Mark.STALE, Mark.WAITING, Mark.RUNNING, Mark.TODO, Mark.SKIPPED, Mark.PASS);

    /** @param state one of the product's states, a {@link Mark}, or a mark's style class */
    public Mark of(Object state) {
        if (state instanceof RunState run) {
            return ofRun(run);
        }
        if (state instanceof StepState step) {
            return ofStep(step);
        }
        if (state instanceof Plan.State plan) {
            return ofPlan(plan);
        }
        if (state instanceof Check.Verdict verdict) {
            return ofVerdict(verdict);
        }
        return state instanceof Mark mark ? mark : Mark.named(String.valueOf(state));
    }

    /** The key of its word: {@code state.run.WAITING}. */
    public String key(Object state) {
        if (state instanceof RunState || state instanceof StepState) {
            return (state instanceof RunState ? "state.run." : "state.step.") + state;
        }
        if (state instanceof Plan.State) {
            return "state.plan." + state;
        }
        return state instanceof Check.Verdict
                ? "state.verdict." + state
                : "state." + of(state).css();
    }

    /** One mark per step, for {@code os:segments}; of very many steps one for some that follow each other. */
    public List<String> ofSteps(List<StepView> steps) {
        if (steps.size() <= MOST_SEGMENTS) {
            return steps.stream().map(step -> ofStep(step.state()).css()).collect(Collectors.toList());
        }
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            marks.add(foremost(steps.subList(i * steps.size() / MOST_SEGMENTS, (i + 1) * steps.size() / MOST_SEGMENTS))
                    .css());
        }
        return marks;
    }

    /** What a person has to know of these; done only when all are. */
    private static Mark foremost(List<StepView> steps) {
        return steps.stream()
                .map(step -> ofStep(step.state()))
                .min(Comparator.comparingInt(FOREMOST::indexOf))
                .orElse(Mark.TODO);
    }

    private static Mark ofRun(RunState state) {
        return switch (state) {
            case RUNNING, CANCELLING, ROLLING_BACK -> Mark.RUNNING;
            case WAITING -> Mark.WAITING;
            case PAUSED -> Mark.STALE;
            case FAILED, ABANDONED -> Mark.FAIL;
            case CANCELLED, ROLLED_BACK -> Mark.SKIPPED;
            case SUCCEEDED -> Mark.PASS;
        };
    }

    private static Mark ofStep(StepState state) {
        return switch (state) {
            case PENDING -> Mark.TODO;
            case RUNNING -> Mark.RUNNING;
            case WAITING -> Mark.WAITING;
            case SUCCEEDED -> Mark.PASS;
            case FAILED -> Mark.FAIL;
            case SKIPPED, ROLLED_BACK -> Mark.SKIPPED;
            case STALE -> Mark.STALE;
            case OUTCOME_UNKNOWN -> Mark.UNKNOWN;
        };
    }

    private static Mark ofPlan(Plan.State state) {
        return switch (state) {
            case DRAFT -> Mark.WAITING;
            case APPROVED -> Mark.PASS;
            case EXPIRED -> Mark.STALE;
            case USED -> Mark.SKIPPED;
        };
    }

    private static Mark ofVerdict(Check.Verdict verdict) {
        return switch (verdict) {
            case PASS -> Mark.PASS;
            case WARN -> Mark.WARN;
            case FAIL -> Mark.FAIL;
            case UNKNOWN -> Mark.UNKNOWN;
        };
    }
}
