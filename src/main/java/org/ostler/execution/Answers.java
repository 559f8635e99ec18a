package org.ostler.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.PlanDigest;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Sight;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/** What a person answers to one step. Each answer is taken once: of two at the same time one wins. */
record Answers(RunContext context, StepEntry entry, String by) {

    void confirm(Optional<Long> version, String note) {
        StepEntry.Gate gate = gate(version);
        Optional<Condition> afterwards = context.legs()
                .get(entry.id)
                .step()
                .question()
                .filter(any -> gate.actionIndex() < 0)
                .flatMap(Step.Question::afterwards);
        if (afterwards.isPresent()) {
            refuseUnless(afterwards.get(), gate);
        }
        entry.answered(by, context.tools().now(), note);
        save(answered(gate).with("note", note));
        context.say(leg(), "Answered by " + by + ": go on." + (note.isBlank() ? "" : " " + note));
    }

    private AuditEvent answered(StepEntry.Gate gate) {
        AuditEvent event = context.event(AuditEvent.Kind.GATE_ANSWERED, by, leg(), "Go on: " + gate.question());
        Optional<ActionEntry> question = entry.attempt()
                .filter(any -> gate.actionIndex() >= 0)
                .map(attempt -> attempt.actions.get(gate.actionIndex()));
        AuditEvent ofAction = question.map(
                        action -> event.ofStep(entry.id, entry.attempt().orElseThrow().number, action.command))
                .orElse(event);
        return new LedgerLine.Answered(LedgerLine.Step.of(entry), question.map(action -> action.action)).on(ofAction);
    }

    private StepEntry.Gate gate(Optional<Long> version) {
        boolean open = entry.state == StepState.WAITING && entry.gate.isPresent();
        if (!open || version.filter(seen -> seen != entry.gate.get().version()).isPresent()) {
            throw answeredBefore(entry);
        }
        refuseExpired();
        return entry.gate.get();
    }

    /** Whoever comes too late ends the gate: only so it is sure that nobody else answered in time. */
    private void refuseExpired() {
        Gates gates = new Gates(context, leg(), entry);
        if (gates.expiresAt()
                .filter(until -> !until.isAfter(context.tools().now()))
                .isPresent()) {
            String words = gates.expired();
            new StepEnd(context, leg(), entry, this::look).fail(words, "", context.situation(leg(), Facts.none()));
            throw Refusal.conflict("gate-expired", words, "Look at the run as it stands now.");
        }
    }

    private static Refusal answeredBefore(StepEntry entry) {
        String who = entry.answer
                .map(answer -> "It was answered by " + answer.by() + " at " + LineTrouble.clock(answer.at()) + ".")
                .or(() -> entry.failure.map(StepEntry.Failure::what))
                .orElse("It does not wait for an answer: " + entry.state + ".");
        return Refusal.conflict("gate-answered", who, "Look at the run as it stands now.");
    }

    private void refuseUnless(Condition afterwards, StepEntry.Gate gate) {
        Sight sight = look();
        Situation seen = context.situation(leg(), sight.facts());
        boolean holds;
        String why = "";
        try {
            holds = afterwards.holds().test(seen);
        } catch (Fact.Unreadable unknown) {
            holds = false;
            why = " (" + unknown.getMessage() + ")";
        }
        if (holds) {
            return;
        }
        entry.gate = Optional.of(new Gates(context, leg(), entry).refreshed(gate, seen, sight));
        context.save(entry);
        throw Refusal.conflict(
                "gate-not-yet",
                "Not yet so: " + afterwards.claim()
                        + sight.trouble()
                                .map(trouble ->
                                        ". " + LineTrouble.words(leg().target().name(), trouble))
                                .orElse(why + "."),
                gate.instructions().isBlank() ? "Look again when it is done." : gate.instructions());
    }

    void lookAgain() {
        switch (entry.state) {
            case WAITING -> {
                StepEntry.Gate gate = gate(Optional.empty());
                Sight sight = look();
                entry.gate = Optional.of(new Gates(context, leg(), entry)
                        .refreshed(gate, context.situation(leg(), sight.facts()), sight));
            }
            case OUTCOME_UNKNOWN -> {
                unknownAction().ifPresent(action -> action.mark = ActionEntry.Mark.INTENT);
                goOn(entry.phase);
                save(Journal.step(context, leg(), entry, by));
                return;
            }
            case STALE -> {
                goOn(StepEntry.Phase.LOOK);
                save(Journal.step(context, leg(), entry, by));
                return;
            }
            case PENDING, RUNNING, SUCCEEDED, FAILED, SKIPPED, ROLLED_BACK -> throw notNow("looked at again");
        }
        context.save(entry);
    }

