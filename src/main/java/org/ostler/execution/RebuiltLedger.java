package org.ostler.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.plan.Canonical;
import org.ostler.procedure.Action;

/**
 * The ledger as the journal alone tells it: who started which run, how each step and attempt ended, which command ids
 * were begun on which intent and what became of them, what is still paused. Given entries in their order.
 *
 * <p>Not in the journal, and so not here: plans, the texts of files, what was printed, actions that were planned and
 * not begun. A rebuilt run that was open can be read and abandoned; it cannot go on.
 */
final class RebuiltLedger {
    /** A run with its steps and what it paused. */
    static final class Rebuilt {
        final RunEntry run;
        private final LedgerLine.Begun begun;
        private final Map<String, StepEntry> steps = new LinkedHashMap<>();
        private final Map<String, PauseEntry> pauses = new LinkedHashMap<>();

        private Rebuilt(RunEntry run, LedgerLine.Begun begun) {
            this.run = run;
            this.begun = begun;
        }

        private StepEntry step(String id, int order) {
            StepEntry step = steps.computeIfAbsent(id, any -> new StepEntry());
            step.id = id;
            step.order = order;
            step.approvedInstead = Optional.of(begun.shown(id, order));
            return step;
        }

        /** In the order in which they are carried out. */
        List<StepEntry> steps() {
            return steps.values().stream()
                    .sorted(Comparator.comparingInt(step -> step.order))
                    .toList();
        }

        List<PauseEntry> pauses() {
            return List.copyOf(pauses.values());
        }
    }

    private final Map<UUID, Rebuilt> runs = new LinkedHashMap<>();
    private long unreadable;

    /** In the order in which they were started. */
    List<Rebuilt> runs() {
        return List.copyOf(runs.values());
    }

    /** Entries that carry something for the ledger and could not be understood: those of another version. */
    long unreadable() {
        return unreadable;
    }

    void take(AuditEntry entry) {
        Optional<String> line = Optional.ofNullable(entry.event().details().get(LedgerLine.DETAIL));
        if (line.isEmpty() || entry.event().run().isEmpty()) {
            return;
        }
        try {
            take(entry, Canonical.read(line.get(), LedgerLine.class));
        } catch (IllegalStateException otherVersion) {
            unreadable++;
        }
    }

    private void take(AuditEntry entry, LedgerLine line) {
        if (line instanceof LedgerLine.Begun begun) {
            begin(entry.event(), begun, entry.at());
            return;
        }
        Rebuilt rebuilt = runs.get(entry.event().run().orElseThrow());
        if (rebuilt == null) {
            return;
        }
        if (line instanceof LedgerLine.Ended ended) {
            end(rebuilt, ended, entry.at());
        } else if (line instanceof LedgerLine.Parked parked) {
            rebuilt.run.become(RunState.WAITING, parked.reason(), entry.at());
        } else if (line instanceof LedgerLine.Wished wished) {
            rebuilt.run.wish(wished.wish(), wished.by());
            restate(rebuilt, entry.at());
        } else {
            steps(rebuilt, entry, line);
            if (!rebuilt.run.state.isOver()) {
                restate(rebuilt, entry.at());
            }
        }
    }

    private static void steps(Rebuilt rebuilt, AuditEntry entry, LedgerLine line) {
        AuditEvent event = entry.event();
        if (line instanceof LedgerLine.Step step) {
            step(step(rebuilt, event), step);
        } else if (line instanceof LedgerLine.Intended intended) {
            intend(step(rebuilt, event), entry, intended);
        } else if (line instanceof LedgerLine.Done done) {
            finish(step(rebuilt, event), event, done);
        } else if (line instanceof LedgerLine.Answered answered) {
            answer(step(rebuilt, event), entry, answered);
        } else if (line instanceof LedgerLine.Paused paused) {
            rebuilt.pauses.put(paused.pause().key(), paused.pause());
            paused.step().ifPresent(step -> step(step(rebuilt, event), step));
        } else if (line instanceof LedgerLine.Adopted adopted) {
            adopt(rebuilt, adopted, entry.at());
        }
    }

    private static void adopt(Rebuilt rebuilt, LedgerLine.Adopted adopted, Instant at) {
        rebuilt.run.adopt(adopted.guideVersion(), adopted.guideTitle(), at);
        for (LedgerLine.Placed placed : adopted.steps()) {
            step(rebuilt.step(placed.id(), placed.order()), placed.step());
        }
    }

    private void begin(AuditEvent event, LedgerLine.Begun begun, Instant at) {
        RunRow row = new RunRow();
        row.id = event.run().orElseThrow();
        row.number = begun.number();
        row.plan = event.plan().orElseThrow();
        row.planNumber = begun.planNumber();
        row.guide = begun.guide();
        row.guideTitle = begun.guideTitle();
        row.guideVersion = begun.guideVersion();
        row.cluster = begun.cluster().map(UUID::toString).orElse(null);
        row.clusterName = begun.clusterName().orElse(null);
        row.fourEyes = begun.fourEyes();
        row.startedBy = event.actor();
        row.startedAt = begun.startedAt().atOffset(java.time.ZoneOffset.UTC);
        row.state = RunState.RUNNING;
        row.reason = "";
        row.wish = RunEntry.Wish.GO;
        row.wishedBy = "";
        row.changedAt = at.atOffset(java.time.ZoneOffset.UTC);
        Rebuilt rebuilt = new Rebuilt(new RunEntry(row), begun);
        begun.steps().forEach(id -> rebuilt.step(id, rebuilt.steps.size() + 1));
        runs.put(row.id, rebuilt);
    }

