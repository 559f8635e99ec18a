package org.ostler.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.facts.Place;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.ssh.SshTrouble;

/** Carries out an attempt's actions, one after the other: intent, effect, outcome. */
record ActionWork(RunContext context, Leg leg, StepEntry entry, Lines lines, BooleanSupplier effectSeen) {
    private static final Logger LOG = Logger.getLogger(ActionWork.class.getName());

    /** Writes down what an attempt will do; files with all their text are kept sealed. */
    void plan(Attempt attempt, List<Action> actions) {
        for (Action action : actions) {
            ActionEntry planned = ActionEntry.of(action);
            if (action instanceof Action.WriteFile write) {
                ContentProof.keep(context.tools(), context.run(), planned, write.change());
            } else if (action instanceof Action.Guarded guarded) {
                ContentProof.keep(context.tools(), context.run(), planned, guarded);
            }
            attempt.actions.add(planned);
        }
    }

    Progress advance(Attempt attempt) {
        Optional<Progress> bad = attempt.stopped().flatMap(this::asItEnded);
        if (bad.isPresent()) {
            return bad.get();
        }
        for (Optional<ActionEntry> next = attempt.next(); next.isPresent(); next = attempt.next()) {
            ActionEntry action = next.get();
            if (action.action instanceof Action.AskPerson) {
                return new Progress.Asking(attempt.actions.indexOf(action));
            }
            Optional<Target> machine = context.machine(leg, action.action.place());
            if (machine.isEmpty()) {
                return new Progress.Failed("There is no management server for " + action.action.shown(), "");
            }
            if (action.mark == ActionEntry.Mark.PENDING && isStopping(attempt)) {
                return new Progress.Failed("stopped before: " + action.action.shown(), "");
            }
            Deed deed = new Deed(context, leg, entry, action, machine.get(), lines, effectSeen);
            Optional<Progress> stop = carryOut(deed, attempt);
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        return new Progress.AllDone();
    }

    /** The server ended after the action's end was written down and before the step's was. */
    private Optional<Progress> asItEnded(ActionEntry action) {
        if (action.mark == ActionEntry.Mark.UNKNOWN) {
            return Optional.of(new Progress.Unknown(action.result));
        }
        Finding finding = Finding.failed(action.result);
        return Optional.of(new Progress.Failed(action.action.shown() + ": " + action.result, output(action, finding)));
    }

    /** A cancelled run begins nothing more, but for what brings back what it paused. */
    private boolean isStopping(Attempt attempt) {
        RunEntry.Wish wish = context.tools()
                .ledger()
                .glanceRun(context.run().id)
                .map(run -> run.wish)
                .orElse(RunEntry.Wish.ABANDON);
        return wish == RunEntry.Wish.ABANDON || (wish == RunEntry.Wish.CANCEL && !attempt.kind.equals(Attempt.RESTORE));
    }

    private Optional<Progress> carryOut(Deed deed, Attempt attempt) {
        try {
            Finding finding = finding(deed, attempt);
            if (finding.known() == Finding.Known.STILL_RUNNING) {
                if (deed.action().action.place() != Place.CLOUDSTACK) {
                    entry.heard();
                }
                entry.progress = finding.words();
                context.save(entry);
                return Optional.of(new Progress.Waiting(Next.later(finding.again())));
            }
            entry.heard();
            return over(deed, attempt, finding);
        } catch (SshTrouble trouble) {
            lines.drop(deed.machine().id());
            return Optional.of(cut(deed, attempt, trouble));
        } catch (Journal.Unwritable why) {
            boolean begun = deed.action().mark != ActionEntry.Mark.PENDING;
            if (!begun) {
                entry.lookAgainBefore(attempt, leg.step().work() instanceof Step.ForEach);
            }
            entry.progress = why.getMessage()
                    + (begun
                            ? " What was done is recorded on the machine and read again."
                            : " Nothing is begun until it can.");
            context.save(entry);
            return Optional.of(new Progress.Waiting(Next.later(Journal.AGAIN)));
        }
    }

    private Finding finding(Deed deed, Attempt attempt) throws SshTrouble {
        ActionEntry action = deed.action();
        OnceOnly way = OnceOnly.of(action.action.proof());
        if (action.mark == ActionEntry.Mark.PENDING && !action.restored) {
            intend(deed, attempt, way);
            return isStopping(attempt) ? Finding.failed("not begun: the run was cancelled") : way.perform(deed);
        }
        Finding seen = way.look(deed);
        return switch (seen.known()) {
            case STILL_RUNNING -> way.attend(deed, seen);
            case NOT_DONE -> {
                if (isStopping(attempt)) {
                    yield Finding.failed("not begun: " + seen.words());
                }
                context.say(leg, "Not begun yet (" + seen.words() + "): " + action.action.shown());
                if (action.mark == ActionEntry.Mark.PENDING) {
                    intend(deed, attempt, way);
                }
                yield way.perform(deed);
            }
            case DONE, FAILED, UNKNOWN -> seen;
        };
    }

    private void intend(Deed deed, Attempt attempt, OnceOnly way) throws SshTrouble {
        String bootId = "";
        String marker = "";
        if (way.needsIdentity()) {
            var identity = deed.runner().identity();
            bootId = identity.bootId();
            marker = identity.marker();
        }
        Journal.intent(deed, attempt, bootId, marker);
        deed.action().intend(deed.now(), bootId, marker);
        entry.progress = deed.action().action.shown();
        context.save(entry);
    }

    /** The outcome is journalled, then written to the ledger, then the control directory may go. */
    private Optional<Progress> over(Deed deed, Attempt attempt, Finding finding) {
        ActionEntry action = deed.action();
        ActionEntry.Mark mark =
                switch (finding.known()) {
                    case DONE -> ActionEntry.Mark.DONE;
                    case UNKNOWN -> ActionEntry.Mark.UNKNOWN;
                    case FAILED, NOT_DONE, STILL_RUNNING -> ActionEntry.Mark.FAILED;
                };
        Journal.outcome(deed, attempt, finding, mark);
        action.end(mark, finding.words(), finding.exit());
        context.save(entry);
        explainHarmless(deed);
        if (finding.known() == Finding.Known.UNKNOWN) {
            return Optional.of(new Progress.Unknown(finding.words()));
        }
        clean(deed);
        return action.mark == ActionEntry.Mark.DONE
                ? Optional.empty()
                : Optional.of(
                        new Progress.Failed(action.action.shown() + ": " + finding.words(), output(action, finding)));
    }

    String output(ActionEntry action, Finding finding) {
        return action.action instanceof Action.RunCommand || action.action instanceof Action.Reboot
                ? context.tools().transcripts().outputOf(context.run().id, action.command)
                : finding.words();
    }

    private void explainHarmless(Deed deed) {
        if (!(deed.action().action instanceof Action.RunCommand)
                || leg.step().harmless().isEmpty()) {
            // Reading a transcript again costs more than all the rest of a step.
            return;
        }
        String output = context.tools().transcripts().outputOf(context.run().id, deed.action().command);
        for (Step.Harmless harmless : leg.step().harmless()) {
            if (harmless.sign().matcher(output).find()) {
                context.say(leg, harmless.explanation());
            }
        }
    }

    private void clean(Deed deed) {
        if (deed.action().action instanceof Action.Guarded) {
            GuardProof.clean(deed);
            return;
        }
        if (!(deed.action().action instanceof Action.RunCommand)) {
            return;
        }
        try {
            deed.runner().clean(deed.command());
            deed.action().cleaned = true;
        } catch (SshTrouble later) {
            LOG.log(Level.FINE, "a control directory stays on " + deed.machine().name(), later);
            lines.drop(deed.machine().id());
        }
    }

    private Progress cut(Deed deed, Attempt attempt, SshTrouble trouble) {
        boolean intended = deed.action().mark == ActionEntry.Mark.INTENT;
        String machine = deed.machine().name();
        if (LineTrouble.passes(trouble)) {
            Optional<Next> again = LineTrouble.silence(context.tools(), entry, machine, trouble);
            if (again.isPresent()) {
                context.save(entry);
                return new Progress.Waiting(again.get());
            }
        }
        String words = LineTrouble.words(machine, trouble);
        if (!intended) {
            return new Progress.Failed(words, "");
        }
        Finding unknown = Finding.unknown("It is not known whether it was done. " + words);
        Journal.outcome(deed, attempt, unknown, ActionEntry.Mark.UNKNOWN);
        deed.action().end(ActionEntry.Mark.UNKNOWN, unknown.words(), Optional.empty());
        return new Progress.Unknown(unknown.words());
    }
}
