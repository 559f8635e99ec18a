package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Fact;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.procedure.Step;

/** The end of a run: what was paused comes back, or is listed with the reason; then the locks go. */
record Ending(RunContext context, Map<String, StepEntry> entries, Lines lines) {
    private static final String NOT_SEEN = "what brings it back was done, and it is not seen to be on";

    private static final String FORGOTTEN =
            "this version of the guide no longer has the step that paused it; a person has to do: ";

    Next tick(RunState last, String reason) {
        Tools tools = context.tools();
        for (PauseEntry pause : tools.ledger().pauses(context.run().id)) {
            if (!pause.restored() && pause.problem().isEmpty()) {
                return restore(pause);
            }
        }
        new Sweeping(context, entries, lines).sweep();
        finish(context.run(), tools, last, reason);
        return Next.IDLE;
    }

    /**
     * Ends the run: state, audit entry and locks in one transaction.
     *
     * @throws Ledger.Overtaken when somebody has wished something else since, or ended it
     */
    static void finish(RunEntry run, Tools tools, RunState last, String reason) {
        List<PauseEntry> left = tools.ledger().pauses(run.id).stream()
                .filter(pause -> !pause.restored())
                .toList();
        String still = left.isEmpty()
                ? ""
                : " Still paused: "
                        + String.join(", ", left.stream().map(PauseEntry::what).toList());
        AuditEvent event = AuditEvent.of(
                        AuditEvent.Kind.RUN_ENDED,
                        run.wishedBy.isEmpty() ? run.startedBy : run.wishedBy,
                        "Run " + run.number + " " + last + ": " + run.guideTitle + still)
                .ofRun(run.plan, run.id)
                .with("state", last.name())
                .with("reason", reason + still);
        AuditEvent about = new LedgerLine.Ended(last, reason + still)
                .on(run.cluster
                        .map(id -> event.about(id, run.clusterName.orElse("")))
                        .orElse(event));
        tools.ledger()
                .change(
                        run.id,
                        entry -> {
                            if (entry.state.isOver() || entry.wish != run.wish) {
                                throw new Ledger.Overtaken("the end of run " + run.number);
                            }
                            entry.become(last, reason + still, tools.now());
                        },
                        () -> {
                            tools.ledger().release(run.id);
                            Journal.write(tools, about);
                        });
        tools.transcripts()
                .note(
                        run.id,
                        "",
                        org.ostler.console.TranscriptRecord.Stream.NOTE,
                        "",
                        "The run is over: " + last + (reason.isBlank() ? "" : ", " + reason) + still);
        tools.changed().accept(run.id);
    }

    private Next restore(PauseEntry pause) {
        Leg leg = context.legs().get(pause.step());
        if (leg == null) {
            String why = FORGOTTEN + commands(pause);
            return over(pause.failing(why), Optional.empty(), "could not be brought back: " + why);
        }
        StepEntry entry = entries.get(pause.step());
        Optional<Attempt> begun =
                entry.attempt().filter(attempt -> attempt.kind.equals(Attempt.RESTORE) && attempt.endedAt.isEmpty());
        if (begun.isEmpty() && isBack(leg)) {
            return over(pause.back(), Optional.empty(), "is on already");
        }
        ActionWork work = new ActionWork(context, leg, entry, lines, () -> false);
        Attempt attempt = begun.orElseGet(() -> begin(pause, leg, entry, work));
        Progress progress = work.advance(attempt);
        if (progress instanceof Progress.AllDone) {
            return isBack(leg) ? seenBack(pause, entry, attempt) : notSeenBack(pause, entry, attempt);
        }
        if (progress instanceof Progress.Waiting waiting) {
            return waiting.next();
        }
        String why = progress instanceof Progress.Failed failed
                ? failed.what()
                : progress instanceof Progress.Unknown unknown ? unknown.why() : "a person has to do it";
        attempt.end(StepState.FAILED, why, context.tools().now());
        return over(pause.failing(why), Optional.of(entry), "could not be brought back: " + why);
    }

    private Next seenBack(PauseEntry pause, StepEntry entry, Attempt attempt) {
        attempt.end(StepState.SUCCEEDED, "restored", context.tools().now());
        return over(pause.back(), Optional.of(entry), "is back");
    }

    /** Its commands ended well, and what they shall bring is not there, or not to be seen: it may take a moment. */
    private Next notSeenBack(PauseEntry pause, StepEntry entry, Attempt attempt) {
        Instant now = context.tools().now();
        Instant since = entry.waitingSince.orElse(now);
        if (since.plus(context.tools().limits().settle()).isBefore(now)) {
            attempt.end(StepState.FAILED, NOT_SEEN, now);
            entry.waitingSince = Optional.empty();
            return over(pause.failing(NOT_SEEN), Optional.of(entry), "could not be brought back: " + NOT_SEEN);
        }
        if (entry.waitingSince.isEmpty()) {
            entry.waitingSince = Optional.of(since);
            context.save(entry);
        }
        return Next.later(context.tools().limits().poll());
    }

    private static String commands(PauseEntry pause) {
        return String.join(
                "; ",
                pause.restore().stream().map(org.ostler.procedure.Action::shown).toList());
    }

    private Attempt begin(PauseEntry pause, Leg leg, StepEntry entry, ActionWork work) {
        String actor = context.run().wishedBy.isEmpty() ? context.run().startedBy : context.run().wishedBy;
        Attempt attempt =
                entry.beginAside(Attempt.RESTORE, actor, context.tools().now());
        attempt.note = pause.what();
        work.plan(attempt, pause.restore());
        context.say(leg, "Bringing back: " + pause.what());
        context.save(entry);
        return attempt;
    }

    /** Its restoring actions are decided from what is there: when there are some, it is on. */
    private boolean isBack(Leg leg) {
        Sight sight = context.tools()
                .observer()
                .look(
                        lines,
                        leg.place().map(org.ostler.procedure.Target::id),
                        context.scope().managementServer(),
                        leg.step().facts());
        try {
            return leg.step()
                    .pause()
                    .map(Step.Pause::restore)
                    .map(restore -> !restore.apply(context.situation(leg, sight.facts()))
                            .isEmpty())
                    .orElse(false);
        } catch (Fact.Unreadable unknown) {
            return false;
        }
    }

    private Next over(PauseEntry pause, Optional<StepEntry> done, String how) {
        Tools tools = context.tools();
        AuditEvent event = Journal.pause(context, AuditEvent.Kind.RESTORED, pause, done, how)
                .with("result", pause.restored() ? "done" : "failed");
        if (done.isPresent()) {
            context.save(done.get(), () -> Journal.write(tools, event));
            tools.ledger().pause(context.run().id, pause);
        } else {
            context.pause(pause, event);
        }
        Optional.ofNullable(context.legs().get(pause.step()))
                .ifPresent(leg -> context.say(leg, pause.what() + " " + how));
        return Next.AGAIN;
    }
}
