package org.ostler.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The boundary of runs. Every call asks the caller's permission, is audited, and refuses with a reason when the run is
 * not in a state for it. A step is named by its planned step's id.
 */
@ApplicationScoped
public class Runs {
    /** @throws org.ostler.platform.Refusal not approved, expired, locked by another run, journal not writable */
    public RunView start(String plan) {
        throw new UnsupportedOperationException();
    }

    public RunView run(String numberOrId) {
        throw new UnsupportedOperationException();
    }

    /** Newest first, without steps. */
    public List<RunView> list(int limit) {
        throw new UnsupportedOperationException();
    }

    /** Runs that are not over, with steps. */
    public List<RunView> open() {
        throw new UnsupportedOperationException();
    }

    /** After the present steps. */
    public void pause(UUID run) {
        throw new UnsupportedOperationException();
    }

    public void resume(UUID run) {
        throw new UnsupportedOperationException();
    }

    public void cancel(UUID run, String note) {
        throw new UnsupportedOperationException();
    }

    public void abandon(UUID run, String note) {
        throw new UnsupportedOperationException();
    }

    /**
     * "Go on" at a gate.
     *
     * @param version the gate's version that was seen; empty takes the present one
     * @throws org.ostler.platform.Refusal CONFLICT naming who answered first
     */
    public void confirm(UUID run, String step, Optional<Long> version, String note) {
        throw new UnsupportedOperationException();
    }

    /** Looks at the gate's evidence again. */
    public void lookAgain(UUID run, String step) {
        throw new UnsupportedOperationException();
    }

    public void retry(UUID run, String step, String note) {
        throw new UnsupportedOperationException();
    }

    /** @param note the reason, at least 10 characters */
    public void skip(UUID run, String step, String note) {
        throw new UnsupportedOperationException();
    }

    public void mend(UUID run, String step, String mend, String note) {
        throw new UnsupportedOperationException();
    }

    /** @param done what the person found out about an unknown outcome */
    public void resolve(UUID run, String step, boolean done, String note) {
        throw new UnsupportedOperationException();
    }

    /** A stale step's new form, with its digest. */
    public Optional<org.ostler.plan.PlannedStep> restated(UUID run, String step) {
        throw new UnsupportedOperationException();
    }

    public String restatedDigest(UUID run, String step) {
        throw new UnsupportedOperationException();
    }

    public void reapprove(UUID run, String step, String digest, String note) {
        throw new UnsupportedOperationException();
    }

    /** Rolls the run back, to the last step that cannot be undone. */
    public void rollback(UUID run, String step, String note) {
        throw new UnsupportedOperationException();
    }
}
