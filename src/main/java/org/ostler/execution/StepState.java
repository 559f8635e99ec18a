package org.ostler.execution;

/** Where a step of a run stands. */
public enum StepState {
    PENDING,
    RUNNING,
    WAITING,
    SUCCEEDED,
    FAILED,
    SKIPPED,
    STALE,
    OUTCOME_UNKNOWN,
    ROLLED_BACK
}
