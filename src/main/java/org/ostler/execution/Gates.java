package org.ostler.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Fact;
import org.ostler.plan.Leg;
import org.ostler.plan.Sight;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;

/** Opens the gates of a step. */
record Gates(RunContext context, Leg leg, StepEntry entry) {

    Next ask(Step.Question question, Situation seen, Sight sight) {
        return open(new StepEntry.Gate(
                entry.version + 1,
                text(question.question(), seen, leg.step().title()),
                text(question.instructions(), seen, "")
                        + until(question, context.tools().now()),
                evidence(question, seen, sight),
                context.tools().now(),
                context.tools().now(),
                -1,
                question.expectsNewHostKey()));
    }

    /** A question that is one of an attempt's actions. */
    Next ask(int actionIndex) {
        Action.AskPerson ask =
                (Action.AskPerson) entry.attempt().orElseThrow().actions.get(actionIndex).action;
        return open(new StepEntry.Gate(
                entry.version + 1,
                ask.question(),
                ask.instructions(),
                List.of(),
                context.tools().now(),
                context.tools().now(),
                actionIndex,
                false));
    }

    private Next open(StepEntry.Gate gate) {
        entry.open(gate);
        entry.heard();
        context.say(leg, "Waits for a person: " + gate.question());
        AuditEvent event = LedgerLine.Step.of(entry)
                .on(context.event(AuditEvent.Kind.GATE_OPENED, "ostler", leg, gate.question()));
        context.save(entry, () -> Journal.write(context.tools(), event));
        return Next.IDLE;
    }

    /** When the open gate's time is over; empty when it waits as long as it takes. */
    Optional<Instant> expiresAt() {
        return entry.gate
                .filter(gate -> entry.state == StepState.WAITING && gate.actionIndex() < 0)
                .flatMap(gate -> expiry(leg).map(expiry -> gate.since().plus(expiry.after())));
    }

    static Optional<Step.Expiry> expiry(Leg leg) {
        return leg.step().question().flatMap(Step.Question::expiry);
    }

    String expired() {
        return "Nobody answered until " + LineTrouble.clock(expiresAt().orElseThrow()) + ": "
                + expiry(leg).orElseThrow().meaning();
    }

    /** The same gate with what is seen now. */
    StepEntry.Gate refreshed(StepEntry.Gate gate, Situation seen, Sight sight) {
        Optional<Step.Question> question = leg.step().question().filter(any -> gate.actionIndex() < 0);
        return new StepEntry.Gate(
                gate.version(),
                question.map(one -> text(one.question(), seen, gate.question())).orElse(gate.question()),
                question.map(one -> text(one.instructions(), seen, gate.instructions()) + until(one, gate.since()))
                        .orElse(gate.instructions()),
                question.map(one -> evidence(one, seen, sight)).orElse(gate.evidence()),
                gate.since(),
                context.tools().now(),
                gate.actionIndex(),
                question.map(Step.Question::expectsNewHostKey).orElse(false));
    }

    private static String until(Step.Question question, Instant since) {
        return question.expiry()
                .map(expiry -> "\nAn answer counts until " + LineTrouble.clock(since.plus(expiry.after())) + ": "
                        + expiry.meaning())
                .orElse("");
    }

    private static String text(Function<Situation, String> words, Situation seen, String otherwise) {
        try {
            return words.apply(seen);
        } catch (Fact.Unreadable unknown) {
            return otherwise;
        }
    }

    private static List<Check.Finding> evidence(Step.Question question, Situation seen, Sight sight) {
        List<Check.Finding> found = new ArrayList<>();
        sight.trouble().ifPresent(trouble -> found.add(Check.Finding.unknown(trouble.getMessage())));
        try {
            found.addAll(question.evidence().apply(seen));
        } catch (Fact.Unreadable unknown) {
            found.add(Check.Finding.unknown(unknown.getMessage()));
        }
        return List.copyOf(found);
    }
}
