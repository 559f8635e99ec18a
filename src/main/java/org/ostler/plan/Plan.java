package org.ostler.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Target;

/**
 * A guide against these hosts, sealed by its digest.
 *
 * @param number for people: "plan 12"
 * @param cluster empty when single hosts were chosen
 * @param refusal why this plan cannot be approved at all (no order, a host out of reach); empty when it can
 * @param sentBack a draft that was read and not approved; it never will be, a new plan is made instead
 */
public record Plan(
        UUID id,
        long number,
        String guide,
        int guideVersion,
        String guideTitle,
        Optional<UUID> cluster,
        Optional<String> clusterName,
        List<HostInScope> hosts,
        Optional<Target> coordinator,
        Map<String, String> settings,
        String madeBy,
        Instant madeAt,
        State state,
        String digest,
        Optional<String> approvedBy,
        Optional<Instant> approvedAt,
        Instant expiresAt,
        Optional<String> refusal,
        Optional<SentBack> sentBack,
        List<PlannedStep> steps) {
    /** Why an approver did not approve, for who made it. */
    public record SentBack(String by, Instant at, String note) {}

    /** Plans that were stored before one could be sent back have no such field. */
    public Plan {
        sentBack = sentBack == null ? Optional.empty() : sentBack;
    }

    public enum State {
        DRAFT,
        APPROVED,
        EXPIRED,
        USED
    }

    /** The same plan with other steps: for showing a part of it; its digest remains that of the whole. */
    public Plan with(List<PlannedStep> others) {
        return new Plan(
                id,
                number,
                guide,
                guideVersion,
                guideTitle,
                cluster,
                clusterName,
                hosts,
                coordinator,
                settings,
                madeBy,
                madeAt,
                state,
                digest,
                approvedBy,
                approvedAt,
                expiresAt,
                refusal,
                sentBack,
                others);
    }

    /** Failed or unknown checks block approval. */
    public List<PlannedStep.CheckResult> blocking() {
        return steps.stream()
                .flatMap(step -> step.checks().stream())
                .filter(PlannedStep.CheckResult::blocks)
                .toList();
    }

    public Optional<PlannedStep> step(String stepId) {
        return steps.stream().filter(step -> step.id().equals(stepId)).findFirst();
    }
}
