package org.ostler.execution;

import java.util.Optional;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.plan.Leg;
import org.ostler.procedure.Action;

/** What a run writes into the audit trail. */
final class Journal {
    /** The journal could not be written: whatever was to follow must not be done. */
    static final class Unwritable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unwritable(AuditTrail.JournalUnwritable why) {
            super("The audit journal cannot be written: " + why.getMessage(), why);
        }
    }

    private Journal() {}

    static void write(Tools tools, AuditEvent event) {
        try {
            tools.audit().record(event);
        } catch (AuditTrail.JournalUnwritable why) {
            throw new Unwritable(why);
        }
    }

    /** Before an action. */
    static void intent(Deed deed, Attempt attempt) {
        write(
                deed.tools(),
                about(
                        deed,
                        attempt,
                        AuditEvent.Kind.INTENT,
                        deed.action().action.shown()));
    }

    /** After it, or as soon as it is known. */
    static void outcome(Deed deed, Attempt attempt, Finding finding) {
        AuditEvent event = about(
                        deed,
                        attempt,
                        AuditEvent.Kind.OUTCOME,
                        deed.action().action.shown() + ": " + word(finding) + ", " + finding.words())
                .with("result", word(finding));
        write(
                deed.tools(),
                finding.exit()
                        .map(exit -> event.with("exit", Integer.toString(exit)))
                        .orElse(event));
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
        AuditEvent event = context.event(
                        AuditEvent.Kind.STEP_STATE,
                        actor,
                        leg,
                        leg.step().title() + ": " + entry.state + shortly(entry.progress))
                .with("state", entry.state.name());
        Optional<Attempt> attempt = entry.attempt();
        return attempt.map(last -> event.with("kind", last.kind)
                        .with("attempt", Integer.toString(last.number))
                        .with("note", last.note))
                .orElse(event);
    }

    private static String shortly(String words) {
        return words.isBlank() ? "" : ", " + words.substring(0, Math.min(words.length(), 500));
    }
}
