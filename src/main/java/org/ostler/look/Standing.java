package org.ostler.look;

import java.time.Instant;
import java.util.Optional;
import org.ostler.execution.StepState;

/**
 * How a host stands: the one thing that matters most, and what else is known.
 *
 * @param trouble why the last look failed
 * @param factsAt of the newest look that brought facts
 * @param stale whether those facts are old, or something was done on the host since
 * @param run the open run that it belongs to
 * @param drifted how many managed files differ from what Ostler wrote
 * @param maintenance CloudStack or the pool keeps guests away
 */
public record Standing(
        State state,
        Optional<HostLook.Trouble> trouble,
        Optional<Instant> factsAt,
        boolean stale,
        Optional<InRun> run,
        int drifted,
        boolean maintenance) {

    /** In the order of what a person has to know first. */
    public enum State {
        /** Another host key than the accepted one. */
        KEY_CHANGED,
        /** A run works on it now. */
        IN_RUN,
        /** It answers, but nobody gets in: login, root or old algorithms. */
        REFUSED,
        UNREACHABLE,
        /** A first host key waits for a yes. */
        KEY_UNKNOWN,
        LOOKING,
        DRIFT,
        /** It says who it is to nobody: the inventory names no credential. */
        NO_CREDENTIAL,
        NEVER,
        STALE,
        MAINTENANCE,
        FRESH
    }

    /** @param step the state of the step that is at work on the host; empty before and after it */
    public record InRun(long number, Optional<StepState> step) {}
}
