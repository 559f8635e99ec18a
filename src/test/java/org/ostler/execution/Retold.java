package org.ostler.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.audit.AuditEntry;
import org.ostler.configfile.FileChange;
import org.ostler.procedure.Action;

/**
 * What of a run's ledger must be in the journal too, so that two ledgers can be compared: everything that happened, but
 * for the moments at which it was written, the texts of files, and actions that were never begun.
 */
record Retold(
        UUID id,
        long number,
        UUID plan,
        String guide,
        String startedBy,
        RunState state,
        RunEntry.Wish wish,
        String wishedBy,
        List<PauseEntry> pauses,
        List<Step> steps) {

    record Step(
            String id,
            int order,
            StepState state,
            Optional<String> evidence,
            List<Try> attempts,
            List<LedgerLine.Element> elements) {}

    record Try(LedgerLine.Try attempt, List<Deed> actions) {}

    record Deed(
            UUID command,
            Action action,
            ActionEntry.Mark mark,
            String bootId,
            String marker,
            String before,
            String after,
            Optional<Integer> exit,
            String result) {}

    /** The first run that the journal tells otherwise than the ledger, or not at all; empty when there is none. */
    static Optional<String> difference(Ledger ledger, Iterable<AuditEntry> journal, List<UUID> runs) {
        RebuiltLedger rebuilt = new RebuiltLedger();
        journal.forEach(rebuilt::take);
        Map<UUID, Retold> told = new HashMap<>();
        rebuilt.runs().forEach(one -> told.put(one.run.id, of(one.run, one.steps(), one.pauses())));
        for (UUID id : runs) {
            RunEntry run = ledger.find(id.toString()).orElseThrow();
            Retold original = of(run, ledger.steps(id), ledger.pauses(id));
            if (!original.equals(told.get(id))) {
                return Optional.of("the ledger has\n" + original + "\nand the journal tells\n" + told.get(id));
            }
        }
        return rebuilt.unreadable() == 0 ? Optional.empty() : Optional.of("unreadable entries");
    }

    static Retold of(RunEntry run, List<StepEntry> steps, List<PauseEntry> pauses) {
        return new Retold(
                run.id,
                run.number,
                run.plan,
                run.guide,
                run.startedBy,
                run.state,
                run.wish,
                run.wishedBy,
                pauses.stream()
                        .map(PauseEntry::briefly)
                        .sorted(Comparator.comparing(PauseEntry::key))
                        .toList(),
                steps.stream().map(Retold::step).toList());
    }

    private static Step step(StepEntry step) {
        List<Try> attempts = new ArrayList<>();
        for (Attempt attempt : step.attempts) {
            attempts.add(new Try(
                    LedgerLine.Try.of(attempt),
                    attempt.actions.stream()
                            .filter(action -> action.mark != ActionEntry.Mark.PENDING)
                            .map(Retold::deed)
                            .toList()));
        }
        return new Step(
                step.id,
                step.order,
                step.state,
                step.evidence.map(LedgerLine::cut),
                attempts,
                step.elements.stream().map(LedgerLine.Element::of).toList());
    }

    private static Deed deed(ActionEntry action) {
        return new Deed(
                action.command,
                brief(action.action),
                action.mark,
                action.bootId,
                action.marker,
                action.before,
                action.after,
                action.exit,
                LedgerLine.cut(action.result));
    }

    private static Action brief(Action action) {
        if (!(action instanceof Action.WriteFile write)) {
            return action;
        }
        FileChange change = write.change();
        return new Action.WriteFile(
                write.place(),
                new FileChange(
                        change.path(),
                        change.before().map(any -> ""),
                        change.after().map(any -> ""),
                        change.mode(),
                        change.owner(),
                        change.secretKeys()));
    }
}
