package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.execution.RunView;
import org.ostler.plan.Plan;

/** All that the audit trail holds of one run, read once per request. */
@RequestScoped
public class RunTrail {
    private static final int PAGE = 1_000;

    /** Longer trails are exported, not printed. */
    private static final int MOST = 50_000;

    @Inject
    private AuditTrail audit;

    private Optional<List<AuditEntry>> read = Optional.empty();
    private Map<String, List<AuditEntry>> bySteps = Map.of();

    /** In the order in which it was written. */
    public List<AuditEntry> of(UUID run) {
        if (read.isEmpty()) {
            List<AuditEntry> all = new ArrayList<>();
            AuditQuery query = new AuditQuery(
                    Optional.empty(),
                    Optional.of(run),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    PAGE);
            List<AuditEntry> page = audit.search(query);
            while (!page.isEmpty() && all.size() < MOST) {
                all.addAll(page);
                page = audit.search(query.following(all.get(all.size() - 1).number()));
            }
            read = Optional.of(all);
            bySteps = all.stream()
                    .filter(entry -> entry.event().step().isPresent())
                    .collect(Collectors.groupingBy(entry -> entry.event().step().get()));
        }
        return read.get();
    }

    public List<AuditEntry> of(UUID run, String step) {
        of(run);
        return bySteps.getOrDefault(step, List.of());
    }

    /** Entries of the time between the plan and its run, of one person: the approval is not an entry of the run. */
    public List<AuditEntry> between(Plan plan, RunView run) {
        return audit.search(new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                plan.approvedBy(),
                Optional.empty(),
                Optional.of(plan.madeAt()),
                Optional.of(run.startedAt()),
                Optional.empty(),
                false,
                PAGE));
    }
}
