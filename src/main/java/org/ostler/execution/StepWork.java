package org.ostler.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.procedure.Action;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.ssh.SshTrouble;

/** One tick of a step: looks at the ledger, does the next thing, writes it down. */
final class StepWork {
    private final RunContext context;
    private final Leg leg;
    private final StepEntry entry;
    private final Tools tools;
    private final StepEyes eyes;
    private final StepEnd end;
    private final ActionWork work;

    StepWork(RunContext context, Leg leg, StepEntry entry, Lines lines) {
        this.context = context;
        this.leg = leg;
        this.entry = entry;
        this.tools = context.tools();
        this.eyes = new StepEyes(context, leg, lines);
        this.end = new StepEnd(context, leg, entry, eyes::look);
        this.work = new ActionWork(context, leg, entry, lines, this::isEffectSeen);
    }

    Next tick() {
        if (entry.state == StepState.WAITING) {
            return waitForAnswer();
        }
        if (entry.state == StepState.PENDING) {
            Optional<RunEntry> holder = context.serverOf(leg)
                    .flatMap(server -> tools.ledger().tryLock(context.run().id, server.id(), server.name()));
            if (holder.isPresent()) {
                entry.progress = "Waits: run " + holder.get().number + " works on "
                        + leg.target().name();
                context.save(entry);
                return Next.later(tools.limits().lastRetry());
            }
            entry.byHand = ByHand.isOffered(leg.step());
            entry.begin(Attempt.DO, context.run().startedBy, "", StepEntry.Phase.LOOK, tools.now());
            save(context.run().startedBy);
            context.say(leg, "Step " + leg.order() + ": " + leg.step().title());
        }
        boolean cancelled = context.run().wish == RunEntry.Wish.CANCEL;
        return switch (entry.phase) {
            case LOOK, MEND, VERIFY -> cancelled ? stop() : lookOrVerify();
            case ACT -> act();
        };
    }

    private void save(String actor) {
        context.save(entry, () -> Journal.write(tools, Journal.step(context, leg, entry, actor)));
    }

    /** A gate with a time of its own; the others are not ticked. */
    private Next waitForAnswer() {
        Gates gates = new Gates(context, leg, entry);
        Optional<Instant> until = gates.expiresAt();
        if (until.isEmpty()) {
            return Next.IDLE;
        }
        Duration left = Duration.between(tools.now(), until.get());
        return left.isNegative() || left.isZero()
                ? end.fail(gates.expired(), "", context.situation(leg, Facts.none()))
                : Next.later(left);
    }

    private Next lookOrVerify() {
        return switch (entry.phase) {
            case LOOK -> decide();
            case MEND -> prepareMend();
            case ACT -> act();
            case VERIFY -> verify();
        };
    }

    /** Cancelled while nothing of it runs on a machine: what is there now is looked at and said. */
    private Next stop() {
        Situation seen = context.situation(leg, eyes.look().facts());
        if (entry.phase == StepEntry.Phase.VERIFY && missing(seen).isEmpty()) {
            return end.succeed(evidence(), seen);
        }
        String now = missing(seen).map(claim -> "not so: " + claim.claim()).orElse("");
        return end.fail(
                now.isEmpty()
                        ? "Stopped because the run was cancelled."
                        : "Stopped because the run was cancelled. Seen: " + now,
                "",
                seen);
    }

    private boolean expectsTrouble() {
        return leg.step().question().map(Step.Question::expectsNewHostKey).orElse(false) && entry.answer.isEmpty();
    }

    private Next decide() {
        Sight sight = eyes.firstLook();
        Situation seen = context.situation(leg, sight.facts());
        boolean passes = sight.trouble().map(LineTrouble::passes).orElse(false);
        if (onlyWaits() && passes) {
            return waitOnly();
        }
        if (sight.trouble().isPresent() && !expectsTrouble()) {
            return cut(sight.trouble().get());
        }
        StepDecision decision =
                StepDecision.of(context.scope().guide(), leg, context.approved(entry), seen, this::doneElsewhere);
        if (decision instanceof StepDecision.NotNeeded not) {
            eyes.leave(sight);
            if (entry.answer.isPresent()) {
                return end.succeed("answered by " + entry.answer.get().by(), seen);
            }
            return end.without(StepState.SUCCEEDED, not.why(), seen);
        }
        if (decision instanceof StepDecision.DoneBefore before) {
            return end.without(StepState.SKIPPED, before.evidence(), seen);
        }
        if (leg.step().question().isPresent() && entry.answer.isEmpty()) {
            if (!(decision instanceof StepDecision.Blocked)) {
                return new Gates(context, leg, entry).ask(leg.step().question().get(), seen, sight);
            }
        }
        if (decision instanceof StepDecision.Undecided undecided) {
            return onlyWaits() ? waitOnly() : undecided(undecided.why(), sight);
        }
        if (decision instanceof StepDecision.Blocked blocked) {
            return end.fail(blocked.what() + " " + blocked.remedy(), "", seen);
        }
        if (decision instanceof StepDecision.Stale stale) {
            return stale(stale);
        }
        entry.heard();
        return go(decision, seen);
    }

