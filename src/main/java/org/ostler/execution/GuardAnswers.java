package org.ostler.execution;

import java.util.Optional;
import org.ostler.audit.AuditEvent;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;

/**
 * What a person says during a countdown: keep it, give it more time, take it back now. Written down and journalled
 * here; the step's lane does it on the host as soon as that answers, and the host alone decides.
 */
record GuardAnswers(RunContext context, StepEntry entry, String by) {

    void want(GuardEntry.Verb verb, String note) {
        GuardEntry guard = underWay();
        refuseSecond(guard);
        guard.wish = Optional.of(new GuardEntry.Wish(verb, by, context.tools().now(), note));
        String words =
                switch (verb) {
                    case KEEP -> "Keep the changed network";
                    case EXTEND -> "More time for the changed network";
                    case REVERT -> "Take the network change back now";
                };
        var leg = context.legs().get(entry.id);
        AuditEvent event = LedgerLine.Step.of(entry)
                .on(context.event(AuditEvent.Kind.GATE_ANSWERED, by, leg, words))
                .with("note", note);
        context.save(entry, () -> Journal.write(context.tools(), event));
        context.say(leg, words + ": " + by + "." + (note.isBlank() ? "" : " " + note));
    }

    /** More time gives way to a decision; of two decisions the first counts. */
    private static void refuseSecond(GuardEntry guard) {
        guard.wish.filter(wish -> wish.verb() != GuardEntry.Verb.EXTEND).ifPresent(first -> {
            throw Refusal.conflict(
                    "guard-answered",
                    first.by() + " said " + first.verb() + " at " + LineTrouble.clock(first.at())
                            + ", and the host has not answered yet.",
                    "Look at the run as it stands now.");
        });
    }

    private GuardEntry underWay() {
        Optional<ActionEntry> action = entry.state == StepState.RUNNING
                ? entry.attempt()
                        .flatMap(Attempt::next)
                        .filter(next -> next.mark == ActionEntry.Mark.INTENT)
                        .filter(next -> next.action instanceof Action.Guarded)
                : Optional.empty();
        return action.flatMap(next -> next.guard)
                .filter(guard -> guard.appliedAt.isPresent() && guard.restoredSeen.isEmpty())
                .orElseThrow(() -> Refusal.conflict(
                        "no-countdown",
                        "No countdown of a network change runs in this step: it is " + entry.state + ".",
                        "Look at the run as it stands now."));
    }
}
