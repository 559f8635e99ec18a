package org.ostler.execution;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.console.Transcripts;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.procedure.Action;
import org.ostler.procedure.Stop;
import org.ostler.procedure.Target;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/**
 * Stops what a cancelled run has under way, each action in its own way, over connections of its own. It is tried again
 * until it is known to be stopped or over: a lost line or a restart must not let it go on unseen.
 *
 * @param tell whether what cannot be stopped is told: at the first try it is news
 */
record Stopping(RunContext context, List<StepEntry> running, boolean tell) {
    private static final Logger LOG = Logger.getLogger(Stopping.class.getName());

    /** Listing what a remote system has under way; larger delays the stop, smaller misses a busy one's answer. */
    private static final java.time.Duration LIST_LIMIT = java.time.Duration.ofSeconds(30);

    /** What the host runner says of a command that was intended and has not reached the host so far. */
    private static final String NOT_THERE = "nothing to stop: missing";

    /** @return whether nothing is left that a further try may stop */
    boolean stop() {
        boolean stopped = true;
        try (Lines lines = context.tools().observer().lines()) {
            for (StepEntry entry : running) {
                Optional<ActionEntry> underWay =
                        entry.attempt().flatMap(Attempt::next).filter(action -> action.mark == ActionEntry.Mark.INTENT);
                if (underWay.isPresent()) {
                    stopped &= stop(context.legs().get(entry.id), underWay.get(), lines);
                }
            }
        }
        return stopped;
    }

    private boolean stop(Leg leg, ActionEntry action, Lines lines) {
        if (!(action.action instanceof Action.RunCommand command)) {
            tell(leg, "Cannot be stopped half way, it is waited for: " + action.action.shown());
            return true;
        }
        Target machine = context.machine(leg, command.place()).orElseThrow();
        try {
            if (command.stop() instanceof Stop.Kill) {
                return kill(leg, machine, action, lines);
            }
            if (command.stop() instanceof Stop.ByCommand way) {
                return byCommand(leg, machine, action, way, lines);
            }
            tell(leg, "Cannot be stopped half way, it is waited for: " + command.shown());
            return true;
        } catch (SshTrouble trouble) {
            LOG.log(Level.INFO, "a command could not be stopped", trouble);
            lines.drop(machine.id());
            tell(leg, "Could not be stopped: " + LineTrouble.words(machine.name(), trouble));
            return false;
        }
    }

    private void tell(Leg leg, String words) {
        if (tell) {
            context.say(leg, words);
        }
    }

    private boolean kill(Leg leg, Target machine, ActionEntry action, Lines lines) throws SshTrouble {
        String seen = lines.to(machine.id()).runner().kill(action.command);
        if (seen.equals(NOT_THERE)) {
            return false;
        }
        context.say(leg, "Stopped: " + action.action.shown() + ". " + seen);
        write(leg, machine, action.action.shown() + " stopped: " + seen);
        return !seen.startsWith("still alive");
    }

    private boolean byCommand(Leg leg, Target machine, ActionEntry action, Stop.ByCommand way, Lines lines)
            throws SshTrouble {
        List<CommandLine> cancelling = new ArrayList<>();
        boolean listed = true;
        for (CommandLine list : way.lists()) {
            Answer answer = lines.to(machine.id()).run(list, LIST_LIMIT);
            listed &= answer.ok();
            cancelling.addAll(answer.ok() ? way.cancelling(answer.out()) : List.of());
        }
        if (!listed) {
            tell(leg, "What is under way could not be listed, so it may go on; it is waited for.");
        } else if (cancelling.isEmpty()) {
            tell(leg, "Nothing is under way that could be cancelled.");
        }
        for (CommandLine line : cancelling) {
            cancel(leg, machine, action, line, lines);
        }
        return listed;
    }

    /** Under an id that follows from what is cancelled, so that a further try finds the earlier one and starts none. */
    private void cancel(Leg leg, Target machine, ActionEntry action, CommandLine line, Lines lines) throws SshTrouble {
        UUID id = UUID.nameUUIDFromBytes((action.command + " " + line.quoted()).getBytes(StandardCharsets.UTF_8));
        write(leg, machine, line.quoted());
        context.tools().transcripts().note(context.run().id, machine.name(), Stream.COMMAND, leg.id(), line.quoted());
        HostRunner runner = lines.to(machine.id()).runner();
        try {
            runner.start(id, line, Optional.empty());
            HostRunner.State state = follow(leg, machine, id, runner);
            write(leg, machine, line.quoted() + ": " + state);
            context.say(
                    leg,
                    state.equals(new HostRunner.State.Exited(0))
                            ? "Asked for with " + line.quoted() + "; how the command ends, and what is seen then,"
                                    + " is told below."
                            : "Could not be cancelled with " + line.quoted() + "; it is waited for.");
            runner.clean(id);
        } catch (HostRunner.HostRefused refused) {
            context.say(leg, "Could not be cancelled: " + refused.getMessage());
        }
    }

    private HostRunner.State follow(Leg leg, Target machine, UUID id, HostRunner runner) throws SshTrouble {
        Transcripts transcripts = context.tools().transcripts();
        UUID run = context.run().id;
        HostRunner.State state = runner.follow(
                id,
                transcripts.remoteOffset(run, id, Stream.OUT),
                transcripts.remoteOffset(run, id, Stream.ERR),
                (stream, bytes, offset) -> transcripts.output(
                        run, machine.name(), leg.id(), id, stream == 1 ? Stream.OUT : Stream.ERR, bytes, offset));
        transcripts.ended(run, id);
        return state;
    }

    private void write(Leg leg, Target machine, String words) {
        Journal.write(
                context.tools(),
                context.event(
                                AuditEvent.Kind.RUN_STATE,
                                context.run().wishedBy,
                                leg,
                                machine.name() + ": cancel: " + words)
                        .about(machine.id(), machine.name()));
    }
}
