package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ostler.plan.Leg;
import org.ostler.plan.Sight;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.ssh.SshTrouble;

/** A step that goes through several things, one after the other; what is done stays done. */
record ElementWork(RunContext context, Leg leg, StepEntry entry, ActionWork work, StepEnd end) {

    /** Adds what is there now and was not before; what failed is tried again. */
    void merge(List<Step.Element> present) {
        for (Step.Element one : present) {
            if (entry.element(one.key()).isEmpty()) {
                StepEntry.Element added = new StepEntry.Element();
                added.key = one.key();
                added.title = one.title();
                entry.elements.add(added);
            }
        }
        entry.elements.stream()
                .filter(element -> element.state != StepState.SUCCEEDED)
                .forEach(element -> element.state = StepState.PENDING);
    }

    Next tick(Step.ForEach each, Supplier<Sight> look, Function<SshTrouble, Next> cut) {
        Optional<StepEntry.Element> next = entry.elements.stream()
                .filter(element -> element.state == StepState.RUNNING)
                .findFirst()
                .or(() -> entry.elements.stream()
                        .filter(element -> element.state == StepState.PENDING)
                        .findFirst());
        if (next.isEmpty()) {
            entry.phase = StepEntry.Phase.VERIFY;
            entry.progress = entry.elements.size() + " done; verifying";
            context.save(entry);
            return Next.AGAIN;
        }
        StepEntry.Element element = next.get();
        Attempt attempt = attempt(entry);
        boolean acting = element.state == StepState.RUNNING
                && attempt.element.equals(Optional.of(element.key))
                && !attempt.actions.isEmpty();
        if (acting && (attempt.next().isPresent() || attempt.stopped().isPresent())) {
            return end.of(work.advance(attempt), () -> Next.AGAIN);
        }
        Sight sight = look.get();
        if (sight.trouble().isPresent()) {
            return cut.apply(sight.trouble().get());
        }
        Situation seen = context.situation(leg, sight.facts());
        Step.Element one = new Step.Element(element.key, element.title);
        return acting ? check(each, one, element, seen) : begin(each, one, element, seen);
    }

    private Next begin(Step.ForEach each, Step.Element one, StepEntry.Element element, Situation seen) {
        StepDecision decision = StepDecision.element(leg, each, context.approved(entry), seen, one);
        if (decision instanceof StepDecision.NotNeeded) {
            return done(element, "nothing to do");
        }
        if (decision instanceof StepDecision.Go go) {
            Attempt attempt = attemptFor(element);
            work.plan(attempt, go.actions());
            element.state = StepState.RUNNING;
            element.progress = "";
            entry.heard();
            context.say(leg, element.title);
            if (go.actions().isEmpty()) {
                return end.fail(element.title + ": nothing can be done, and it is not as it shall be", "", seen);
            }
            context.save(entry);
            return Next.AGAIN;
        }
        if (decision instanceof StepDecision.Stale stale) {
            entry.restated = Optional.of(stale.restated());
            entry.state = StepState.STALE;
            entry.progress = element.title + ": " + stale.why();
            context.say(leg, "Not what was approved: " + entry.progress);
            context.save(entry, () -> Journal.write(context.tools(), Journal.step(context, leg, entry, "ostler")));
            return Next.IDLE;
        }
        return undecided(element, ((StepDecision.Undecided) decision).why(), seen);
    }

    private Next undecided(StepEntry.Element element, String why, Situation seen) {
        Instant since = entry.silentSince.orElse(context.tools().now());
        entry.silentSince = Optional.of(since);
        if (since.plus(context.tools().limits().settle())
                .isBefore(context.tools().now())) {
            element.state = StepState.RUNNING;
            attemptFor(element);
            return end.fail(element.title + ": it cannot be decided what to do: " + why, "", seen);
        }
        entry.progress = element.title + ": looking again: " + why;
        context.save(entry);
        return Next.later(context.tools().limits().poll());
    }

    /** Each element is an attempt of its own; the step's first attempt becomes that of the first element. */
    private Attempt attemptFor(StepEntry.Element element) {
        Attempt last = entry.attempt().orElseThrow();
        if (last.endedAt.isEmpty() && last.actions.isEmpty()) {
            last.element = Optional.of(element.key);
            return last;
        }
        Attempt next = entry.begin(
                last.kind,
                last.actor,
                last.note,
                StepEntry.Phase.ACT,
                context.tools().now());
        next.element = Optional.of(element.key);
        return next;
    }

    private Next check(Step.ForEach each, Step.Element one, StepEntry.Element element, Situation seen) {
        if (StepWork.holds(new Condition("", any -> each.done().test(any, one)), seen)) {
            entry.waitingSince = Optional.empty();
            attempt(entry).end(StepState.SUCCEEDED, "done", context.tools().now());
            return done(element, "done");
        }
        Instant since = entry.waitingSince.orElse(context.tools().now());
        entry.waitingSince = Optional.of(since);
        if (since.plus(context.tools().limits().settle())
                .isBefore(context.tools().now())) {
            return end.fail(element.title + ": it was done, and is not as it shall be", "", seen);
        }
        entry.progress = element.title + ": verifying";
        context.save(entry);
        return Next.later(context.tools().limits().poll());
    }

    private static Attempt attempt(StepEntry entry) {
        return entry.attempt().orElseThrow();
    }

    private Next done(StepEntry.Element element, String how) {
        element.state = StepState.SUCCEEDED;
        element.progress = how;
        long ready = entry.elements.stream()
                .filter(one -> one.state == StepState.SUCCEEDED)
                .count();
        entry.progress = ready + " of " + entry.elements.size();
        context.save(
                entry,
                () -> Journal.write(
                        context.tools(),
                        Journal.step(context, leg, entry, attempt(entry).actor, LedgerLine.Step.of(entry, element))));
        return Next.AGAIN;
    }
}
