package org.ostler.execution;

/** Where a run stands. */
public enum RunState {
    RUNNING,
    /** A gate, a stale step or an unknown outcome waits for a person. */
    WAITING,
    PAUSED,
    FAILED,
    CANCELLING,
    CANCELLED,
    ROLLING_BACK,
    ROLLED_BACK,
    SUCCEEDED,
    ABANDONED;

    public boolean isOver() {
        return switch (this) {
            case CANCELLED, ROLLED_BACK, SUCCEEDED, ABANDONED -> true;
            case RUNNING, WAITING, PAUSED, FAILED, CANCELLING, ROLLING_BACK -> false;
        };
    }
}