    void retry(String note) {
        require(StepState.FAILED, "tried again");
        boolean undo = entry.attempt()
                .map(attempt -> attempt.kind.equals(Attempt.UNDO))
                .orElse(false);
        entry.begin(
                undo ? Attempt.UNDO : Attempt.RETRY,
                by,
                note,
                undo ? StepEntry.Phase.MEND : StepEntry.Phase.LOOK,
                context.tools().now());
        save(Journal.step(context, leg(), entry, by));
        context.say(leg(), "Tried again by " + by + "." + (note.isBlank() ? "" : " " + note));
    }

    /**
     * A person did the step's work instead. Looked at anew: their word and the facts must agree.
     *
     * @throws Refusal saying what was seen
     */
    void byHand(Optional<Long> version, String note) {
        boolean undo = entry.attempt()
                .map(attempt -> attempt.kind.equals(Attempt.UNDO) || attempt.kind.equals(Attempt.RESTORE))
                .orElse(false);
        if ((entry.state != StepState.WAITING && entry.state != StepState.FAILED) || undo) {
            throw notNow("done by hand");
        }
        Optional<StepEntry.Gate> gate =
                entry.state == StepState.WAITING ? Optional.of(gate(version)) : Optional.empty();
        Sight sight = look();
        Situation seen = context.situation(leg(), sight.facts());
        Optional<String> against = sight.trouble()
                .map(trouble -> LineTrouble.words(leg().target().name(), trouble))
                .or(() -> new ByHand(leg().step(), seen).against());
        if (against.isPresent()) {
            gate.ifPresent(open -> {
                entry.gate = Optional.of(new Gates(context, leg(), entry).refreshed(open, seen, sight));
                context.save(entry);
            });
            context.say(leg(), by + " did it by hand; looked at, it is not done: " + against.get());
            throw Refusal.conflict(
                    "by-hand-not-so",
                    "Looked at just now, it is not done: " + against.get() + ".",
                    "Finish it and say so again, or let Ostler do it.");
        }
        listAsPaused();
        entry.begin(
                Attempt.BY_HAND,
                by,
                note,
                StepEntry.Phase.VERIFY,
                context.tools().now());
        entry.elements.stream()
                .filter(element -> element.state != StepState.SUCCEEDED)
                .forEach(element -> {
                    element.state = StepState.SUCCEEDED;
                    element.progress = "by hand";
                });
        new StepEnd(context, leg(), entry, this::look).succeed("done by hand by " + by + ": " + note, seen);
    }

    /** What a person switched off was not seen on: Ostler cannot bring it back, so it says so at the end. */
    private void listAsPaused() {
        Ledger ledger = context.tools().ledger();
        leg().step()
                .pause()
                .filter(pause -> ledger.pauses(context.run().id).stream()
                        .noneMatch(known -> known.key().equals(pause.key())))
                .map(pause -> new PauseEntry(
                        pause.key(),
                        pause.what(),
                        leg().id(),
                        List.of(),
                        false,
                        Optional.of("paused by hand by " + by + ": bring it back by hand")))
                .ifPresent(pause -> context.pause(
                        pause,
                        Journal.pause(
                                context,
                                AuditEvent.Kind.PAUSED,
                                pause,
                                Optional.empty(),
                                pause.problem().orElseThrow())));
    }

    void guard(GuardEntry.Verb verb, String note) {
        new GuardAnswers(context, entry, by).want(verb, note);
    }

    void skip(String note) {
        if (entry.state != StepState.FAILED && entry.state != StepState.WAITING && entry.state != StepState.STALE) {
            throw notNow("skipped");
        }
        Attempt attempt = entry.begin(
                Attempt.SKIP, by, note, StepEntry.Phase.LOOK, context.tools().now());
        entry.evidence = Optional.of("skipped by " + by + ": " + note);
        attempt.end(StepState.SKIPPED, "skipped", context.tools().now());
        entry.end(
                StepState.SKIPPED,
                "skipped by " + by + ": " + note,
                context.tools().now());
        context.save(entry, () -> {
            context.letServerGo(leg());
            Journal.write(context.tools(), Journal.step(context, leg(), entry, by));
        });
        context.say(leg(), "Skipped by " + by + ": " + note);
    }

