package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent.Kind;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.StepView;
import org.ostler.plan.Plan;
import org.ostler.plan.Plans;
import org.ostler.web.audit.DiffLine;

/** A run to be printed: all that its trail and its ledger say, in the order of its steps. */
@Named
@RequestScoped
public class RunReport {
    private static final Set<Kind> SAID = EnumSet.of(Kind.GATE_ANSWERED, Kind.APPROVED, Kind.RESTORED);

    @Inject
    private HttpServletRequest request;

    @Inject
    private RunLook look;

    @Inject
    private Plans plans;

    @Inject
    private RunTrail trail;

    private Optional<Plan> plan = Optional.empty();
    private Optional<List<Told>> steps = Optional.empty();

    /** A file that was written, as the trail keeps it. */
    public record Written(AuditEntry entry, List<DiffLine> lines) {}

    /** @param said what people answered to it */
    public record Told(StepView step, List<AuditEntry> said, List<Written> files) {
        /** Nothing was to be done, and nobody did anything. */
        public boolean isQuiet() {
            return files.isEmpty()
                    && said.isEmpty()
                    && step.attempts().stream()
                            .allMatch(attempt -> attempt.actions().isEmpty()
                                    && attempt.note().isBlank());
        }
    }

    public RunView getRun() {
        return look.at(Optional.ofNullable(request.getParameter("id")).orElse(""));
    }

    public Plan getPlan() {
        if (plan.isEmpty()) {
            plan = Optional.of(plans.plan(getRun().plan().toString()));
        }
        return plan.get();
    }

    /** Who approved the plan, and what was approved anew while it ran. */
    public List<AuditEntry> getApprovals() {
        return Stream.concat(trail.between(getPlan(), getRun()).stream(), trail.of(getRun().id()).stream())
                .filter(entry -> entry.event().kind() == Kind.APPROVED)
                .filter(entry ->
                        entry.event().plan().equals(Optional.of(getPlan().id())))
                .toList();
    }

    public List<Told> getSteps() {
        if (steps.isEmpty()) {
            steps = Optional.of(getRun().steps().stream().map(this::told).toList());
        }
        return steps.get();
    }

    private Told told(StepView step) {
        List<AuditEntry> own = trail.of(getRun().id(), step.id());
        List<AuditEntry> said = own.stream()
                .filter(entry -> SAID.contains(entry.event().kind()))
                .toList();
        List<Written> files = own.stream()
                .filter(entry -> entry.event().kind() == Kind.OUTCOME
                        && entry.event().path().isPresent())
                .map(entry ->
                        new Written(entry, DiffLine.of(entry.event().details().getOrDefault("diff", ""))))
                .toList();
        return new Told(step, said, files);
    }

    /** What happened to it as a whole, from start to end. */
    public List<AuditEntry> getCourse() {
        Set<Kind> whole = EnumSet.of(Kind.RUN_STARTED, Kind.RUN_STATE, Kind.RUN_ENDED);
        return trail.of(getRun().id()).stream()
                .filter(entry -> whole.contains(entry.event().kind()))
                .toList();
    }

    /** Its last entry: what was told later of this run is not in this report. */
    public Optional<AuditEntry> getLast() {
        List<AuditEntry> all = trail.of(getRun().id());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    public int getEntries() {
        return trail.of(getRun().id()).size();
    }
}
