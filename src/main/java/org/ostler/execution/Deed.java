package org.ostler.execution;

import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.ostler.console.TranscriptRecord;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.procedure.Target;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/**
 * One action being carried out or looked up.
 *
 * @param machine where it happens
 * @param effectSeen looks whether what the action shall bring is there
 */
record Deed(
        RunContext context,
        Leg leg,
        StepEntry step,
        ActionEntry action,
        Target machine,
        Lines lines,
        BooleanSupplier effectSeen) {

    HostRunner runner() throws SshTrouble {
        return lines.to(machine.id()).runner();
    }

    UUID command() {
        return action.command;
    }

    Tools tools() {
        return context.tools();
    }

    Instant now() {
        return tools().now();
    }

    void save() {
        context.save(step);
    }

    void prompt() {
        tools().transcripts()
                .note(
                        context.run().id,
                        machine.name(),
                        TranscriptRecord.Stream.COMMAND,
                        leg.id(),
                        action.action.shown());
    }

    /** Whether host and installation are the ones that the intent was written for. */
    boolean isSameHost(HostRunner.Identity now) {
        return now.bootId().equals(action.bootId) && now.marker().equals(action.marker);
    }
}
