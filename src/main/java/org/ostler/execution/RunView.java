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
     * @param guard the countdown of a changed network, while it runs
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
            boolean byHand,
            Optional<GuardView> guard) {}

    /**
     * A changed network that the host takes back unless it is kept.
     *
     * @param id of the change on the host
     * @param timer what counts down on the host
     * @param boot what takes it back when the host is restarted; {@code none} where nothing does
     * @param endsAt when the host takes it back, as far as is known
     * @param probes what must answer, and whether it did when asked last
     * @param wish what a person asked for and was not done yet: keep, extend, revert
     */
    public record GuardView(
            UUID id,
            String timer,
            String boot,
            Optional<Instant> endsAt,
            Optional<String> newAddress,
            List<ProbeView> probes,
            Optional<String> wish,
            Action.Guarded change,
            String saved) {}

    /** @param answers empty while it was not asked */
    public record ProbeView(String claim, Optional<Boolean> answers, String words) {}

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