    void mend(String mend, String note) {
        require(StepState.FAILED, "mended");
        StepEntry.Failure failure = entry.failure.orElseThrow();
        if (failure.mends().stream().noneMatch(offered -> offered.key().equals(mend))) {
            throw Refusal.conflict(
                    "mend-not-offered",
                    "The mend " + mend + " is not offered for this trouble.",
                    "Choose one of those the step offers, or try again.");
        }
        Attempt attempt = entry.begin(
                Attempt.MEND, by, note, StepEntry.Phase.MEND, context.tools().now());
        attempt.what = mend;
        attempt.result = failure.output();
        attempt.element = Optional.of(failure.element()).filter(element -> !element.isEmpty());
        save(Journal.step(context, leg(), entry, by));
        context.say(leg(), "Mend " + mend + " by " + by + "." + (note.isBlank() ? "" : " " + note));
    }

    void resolve(boolean done, String note) {
        require(StepState.OUTCOME_UNKNOWN, "resolved");
        String words = "resolved as " + (done ? "done" : "not done") + " by " + by + ": " + note;
        ActionEntry.Mark mark = done ? ActionEntry.Mark.DONE : ActionEntry.Mark.FAILED;
        Optional<ActionEntry> action = unknownAction();
        int number = entry.attempt().orElseThrow().number;
        action.ifPresent(unknown -> unknown.end(mark, words, Optional.empty()));
        Attempt resolved = entry.beginAside(Attempt.RESOLVE, by, context.tools().now());
        resolved.note = note;
        resolved.end(
                done ? StepState.SUCCEEDED : StepState.FAILED,
                words,
                context.tools().now());
        entry.attempts.remove(resolved);
        entry.attempts.add(entry.attempts.size() - 1, resolved);
        if (done) {
            goOn(StepEntry.Phase.ACT);
        } else {
            entry.fail(
                    new StepEntry.Failure(words, Optional.empty(), List.of(), "", ""),
                    context.tools().now());
        }
        AuditEvent event = Journal.step(context, leg(), entry, by)
                .with("kind", Attempt.RESOLVE)
                .with("note", note);
        context.save(entry, () -> {
            action.ifPresent(
                    known -> Journal.write(context.tools(), Journal.resolved(context, leg(), known, number, by)));
            Journal.write(context.tools(), event);
        });
        context.say(leg(), words);
    }

    void reapprove(String digest, String note) {
        require(StepState.STALE, "approved anew");
        PlannedStep restated = entry.restated.orElseThrow();
        if (!PlanDigest.of(restated).equals(digest)) {
            throw Refusal.conflict(
                    "step-digest-differs",
                    "The digest given is not the one of this step as it stands now.",
                    "Read the step again and approve the digest it shows.");
        }
        entry.approvedInstead = Optional.of(restated);
        entry.restated = Optional.empty();
        goOn(StepEntry.Phase.LOOK);
        save(LedgerLine.Step.of(entry)
                .on(context.event(
                        AuditEvent.Kind.APPROVED,
                        by,
                        leg(),
                        "Approved anew: " + leg().step().title()))
                .with("digest", digest)
                .with("note", note));
        context.say(leg(), "Approved anew by " + by + "." + (note.isBlank() ? "" : " " + note));
    }

    private Optional<ActionEntry> unknownAction() {
        return entry.attempt().stream()
                .flatMap(attempt -> attempt.actions.stream())
                .filter(action -> action.mark == ActionEntry.Mark.UNKNOWN)
                .findFirst();
    }

    private void goOn(StepEntry.Phase phase) {
        entry.state = StepState.RUNNING;
        entry.phase = phase;
        entry.progress = "";
        entry.heard();
    }

    private void require(StepState state, String verb) {
        if (entry.state != state) {
            throw notNow(verb);
        }
    }

    private Refusal notNow(String verb) {
        return Refusal.conflict(
                "step-not-in-that-state",
                "The step cannot be " + verb + " now: it is " + entry.state + ".",
                "Look at the run as it stands now.");
    }

    private Leg leg() {
        return context.legs().get(entry.id);
    }

    private Sight look() {
        try (Lines lines = context.tools().observer().lines()) {
            return context.tools()
                    .observer()
                    .look(
                            lines,
                            leg().place().map(Target::id),
                            context.scope().managementServer(),
                            leg().step().facts());
        }
    }

    private void save(AuditEvent event) {
        context.save(entry, () -> Journal.write(context.tools(), event));
    }

    /** Gives an answer; when somebody else was faster, says who. */
    static void give(RunContext context, String step, String by, Consumer<Answers> answer) {
        StepEntry entry =
                context.tools().ledger().step(context.run().id, step).orElseThrow(() -> Refusal.notFound("step", step));
        try {
            answer.accept(new Answers(context, entry, by));
        } catch (Ledger.Overtaken faster) {
            throw answeredBefore(
                    context.tools().ledger().step(context.run().id, step).orElseThrow());
        }
    }
}
