package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Target;

/**
 * A run as it stands now, for pages and the API.
 *
 * @param pausing it pauses as soon as the present steps are over
 */
public record RunView(
        UUID id,
        long number,
        UUID plan,
        long planNumber,
        String guide,
        String guideTitle,
        Optional<UUID> cluster,
        Optional<String> clusterName,
        RunState state,
        String stateReason,
        String startedBy,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<StepView> steps,
        List<PausedItem> paused,
        List<String> firstIrreversible,
        Instant changedAt,
        boolean pausing) {

    /**
     * A step's ledger entry.
     *
     * @param id of the planned step
     * @param progress what it is doing or waiting for, in words
     * @param elements of a step that goes through several things
     * @param gate what waits for a person
     * @param trouble what failed, and what can be done
     * @param byHand whether a person may say now that they did it by hand
     */
    public record StepView(
            String id,
            int order,
            String chapter,
            String key,
            String title,
            Target target,
            StepState state,
            String progress,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<AttemptView> attempts,
            List<ElementView> elements,
            Optional<GateView> gate,
            Optional<TroubleView> trouble,
            Optional<String> evidence,
            boolean byHand) {}

    public record ElementView(String key, String title, StepState state, String progress) {}

    /**
     * @param kind do, mend, retry, skip, byHand, resolve, undo, restore
     * @param commands ids of what was started on hosts
     */
    public record AttemptView(
            int number,
            String kind,
            String actor,
            StepState state,
            String note,
            List<Action> actions,
            List<UUID> commands,
            Instant startedAt,
            Optional<Instant> endedAt,
            String result) {}

    /**
     * @param version for compare and set: an answer names the version it was given to
     * @param expectsHostKey a changed host key is expected here and may be accepted
     */
    public record GateView(
            long version,
            String question,
            String instructions,
            List<Check.Finding> evidence,
            Instant since,
            Instant seenAt,
            boolean expectsHostKey) {}

    /**
     * @param mends keys and titles that may be used now
     * @param output the last lines
     */
    public record TroubleView(String what, Optional<String> explanation, List<MendView> mends, String output) {}

    public record MendView(String key, String title, List<String> commands) {}

    /**
     * Something paused by the run.
     *
     * @param restored whether it is back
     * @param problem why it could not be brought back
     */
    public record PausedItem(String key, String what, boolean restored, Optional<String> problem) {}
}
