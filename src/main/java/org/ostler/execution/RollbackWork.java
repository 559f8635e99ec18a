package org.ostler.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Stop;
import org.ostler.procedure.Undo;
import org.ostler.ssh.SshTrouble;

/** One tick of a rollback: the next step's undo, as an attempt of its own. */
record RollbackWork(RunContext context, RollbackPlan plan, Map<String, StepEntry> entries, Lines lines) {

    /** Empty when all is undone. */
    Optional<Next> tick() {
        return plan.next(entries).map(id -> undo(context.legs().get(id), entries.get(id)));
    }

    private Next undo(Leg leg, StepEntry entry) {
        ActionWork work = new ActionWork(context, leg, entry, lines, () -> false);
        StepEnd end = new StepEnd(context, leg, entry, () -> look(leg));
        boolean begun = entry.state == StepState.RUNNING
                && entry.attempt()
                        .map(attempt -> attempt.kind.equals(Attempt.UNDO) && attempt.endedAt.isEmpty())
                        .orElse(false);
        if (!begun) {
            entry.begin(
                    Attempt.UNDO,
                    context.run().wishedBy,
                    "",
                    StepEntry.Phase.MEND,
                    context.tools().now());
            save(leg, entry);
            context.say(leg, "Undo of step " + leg.order() + ": " + leg.step().title());
        }
        if (entry.phase == StepEntry.Phase.MEND) {
            return prepare(leg, entry, work, end);
        }
        return end.of(work.advance(entry.attempt().orElseThrow()), () -> undone(leg, entry, "undone"));
    }

    private Next prepare(Leg leg, StepEntry entry, ActionWork work, StepEnd end) {
        Sight sight = look(leg);
        Situation seen = context.situation(leg, sight.facts());
        Undo way = leg.step().undo().orElseThrow();
        boolean needsFacts = way instanceof Undo.By || way instanceof Undo.RestartService;
        if (needsFacts && sight.trouble().isPresent()) {
            return cut(leg, entry, end, sight.trouble().get());
        }
        try {
            work.plan(entry.attempt().orElseThrow(), actions(leg, way, entry, seen));
        } catch (Fact.Unreadable unknown) {
            return end.fail("It cannot be decided how to undo it: " + unknown.getMessage(), "", seen);
        }
        entry.phase = StepEntry.Phase.ACT;
        context.save(entry);
        return Next.AGAIN;
    }

    private Next cut(Leg leg, StepEntry entry, StepEnd end, SshTrouble trouble) {
        if (LineTrouble.passes(trouble)) {
            Optional<Next> again = LineTrouble.silence(context.tools(), entry, context.host(leg), trouble);
            if (again.isPresent()) {
                context.save(entry);
                return again.get();
            }
        }
        return end.fail(
                LineTrouble.words(context.host(leg), trouble),
                "",
                context.situation(leg, org.ostler.facts.Facts.none()));
    }

    private List<Action> actions(Leg leg, Undo way, StepEntry entry, Situation seen) {
        if (way instanceof Undo.RestoreFiles) {
            return restored(context.tools(), entry);
        }
        if (way instanceof Undo.By by) {
            return by.actions().apply(seen);
        }
        return way instanceof Undo.RestartService service && plan.services().contains(leg.id())
                ? service.restart().apply(seen)
                : List.of();
    }

    /** What the step wrote, the last first, each with what was there before. */
    static List<Action> restored(Tools tools, StepEntry entry) {
        List<Action> back = new ArrayList<>();
        for (Attempt attempt : entry.attempts) {
            if (attempt.kind.equals(Attempt.UNDO) || attempt.kind.equals(Attempt.RESTORE)) {
                continue;
            }
            for (ActionEntry action : attempt.actions) {
                if (action.mark != ActionEntry.Mark.DONE) {
                    continue;
                }
                if (action.action instanceof Action.WriteFile write) {
                    back.add(new Action.WriteFile(
                            write.place(), ContentProof.kept(tools, action).reversed()));
                } else if (action.action instanceof Action.MakeLink link) {
                    back.add(before(link, action));
                } else if (action.action instanceof Action.Guarded guarded) {
                    back.add(GuardUndo.of(ContentProof.kept(tools, action, guarded), action));
                }
            }
        }
        Collections.reverse(back);
        return back;
    }

    private static Action before(Action.MakeLink link, ActionEntry action) {
        return action.before.isEmpty()
                ? new Action.RunCommand(
                        link.place(),
                        CommandLine.of("rm", "-f", "--", link.path()),
                        new Stop.Finish(),
                        Optional.empty(),
                        java.util.Set.of(0))
                : new Action.MakeLink(link.place(), link.path(), action.before);
    }

    private Sight look(Leg leg) {
        return context.tools()
                .observer()
                .look(
                        lines,
                        leg.place().map(org.ostler.procedure.Target::id),
                        context.scope().managementServer(),
                        leg.step().facts());
    }

    private Next undone(Leg leg, StepEntry entry, String how) {
        entry.end(StepState.ROLLED_BACK, how, context.tools().now());
        save(leg, entry);
        context.say(leg, "Undone: " + leg.step().title());
        return Next.AGAIN;
    }

    private void save(Leg leg, StepEntry entry) {
        String actor = context.run().wishedBy;
        context.save(entry, () -> Journal.write(context.tools(), Journal.step(context, leg, entry, actor)));
    }
}
