package org.ostler.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.plan.Leg;
import org.ostler.plan.PlanDigest;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;

/** What a run writes into the audit trail. */
final class Journal {
    private static final Logger LOG = Logger.getLogger(Journal.class.getName());

    /** The journal could not be written: whatever was to follow must not be done. */
    static final class Unwritable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unwritable(AuditTrail.JournalUnwritable why) {
            super(why.getMessage(), why);
        }

        Refusal refusal() {
            return ((AuditTrail.JournalUnwritable) getCause()).refusal();
        }
    }

    /**
     * Between two tries to write. Smaller, and a full disk is asked all the time; larger, and runs stand still after it
     * was mended.
     */
    static final Duration AGAIN = Duration.ofSeconds(5);

    private Journal() {}

    static void write(Tools tools, AuditEvent event) {
        try {
            tools.audit().record(event);
        } catch (AuditTrail.JournalUnwritable why) {
            throw new Unwritable(why);
        }
    }

    /** @throws Unwritable when nothing new may be begun */
    static void require(Tools tools) {
        try {
            tools.audit().require();
        } catch (AuditTrail.JournalUnwritable why) {
            throw new Unwritable(why);
        }
    }

    /** For what is so, and is told in the ledger, whether the journal takes it or not. */
    static void writeIfPossible(Tools tools, AuditEvent event) {
        try {
            write(tools, event);
        } catch (Unwritable only) {
            LOG.log(Level.WARNING, "not in the journal: " + event.summary(), only);
        }
    }

    /**
     * Before an action.
     *
     * @param bootId of the machine it is intended for, with its marker
     */
    static void intent(Deed deed, Attempt attempt, String bootId, String marker) {
        files(deed, attempt, AuditEvent.Kind.INTENT, "", "");
        AuditEvent event = about(
                deed, attempt, AuditEvent.Kind.INTENT, deed.action().action.shown());
        write(
                deed.tools(),
                LedgerLine.Intended.of(attempt, deed.action().action, bootId, marker)
                        .on(event));
    }

    /** After it, or as soon as it is known. */
    static void outcome(Deed deed, Attempt attempt, Finding finding, ActionEntry.Mark mark) {
        AuditEvent event = about(
                        deed,
                        attempt,
                        AuditEvent.Kind.OUTCOME,
                        deed.action().action.shown() + ": " + word(finding) + ", " + finding.words())
                .with("result", word(finding));
        AuditEvent told = finding.exit()
                .map(exit -> event.with("exit", Integer.toString(exit)))
                .orElse(event);
        if (mark == ActionEntry.Mark.DONE) {
            files(deed, attempt, AuditEvent.Kind.OUTCOME, ": " + word(finding), word(finding));
        }
        write(
                deed.tools(),
                LedgerLine.Done.of(mark, finding, deed.action().before).on(told));
    }

    /** What a person found out about an action whose outcome was unknown. */
    static AuditEvent resolved(RunContext context, Leg leg, ActionEntry action, int attempt, String by) {
        boolean done = action.mark == ActionEntry.Mark.DONE;
        return new LedgerLine.Done(action.mark, LedgerLine.cut(action.result), action.exit, action.before)
                .on(context.event(AuditEvent.Kind.OUTCOME, by, leg, action.action.shown() + ": " + action.result)
                        .ofStep(leg.id(), attempt, action.command)
                        .with("kind", Attempt.RESOLVE)
                        .with("command", action.action.shown())
                        .with("result", done ? "done" : "not done"));
    }

    private static String word(Finding finding) {
        return switch (finding.known()) {
            case DONE -> "done";
            case FAILED -> "failed";
            case NOT_DONE -> "not done";
            case STILL_RUNNING -> "running";
            case UNKNOWN -> "unknown";
        };
    }

    /** The files of a guarded change, a row each, as those that are written one by one. */
    private static void files(Deed deed, Attempt attempt, AuditEvent.Kind kind, String words, String result) {
        if (!(deed.action().action instanceof Action.Guarded guarded)) {
            return;
        }
        for (FileChange shown : guarded.files()) {
            FileChange change = ContentProof.kept(deed.tools(), deed.action(), shown);
            String did = change.after().isPresent() ? "write " : "remove ";
            AuditEvent event = about(deed, attempt, kind, did + change.path() + words)
                    .onFile(change.path())
                    .with("before", change.before().map(PlanDigest::sha256).orElse(""))
                    .with("after", change.after().map(PlanDigest::sha256).orElse(""))
                    .with("diff", UnifiedDiff.of(shown));
            write(deed.tools(), result.isEmpty() ? event : event.with("result", result));
        }
    }

    private static AuditEvent about(Deed deed, Attempt attempt, AuditEvent.Kind kind, String words) {
        AuditEvent event = deed.context()
                .event(kind, attempt.actor, deed.leg(), deed.machine().name() + ": " + words)
                .about(deed.machine().id(), deed.machine().name())
                .ofStep(deed.leg().id(), attempt.number, deed.command())
                .with("kind", attempt.kind)
                .with("command", deed.action().action.shown());
        if (!attempt.note.isBlank()) {
            event = event.with("note", attempt.note);
        }
        if (deed.action().action instanceof Action.WriteFile write) {
            event = event.onFile(write.change().path())
                    .with("before", deed.action().before)
                    .with("after", deed.action().after)
                    .with("diff", UnifiedDiff.of(write.change()));
        }
        return deed.action().action instanceof Action.MakeLink link ? event.onFile(link.path()) : event;
    }

    /** A step's new state. */
    static AuditEvent step(RunContext context, Leg leg, StepEntry entry, String actor) {
        return step(context, leg, entry, actor, LedgerLine.Step.of(entry));
    }

    /** @param line what of the step's ledger entry is new */
    static AuditEvent step(RunContext context, Leg leg, StepEntry entry, String actor, LedgerLine.Step line) {
        AuditEvent event = context.event(
                        AuditEvent.Kind.STEP_STATE,
                        actor,
                        leg,
                        leg.step().title() + ": " + entry.state + shortly(entry.progress))
                .with("state", entry.state.name());
        Optional<Attempt> attempt = entry.attempt();
        return line.on(attempt.map(last -> event.with("kind", last.kind)
                        .with("attempt", Integer.toString(last.number))
                        .with("note", last.note))
                .orElse(event));
    }

    /**
     * Something paused, written down before it is touched; or what became of it at the end.
     *
     * @param step when something was done for that
     */
    static AuditEvent pause(
            RunContext context, AuditEvent.Kind kind, PauseEntry pause, Optional<StepEntry> step, String words) {
        String told = pause.what() + " " + words;
        Optional<Leg> leg = Optional.ofNullable(context.legs().get(pause.step()));
        AuditEvent event = leg.map(known -> context.event(kind, "ostler", known, told))
                .orElseGet(() ->
                        AuditEvent.of(kind, "ostler", told).ofRun(context.plan().id(), context.run().id));
        return LedgerLine.Paused.of(pause, step).on(event);
    }

    private static String shortly(String words) {
        return words.isBlank() ? "" : ", " + words.substring(0, Math.min(words.length(), 500));
    }
}
