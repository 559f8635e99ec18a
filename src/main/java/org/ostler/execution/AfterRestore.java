package org.ostler.execution;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.ostler.audit.AuditEvent;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.facts.Facts;
import org.ostler.plan.Leg;
import org.ostler.procedure.Action;

/**
 * Tells open runs that their ledger comes from a backup. What they did after it was made is written down nowhere, so
 * nothing of them goes on by itself: the run is paused, a step that had begun to act is unknown until somebody looks,
 * and a command without a trace on the host counts as unknown, not as never begun.
 */
record AfterRestore(Tools tools, Runner runner) {
    static final String NOTHING_TELLS =
            "The ledger comes from a backup, and nothing on the host tells whether it was done since.";

    /** Who paused the run; stands in its reason. */
    static final String BY = "the restored backup";

    /** @param madeAt of the backup; told again after a crash in between, it changes nothing more */
    void tell(Instant madeAt) {
        tools.ledger().open().forEach(run -> tell(run, madeAt));
    }

    private void tell(RunEntry run, Instant madeAt) {
        String words = "The database was restored from the backup of " + madeAt.truncatedTo(ChronoUnit.SECONDS)
                + ". What run " + run.number + " did after that is not in its ledger; look at the hosts before it goes"
                + " on.";
        runner.known(run).ifPresent(context -> tools.ledger()
                .steps(run.id)
                .forEach(step -> doubt(context, step, context.legs().get(step.id))));
        if (run.wish == RunEntry.Wish.GO) {
            Wishes.wish(tools, run, RunEntry.Wish.PAUSE, BY, "paused", words);
        }
        tools.transcripts().note(run.id, "", Stream.NOTE, "", words);
        Journal.write(
                tools, AuditEvent.of(AuditEvent.Kind.RUN_STATE, "ostler", words).ofRun(run.plan, run.id));
        runner.restate(run.id);
    }

    private void doubt(RunContext context, StepEntry step, Leg leg) {
        if (step.state != StepState.RUNNING) {
            return;
        }
        StepEnd end = new StepEnd(context, leg, step, () -> {
            throw new IllegalStateException("nothing is looked at here");
        });
        switch (step.phase) {
            case LOOK -> {
                step.state = StepState.PENDING;
                step.attempt()
                        .ifPresent(attempt ->
                                attempt.end(StepState.SKIPPED, "its ledger comes from a backup", tools.now()));
                context.save(step, () -> Journal.write(tools, Journal.step(context, leg, step, "ostler")));
            }
            case MEND -> end.fail(NOTHING_TELLS, "", context.situation(leg, Facts.none()));
            case ACT -> {
                step.attempt().ifPresent(this::doubt);
                end.unknown(NOTHING_TELLS);
            }
            case VERIFY -> context.say(leg, "Verified anew: the ledger comes from a backup.");
        }
    }

    private void doubt(Attempt attempt) {
        for (ActionEntry action : attempt.actions) {
            if (action.isOpen()) {
                action.restored = true;
                if (action.action instanceof Action.CallCloudStack) {
                    action.sentAt = action.sentAt.or(() -> Optional.of(tools.now()));
                }
            }
        }
    }
}
