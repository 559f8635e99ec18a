package org.ostler.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.procedure.Action;
import org.ostler.procedure.Stop;
import org.ostler.procedure.Target;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/** Stops what a cancelled run has under way, each action in its own way, over connections of its own. */
record Stopping(RunContext context, List<StepEntry> running) {
    private static final Logger LOG = Logger.getLogger(Stopping.class.getName());

    /** Listing what a remote system has under way; larger delays the stop, smaller misses a busy one's answer. */
    private static final java.time.Duration LIST_LIMIT = java.time.Duration.ofSeconds(30);

    void stop() {
        try (Lines lines = context.tools().observer().lines()) {
            for (StepEntry entry : running) {
                entry.attempt()
                        .flatMap(Attempt::next)
                        .filter(action -> action.mark == ActionEntry.Mark.INTENT)
                        .ifPresent(action -> stop(context.legs().get(entry.id), action, lines));
            }
        }
    }

    private void stop(Leg leg, ActionEntry action, Lines lines) {
        if (!(action.action instanceof Action.RunCommand command)) {
            context.say(leg, "Cannot be stopped half way, it is waited for: " + action.action.shown());
            return;
        }
        Target machine = context.machine(leg, command.place()).orElseThrow();
        try {
            if (command.stop() instanceof Stop.Kill) {
                String seen = lines.to(machine.id()).runner().kill(action.command);
                context.say(leg, "Stopped: " + command.shown() + ". " + seen);
                write(leg, machine, command.shown() + " stopped: " + seen);
            } else if (command.stop() instanceof Stop.ByCommand way) {
                byCommand(leg, machine, way, lines);
            } else {
                context.say(leg, "Cannot be stopped half way, it is waited for: " + command.shown());
            }
        } catch (SshTrouble trouble) {
            LOG.log(Level.INFO, "a command could not be stopped", trouble);
            context.say(leg, "Could not be stopped: " + LineTrouble.words(machine.name(), trouble));
        }
    }

    private void byCommand(Leg leg, Target machine, Stop.ByCommand way, Lines lines) throws SshTrouble {
        List<CommandLine> cancelling = new ArrayList<>();
        boolean listed = true;
        for (CommandLine list : way.lists()) {
            Answer answer = lines.to(machine.id()).run(list, LIST_LIMIT);
            listed &= answer.ok();
            cancelling.addAll(answer.ok() ? way.cancelling(answer.out()) : List.of());
        }
        if (!listed) {
            context.say(leg, "What is under way could not be listed, so it may go on; it is waited for.");
        } else if (cancelling.isEmpty()) {
            context.say(leg, "Nothing is under way that could be cancelled.");
        }
        for (CommandLine line : cancelling) {
            write(leg, machine, line.quoted());
            context.tools()
                    .transcripts()
                    .note(context.run().id, machine.name(), Stream.COMMAND, leg.id(), line.quoted());
            HostRunner runner = lines.to(machine.id()).runner();
            UUID id = UUID.randomUUID();
            try {
                runner.start(id, line, Optional.empty());
                HostRunner.State state = runner.follow(id, 0, 0, (stream, bytes, offset) -> context.tools()
                        .transcripts()
                        .output(
                                context.run().id,
                                machine.name(),
                                leg.id(),
                                id,
                                stream == 1 ? Stream.OUT : Stream.ERR,
                                bytes,
                                offset));
                context.tools().transcripts().ended(context.run().id, id);
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
