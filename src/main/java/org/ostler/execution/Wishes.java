package org.ostler.execution;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ostler.audit.AuditEvent;
import org.ostler.plan.Leg;
import org.ostler.platform.Refusal;

/** What becomes of a run's steps when a person wants something of the whole run. */
record Wishes(RunContext context) {
    private static final Logger LOG = Logger.getLogger(Wishes.class.getName());

    /** @throws Refusal when the wish cannot follow the present one */
    static void refuse(RunEntry run, RunEntry.Wish wish) {
        if (run.state.isOver()) {
            throw Refusal.conflict("run-is-over", "Run " + run.number + " is " + run.state + ".", "Make a new plan.");
        }
        boolean fits =
                switch (wish) {
                    case GO, PAUSE -> run.wish == RunEntry.Wish.GO || run.wish == RunEntry.Wish.PAUSE;
                    case CANCEL -> run.wish != RunEntry.Wish.ROLL_BACK && run.wish != RunEntry.Wish.ABANDON;
                    case ROLL_BACK -> run.wish != RunEntry.Wish.CANCEL && run.wish != RunEntry.Wish.ABANDON;
                    case ABANDON -> true;
                };
        if (!fits) {
            throw Refusal.conflict(
                    "run-not-in-that-state",
                    "Run " + run.number + " is " + run.state + ".",
                    "Wait until that is over, or abandon the run.");
        }
    }

    /**
     * Writes down what a person wants of the whole run.
     *
     * @throws Refusal when the wish cannot follow what somebody else has wished, or the run's end, in the meantime
     */
    static RunEntry wish(Tools tools, RunEntry run, RunEntry.Wish what, String by, String verb, String note) {
        AuditEvent event = new LedgerLine.Wished(what, by)
                .on(AuditEvent.of(AuditEvent.Kind.RUN_STATE, by, "Run " + run.number + " " + verb + " by " + by)
                        .ofRun(run.plan, run.id)
                        .with("note", note));
        return tools.ledger()
                .change(
                        run.id,
                        entry -> {
                            refuse(entry, what);
                            entry.wish(what, by);
                        },
                        () -> Journal.write(tools, event));
    }

    private List<StepEntry> steps() {
        return context.tools().ledger().steps(context.run().id);
    }

    /**
     * Stops what is under way; gates close.
     *
     * @param tell whether what cannot be stopped is told
     * @return whether nothing is left that a further try may stop
     */
    boolean stopAll(boolean tell) {
        try {
            closeGates(context.run().wishedBy);
            return new Stopping(
                            context,
                            steps().stream()
                                    .filter(entry -> entry.state == StepState.RUNNING)
                                    .toList(),
                            tell)
                    .stop();
        } catch (RuntimeException fault) {
            LOG.log(Level.SEVERE, "run " + context.run().number + " could not be stopped at once", fault);
            return false;
        }
    }

    private void closeGates(String by) {
        for (StepEntry entry : steps()) {
            if (entry.state == StepState.WAITING || entry.state == StepState.STALE) {
                entry.end(
                        StepState.PENDING,
                        "not done: closed by " + by,
                        context.tools().now());
                entry.gate = java.util.Optional.empty();
                save(entry, by);
            }
        }
    }

    private void save(StepEntry entry, String by) {
        Leg leg = context.legs().get(entry.id);
        context.save(entry, () -> Journal.write(context.tools(), Journal.step(context, leg, entry, by)));
    }

    /** Steps of wide guides: the hosts that failed are left out, the others go on. */
    void leaveFailedHostsOut(String by) {
        List<StepEntry> steps = steps();
        Set<UUID> failed = steps.stream()
                .filter(entry -> entry.state == StepState.FAILED)
                .map(entry -> context.legs().get(entry.id))
                .map(leg -> leg.host()
                        .filter(host -> context.scope().guide().width() > 1)
                        .orElseThrow(() -> Refusal.conflict(
                                "step-failed",
                                "A failed step stands in the way: " + leg.id() + ".",
                                "Try it again, mend it, skip it with a reason, or roll back.")))
                .map(org.ostler.procedure.Target::id)
                .collect(Collectors.toSet());
        for (StepEntry entry : steps) {
            Leg leg = context.legs().get(entry.id);
            boolean left = leg.host().map(host -> failed.contains(host.id())).orElse(false);
            if (left && !entry.isFinished()) {
                String words = "left out by " + by + ": an earlier step of this host failed";
                entry.evidence = java.util.Optional.of(words);
                entry.end(StepState.SKIPPED, words, context.tools().now());
                save(entry, by);
            }
        }
    }

    /** @throws Refusal when something runs or is unknown: what happened must be known before it is undone */
    void prepareRollback(String by, String note) {
        List<StepEntry> steps = steps();
        for (StepEntry entry : steps) {
            if (entry.state == StepState.RUNNING) {
                throw Refusal.conflict(
                        "step-running", "A step is running: " + entry.id + ".", "Wait for it, then roll back.");
            }
            if (entry.state == StepState.OUTCOME_UNKNOWN) {
                throw Refusal.conflict(
                        "outcome-unknown",
                        "It is not known what " + entry.id + " did.",
                        "Look again or resolve it first.");
            }
        }
        closeGates(by);
        for (StepEntry entry : steps()) {
            boolean failedUndo = entry.state == StepState.FAILED
                    && entry.attempt()
                            .map(attempt -> attempt.kind.equals(Attempt.UNDO))
                            .orElse(false);
            if (failedUndo) {
                entry.begin(
                        Attempt.UNDO,
                        by,
                        note,
                        StepEntry.Phase.MEND,
                        context.tools().now());
                save(entry, by);
            }
        }
    }

    /** A run that is over is rolled back: it takes its locks again. */
    void reopen(String by, String note) {
        RunEntry run = context.run();
        AuditEvent event = new LedgerLine.Wished(RunEntry.Wish.ROLL_BACK, by)
                .on(AuditEvent.of(AuditEvent.Kind.RUN_STATE, by, "Run " + run.number + " is rolled back by " + by)
                        .ofRun(run.plan, run.id)
                        .with("note", note));
        context.tools()
                .ledger()
                .change(
                        run.id,
                        entry -> {
                            entry.wish(RunEntry.Wish.ROLL_BACK, by);
                            entry.become(
                                    RunState.ROLLING_BACK,
                                    "rolled back by " + by,
                                    context.tools().now());
                        },
                        () -> {
                            context.tools().ledger().lock(run.id, Starting.locks(context.plan()));
                            Journal.write(context.tools(), event);
                        });
        context.tools().changed().accept(run.id);
    }

    /** Ends the run where it stands, whatever its guide is by now; what is still paused is listed. */
    static void abandon(Tools tools, RunEntry run, String note) {
        for (PauseEntry pause : tools.ledger().pauses(run.id)) {
            if (!pause.restored()) {
                tools.ledger().pause(run.id, pause.abandoned());
            }
        }
        try {
            Ending.finish(run, tools, RunState.ABANDONED, note);
        } catch (Ledger.Overtaken twice) {
            // A second click, or the run's own lane: it is over, and that is what was wanted.
            LOG.log(Level.FINE, "abandoned twice", twice);
        }
    }
}
