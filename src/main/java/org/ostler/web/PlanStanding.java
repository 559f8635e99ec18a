package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.audit.AuditTrail;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;
import org.ostler.plan.Plan;
import org.ostler.procedure.Situation.HostInScope;

/** How the plan of the page stands by now: what became of it, and what happened to its hosts since. */
@Named
@RequestScoped
public class PlanStanding {
    /** From here on the page warns: shorter, and reading the plan once more already takes too long. */
    private static final Duration SOON = Duration.ofMinutes(5);

    @Inject
    private PlanPage page;

    @Inject
    private Runs runs;

    @Inject
    private AuditTrail audit;

    @Inject
    private Marks marks;

    @Inject
    private Texts texts;

    /** @param at when something was done on it last */
    public record Changed(String host, Instant at) {}

    private Plan plan() {
        return page.getPlan();
    }

    private boolean isSentBack() {
        return plan().state() == Plan.State.DRAFT && plan().sentBack().isPresent();
    }

    /** Whether it is still to be approved or started. */
    private boolean isOpen() {
        return plan().state() == Plan.State.APPROVED || (plan().state() == Plan.State.DRAFT && !isSentBack());
    }

    /** Of its state, or of what says more than the state. */
    public Mark getMark() {
        if (isSentBack()) {
            return Mark.STALE;
        }
        return isExpiring() ? Mark.WARN : marks.of(plan().state());
    }

    public String getWord() {
        return texts.get(isSentBack() ? "plan.sentBack" : marks.key(plan().state()));
    }

    public boolean isExpiring() {
        return isOpen() && plan().expiresAt().minus(SOON).isBefore(Instant.now());
    }

    /** Hosts on which something was done since they were looked at for this plan. */
    public List<Changed> getChanged() {
        if (!isOpen()) {
            return List.of();
        }
        Map<UUID, Instant> changes = audit.lastChanges(plan().madeAt());
        return plan().hosts().stream()
                .map(HostInScope::target)
                .filter(host -> changes.containsKey(host.id()))
                .map(host -> new Changed(host.name(), changes.get(host.id())))
                .toList();
    }

    /** The run that used it. */
    public Optional<RunView> getRun() {
        return plan().state() == Plan.State.USED ? runs.ofPlan(plan().id()) : Optional.empty();
    }
}
