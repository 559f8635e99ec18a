package org.ostler.web.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;

/**
 * A chapter of a run over many hosts: each of its steps once, with how many hosts have done it. Fifty hosts with forty
 * steps each are a list that nobody reads.
 *
 * @param chapter its key
 */
public record Crowd(String chapter, List<Row> rows) {
    /**
     * @param speaking the host's step that says most: what is in trouble, else what waits or runs, else what comes next
     * @param done on how many hosts
     */
    public record Row(StepView speaking, long done, int of) {
        static Row of(List<StepView> steps) {
            StepView speaking = steps.stream()
                    .min(Comparator.comparingInt(step -> rank(step.state())))
                    .orElseThrow();
            long done = steps.stream()
                    .filter(step -> StepGroup.isDone(step.state()))
                    .count();
            return new Row(speaking, done, steps.size());
        }
    }

    /** In the run's order. */
    static List<Crowd> of(List<StepView> steps) {
        Map<String, Map<String, List<StepView>>> chapters = new LinkedHashMap<>();
        for (StepView step : steps) {
            chapters.computeIfAbsent(step.chapter(), chapter -> new LinkedHashMap<>())
                    .computeIfAbsent(step.key(), key -> new ArrayList<>())
                    .add(step);
        }
        List<Crowd> crowds = new ArrayList<>();
        chapters.forEach((chapter, rows) -> crowds.add(
                new Crowd(chapter, rows.values().stream().map(Row::of).toList())));
        return crowds;
    }

    public long done() {
        return rows.stream().mapToLong(Row::done).sum();
    }

    public int of() {
        return rows.stream().mapToInt(Row::of).sum();
    }

    /** Whether it shows its steps without being asked: something in it is neither done nor still to come. */
    public boolean isOpen() {
        return rows.stream()
                .map(row -> row.speaking().state())
                .anyMatch(state -> state != StepState.PENDING && !StepGroup.isDone(state));
    }

    /** The smaller, the more it says. */
    static int rank(StepState state) {
        return switch (state) {
            case FAILED -> 0;
            case OUTCOME_UNKNOWN -> 1;
            case STALE -> 2;
            case WAITING -> 3;
            case RUNNING -> 4;
            case PENDING -> 5;
            case ROLLED_BACK -> 6;
            case SKIPPED -> 7;
            case SUCCEEDED -> 8;
        };
    }
}