    private static void end(Rebuilt rebuilt, LedgerLine.Ended ended, Instant at) {
        if (ended.state() == RunState.ABANDONED) {
            rebuilt.pauses.replaceAll((key, pause) -> pause.restored() ? pause : pause.abandoned());
        }
        rebuilt.run.become(ended.state(), ended.reason(), at);
        rebuilt.run.changedAt = at;
    }

    private static void restate(Rebuilt rebuilt, Instant at) {
        RunStatus status = RunStatus.of(rebuilt.run, rebuilt.steps.values());
        rebuilt.run.become(status.state(), status.reason(), at);
        rebuilt.run.changedAt = at;
    }

    private static StepEntry step(Rebuilt rebuilt, AuditEvent event) {
        StepEntry step = rebuilt.steps.get(event.step().orElse(""));
        if (step == null) {
            throw new IllegalStateException("no step of this run");
        }
        return step;
    }

    private static void step(StepEntry step, LedgerLine.Step line) {
        if (step.state == StepState.OUTCOME_UNKNOWN && line.state() == StepState.RUNNING) {
            lookAgain(step);
        }
        step.state = line.state();
        step.progress = line.progress();
        step.startedAt = line.startedAt();
        step.endedAt = line.endedAt();
        step.evidence = line.evidence();
        List<Attempt> told = new ArrayList<>();
        line.attempts().forEach(one -> told.add(attempt(step, one)));
        step.attempts.removeAll(told);
        step.attempts.addAll(told);
        step.attempts.removeIf(never -> never.number > line.tries());
        line.elements().forEach(one -> element(step, one));
    }

    private static void lookAgain(StepEntry step) {
        step.attempts.stream()
                .flatMap(attempt -> attempt.actions.stream())
                .filter(action -> action.mark == ActionEntry.Mark.UNKNOWN)
                .forEach(action -> action.mark = ActionEntry.Mark.INTENT);
    }

    /** What an entry tells of an attempt that was begun again under the same number counts from the beginning. */
    private static Attempt attempt(StepEntry step, LedgerLine.Try line) {
        Attempt attempt = step.attempts.stream()
                .filter(known -> known.number == line.number() && known.kind.equals(line.kind()))
                .findFirst()
                .orElseGet(() -> {
                    step.attempts.removeIf(other -> other.number == line.number());
                    Attempt added = new Attempt();
                    step.attempts.add(added);
                    return added;
                });
        attempt.number = line.number();
        attempt.kind = line.kind();
        attempt.actor = line.actor();
        attempt.state = line.state();
        attempt.note = line.note();
        attempt.what = line.what();
        attempt.element = line.element();
        attempt.startedAt = line.startedAt();
        attempt.endedAt = line.endedAt();
        attempt.result = line.result();
        return attempt;
    }

    private static void element(StepEntry step, LedgerLine.Element line) {
        StepEntry.Element element = step.element(line.key()).orElseGet(() -> {
            StepEntry.Element added = new StepEntry.Element();
            added.key = line.key();
            step.elements.add(added);
            return added;
        });
        element.title = line.title();
        element.state = line.state();
        element.progress = line.progress();
    }

    private static void intend(StepEntry step, AuditEntry entry, LedgerLine.Intended line) {
        ActionEntry action = action(attempt(step, line.attempt()), entry.event(), line.action());
        action.intend(entry.at(), line.bootId(), line.marker());
        action.before = entry.event().details().getOrDefault("before", "");
        action.after = entry.event().details().getOrDefault("after", "");
        step.progress = line.action().shown();
    }

    private static ActionEntry action(Attempt attempt, AuditEvent event, Action what) {
        UUID command = event.command().orElseThrow(() -> new IllegalStateException("no command id"));
        return attempt.actions.stream()
                .filter(known -> known.command.equals(command))
                .findFirst()
                .orElseGet(() -> {
                    ActionEntry added = ActionEntry.of(what);
                    added.command = command;
                    attempt.actions.add(added);
                    return added;
                });
    }

    private static void finish(StepEntry step, AuditEvent event, LedgerLine.Done line) {
        ActionEntry action = step.attempts.stream()
                .flatMap(attempt -> attempt.actions.stream())
                .filter(known -> Optional.of(known.command).equals(event.command()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an outcome without an intent"));
        action.end(line.mark(), line.words(), line.exit());
        action.before = line.before();
    }

    private static void answer(StepEntry step, AuditEntry entry, LedgerLine.Answered line) {
        step(step, line.step());
        step.answer = Optional.of(new StepEntry.Answer(
                entry.event().actor(), entry.at(), entry.event().details().getOrDefault("note", "")));
        line.question().ifPresent(question -> {
            Attempt attempt = step.attempt().orElseThrow(() -> new IllegalStateException("an answer without attempt"));
            action(attempt, entry.event(), question)
                    .end(ActionEntry.Mark.DONE, "answered by " + entry.event().actor(), Optional.empty());
        });
    }
}