    /** What a step waits for may be a machine that does not answer yet: its own deadline counts. */
    private boolean onlyWaits() {
        Step step = leg.step();
        return step.work() instanceof Step.NoWork
                && step.waiting().isPresent()
                && (step.question().isEmpty() || entry.answer.isPresent());
    }

    private Next waitOnly() {
        entry.phase = StepEntry.Phase.VERIFY;
        entry.heard();
        context.save(entry);
        return Next.AGAIN;
    }

    private Optional<String> doneElsewhere(String key) {
        return tools.ledger()
                .done(StepEnd.work(context, leg, key))
                .filter(once -> !once.run().equals(context.run().id))
                .map(once -> "Run " + once.runNumber() + " did this at " + once.at() + " (" + key + ").");
    }

    private Next stale(StepDecision.Stale stale) {
        entry.restated = Optional.of(stale.restated());
        entry.state = StepState.STALE;
        entry.progress = "Not what was approved: " + stale.why();
        context.say(leg, entry.progress);
        save("ostler");
        return Next.IDLE;
    }

    /** A fact that cannot be read now may be readable in a moment; a person is asked when it stays so. */
    private Next undecided(String why, Sight sight) {
        Instant since = entry.silentSince.orElse(tools.now());
        entry.silentSince = Optional.of(since);
        Duration limit = sight.missing().isEmpty()
                ? tools.limits().settle()
                : tools.limits().silence();
        if (since.plus(limit).isBefore(tools.now())) {
            return end.fail("It cannot be decided what to do: " + why, "", context.situation(leg, Facts.none()));
        }
        entry.progress = "Looking again: " + why;
        context.save(entry);
        return Next.later(tools.limits().poll());
    }

    private Next go(StepDecision decision, Situation seen) {
        leg.step().pause().ifPresent(pause -> {
            List<Action> restore = pause.restore().apply(seen);
            boolean known = tools.ledger().pauses(context.run().id).stream()
                    .anyMatch(old -> old.key().equals(pause.key()));
            if (!restore.isEmpty() && !known) {
                pause(new PauseEntry(pause.key(), pause.what(), leg.id(), restore, false, Optional.empty()));
            }
        });
        if (decision instanceof StepDecision.Elements elements) {
            new ElementWork(context, leg, entry, work, end).merge(elements.elements());
        } else {
            work.plan(entry.attempt().orElseThrow(), ((StepDecision.Go) decision).actions());
        }
        entry.phase = StepEntry.Phase.ACT;
        context.save(entry);
        return Next.AGAIN;
    }

    private void pause(PauseEntry pause) {
        context.pauseUnlessStopping(
                pause,
                Journal.pause(
                        context,
                        AuditEvent.Kind.PAUSED,
                        pause,
                        Optional.empty(),
                        "is paused now and comes back at the end"));
    }

    private Next prepareMend() {
        Sight sight = eyes.look();
        if (sight.trouble().isPresent()) {
            return cut(sight.trouble().get());
        }
        Attempt attempt = entry.attempt().orElseThrow();
        Situation seen = context.situation(leg, sight.facts());
        Optional<String> refused =
                new Mending(leg, entry).prepare(attempt, seen, actions -> work.plan(attempt, actions));
        if (refused.isPresent()) {
            return end.fail(refused.get(), "", seen);
        }
        entry.phase = StepEntry.Phase.ACT;
        context.save(entry);
        return Next.AGAIN;
    }

    private Next act() {
        Attempt attempt = entry.attempt().orElseThrow();
        if (leg.step().work() instanceof Step.ForEach each && attempt.isWork()) {
            return new ElementWork(context, leg, entry, work, end).tick(each, eyes::look, this::cut);
        }
        return end.of(work.advance(attempt), () -> {
            if (attempt.kind.equals(Attempt.MEND)) {
                attempt.end(StepState.SUCCEEDED, "mended", tools.now());
                entry.begin(Attempt.RETRY, attempt.actor, "after the mend", StepEntry.Phase.LOOK, tools.now());
                save(attempt.actor);
            } else {
                entry.phase = StepEntry.Phase.VERIFY;
                entry.progress = "verifying";
                context.save(entry);
            }
            return Next.AGAIN;
        });
    }

