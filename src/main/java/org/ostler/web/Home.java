package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ostler.execution.RunView;
import org.ostler.execution.StepState;

/** The handover of a shift: what waits, what runs, how long ago the hosts were looked at. */
@Named
@RequestScoped
public class Home {
    @Inject
    private Waiting waiting;

    @Inject
    private Texts texts;

    @Inject
    private ClusterRows clusterRows;

    private Optional<List<Waiting.Need>> needs = Optional.empty();

    public List<Waiting.Need> getNeeds() {
        if (needs.isEmpty()) {
            needs = Optional.of(waiting.all());
        }
        return needs.get();
    }

    /** When the host was looked at that was not looked at for longest; empty while one was never seen. */
    public Optional<Instant> getSeen() {
        List<ClusterRows.Row> rows = clusterRows.getAll();
        boolean all = rows.stream().allMatch(row -> row.seen().isPresent());
        return all
                ? rows.stream().flatMap(row -> row.seen().stream()).min(Comparator.naturalOrder())
                : Optional.empty();
    }

    public long done(RunView run) {
        return run.steps().stream()
                .filter(step -> step.state() == StepState.SUCCEEDED || step.state() == StepState.SKIPPED)
                .count();
    }

    /** What it is doing now. */
    public String doing(RunView run) {
        return run.steps().stream()
                .filter(step -> step.state() != StepState.PENDING
                        && step.state() != StepState.SUCCEEDED
                        && step.state() != StepState.SKIPPED)
                .findFirst()
                .map(step -> step.target().name() + " · "
                        + texts.either("step." + run.guide() + "." + step.key(), step.title()))
                .orElseGet(() -> texts.translated(run.stateReason()));
    }
}
