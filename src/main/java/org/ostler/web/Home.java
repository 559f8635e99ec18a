package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent.Kind;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.execution.RunView;
import org.ostler.execution.StepState;

/** The handover of a shift: what waits, what runs, how the clusters stand, what was changed last. */
@Named
@RequestScoped
public class Home {
    private static final Set<Kind> CHANGES = EnumSet.of(
            Kind.OUTCOME,
            Kind.RUN_STARTED,
            Kind.RUN_ENDED,
            Kind.APPROVED,
            Kind.SENT_BACK,
            Kind.RESTORED,
            Kind.HOST_KEY,
            Kind.INVENTORY,
            Kind.DRIFT,
            Kind.HANDOVER,
            Kind.CONSOLE_OPENED);
    private static final int READ = 120;
    private static final int SHOWN = 12;

    @Inject
    private Waiting waiting;

    @Inject
    private AuditTrail audit;

    @Inject
    private ClusterRows clusterRows;

    private Optional<List<Waiting.Need>> needs = Optional.empty();
    private Optional<List<AuditEntry>> changes = Optional.empty();

    public List<Waiting.Need> getNeeds() {
        if (needs.isEmpty()) {
            needs = Optional.of(waiting.all());
        }
        return needs.get();
    }

    public List<AuditEntry> getChanges() {
        if (changes.isEmpty()) {
            changes = Optional.of(audit.search(AuditQuery.newest(READ)).stream()
                    .filter(entry -> CHANGES.contains(entry.event().kind()))
                    .limit(SHOWN)
                    .toList());
        }
        return changes.get();
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
                .map(step -> step.target().name() + " · " + step.title())
                .orElse(run.stateReason());
    }
}