    private Next verify() {
        Step step = leg.step();
        boolean looks = step.waiting().isPresent()
                || step.verification().isPresent()
                || !step.records().isEmpty()
                || step.oncePer().isPresent();
        if (!looks) {
            return end.succeed("done", context.situation(leg, Facts.none()));
        }
        Instant since = entry.waitingSince.orElse(tools.now());
        entry.waitingSince = Optional.of(since);
        Instant asked = tools.now();
        Sight sight = eyes.look();
        Situation seen = context.situation(leg, sight.facts());
        Optional<Condition> missing = missing(seen);
        if (missing.isEmpty() && sight.trouble().isEmpty()) {
            eyes.leave(sight);
            return end.succeed(evidence(), seen);
        }
        Duration deadline =
                step.waiting().map(Step.Wait::deadline).orElse(tools.limits().settle());
        Optional<SshTrouble> trouble = sight.trouble();
        if (trouble.isPresent() && !LineTrouble.passes(trouble.get())) {
            return end.fail(LineTrouble.words(context.host(leg), trouble.get()), "", seen);
        }
        if (LineTrouble.isOver(
                since.plus(deadline),
                asked,
                trouble.map(some -> entry.silentSince.orElse(tools.now())),
                tools.limits().settle())) {
            return end.fail(
                    "Not so within " + LineTrouble.words(deadline) + ": "
                            + missing.map(Condition::claim).orElse("the machine answers")
                            + trouble.map(some -> " (" + some.getMessage() + ") " + LineTrouble.next(some))
                                    .orElse(""),
                    "",
                    seen);
        }
        entry.progress = progress(seen, trouble, since, missing);
        context.save(entry);
        return Next.later(
                step.waiting().map(Step.Wait::every).orElse(tools.limits().poll()));
    }

    private String progress(Situation seen, Optional<SshTrouble> trouble, Instant since, Optional<Condition> missing) {
        if (trouble.isPresent()) {
            Instant silent = entry.silentSince.orElse(tools.now());
            entry.silentSince = Optional.of(silent);
            return "No answer since " + LineTrouble.clock(silent) + ": "
                    + trouble.get().getMessage();
        }
        entry.heard();
        try {
            return leg.step().waiting().map(wait -> wait.progress().apply(seen)).orElse("verifying: ")
                    + (leg.step().waiting().isPresent()
                            ? ""
                            : missing.map(Condition::claim).orElse(""));
        } catch (Fact.Unreadable unknown) {
            return "waiting since " + LineTrouble.clock(since) + " (" + unknown.getMessage() + ")";
        }
    }

    private String evidence() {
        return leg.step()
                .waiting()
                .map(Step.Wait::until)
                .or(leg.step()::verification)
                .map(Condition::claim)
                .orElse("done");
    }

    /** The first claim that does not hold. */
    private Optional<Condition> missing(Situation seen) {
        return java.util.stream.Stream.concat(
                        leg.step().waiting().map(Step.Wait::until).stream(), leg.step().verification().stream())
                .filter(claim -> !holds(claim, seen))
                .findFirst();
    }

    static boolean holds(Condition claim, Situation seen) {
        try {
            return claim.holds().test(seen);
        } catch (Fact.Unreadable unknown) {
            return false;
        }
    }

    private boolean isEffectSeen() {
        Situation seen = context.situation(leg, eyes.look().facts());
        if (leg.step().work() instanceof Step.ForEach each) {
            Optional<Step.Element> one = entry.attempt()
                    .flatMap(attempt -> attempt.element)
                    .flatMap(entry::element)
                    .map(element -> new Step.Element(element.key, element.title));
            return one.isPresent() && holds(new Condition("", any -> each.done().test(any, one.get())), seen);
        }
        boolean tells =
                leg.step().waiting().isPresent() || leg.step().verification().isPresent();
        return tells && missing(seen).isEmpty();
    }

    private Next cut(SshTrouble trouble) {
        if (LineTrouble.passes(trouble)) {
            Optional<Next> again = LineTrouble.silence(tools, entry, context.host(leg), trouble);
            if (again.isPresent()) {
                context.save(entry);
                return again.get();
            }
        }
        return end.fail(LineTrouble.words(context.host(leg), trouble), "", context.situation(leg, Facts.none()));
    }
}
