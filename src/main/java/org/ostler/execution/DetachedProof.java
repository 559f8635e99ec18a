package org.ostler.execution;

import java.util.Optional;
import java.util.UUID;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.console.Transcripts;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;
import org.ostler.inventory.ManagementServer;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/** A command whose control directory on the host tells. It outlives every connection. */
record DetachedProof() implements OnceOnly {
    @Override
    public boolean needsIdentity() {
        return true;
    }

    @Override
    public Finding perform(Deed deed) throws SshTrouble {
        Action.RunCommand command = (Action.RunCommand) deed.action().action;
        deed.prompt();
        try {
            deed.runner().start(deed.command(), command.command(), secret(deed, command));
        } catch (HostRunner.HostRefused refused) {
            return Finding.failed("The host refused to start it (" + refused.code() + "): " + refused.getMessage());
        }
        return follow(deed);
    }

    @Override
    public Finding look(Deed deed) throws SshTrouble {
        HostRunner runner = deed.runner();
        HostRunner.State state = runner.result(deed.command());
        if (state instanceof HostRunner.State.Interrupted) {
            return Finding.unknown("The host went down while it was running.");
        }
        if (state instanceof HostRunner.State.Missing && deed.action().restored) {
            return Finding.unknown(AfterRestore.NOTHING_TELLS);
        }
        if (state instanceof HostRunner.State.Missing) {
            return deed.isSameHost(runner.identity())
                    ? Finding.notDone("its control directory was never made")
                    : Finding.unknown("The host was restarted or reinstalled since, and nothing is left that tells"
                            + " whether it ran.");
        }
        return Finding.running("its output is followed", deed.tools().limits().poll());
    }

    @Override
    public Finding attend(Deed deed, Finding running) throws SshTrouble {
        return follow(deed);
    }

    /** Reads the output from where the transcript ends, until the command has ended. */
    static Finding follow(Deed deed) throws SshTrouble {
        Transcripts transcripts = deed.tools().transcripts();
        UUID run = deed.context().run().id;
        UUID command = deed.command();
        HostRunner.State state = deed.runner()
                .follow(
                        command,
                        transcripts.remoteOffset(run, command, Stream.OUT),
                        transcripts.remoteOffset(run, command, Stream.ERR),
                        new Listening(deed, command, transcripts));
        if (state instanceof HostRunner.State.Exited exited) {
            transcripts.ended(run, command);
            boolean good = deed.action().action instanceof Action.RunCommand line
                    ? line.success().contains(exited.status())
                    : exited.status() == 0;
            return Finding.exited(good, exited.status());
        }
        if (state instanceof HostRunner.State.Running) {
            return Finding.running("still running", deed.tools().limits().poll());
        }
        transcripts.ended(run, command);
        return Finding.unknown(
                state instanceof HostRunner.State.Interrupted
                        ? "The host went down while it was running."
                        : "Its control directory is gone.");
    }

    /** What comes over the line goes into the transcript. */
    record Listening(Deed deed, UUID command, Transcripts transcripts) implements HostRunner.Sink {
        @Override
        public void part(int stream, byte[] bytes, long offset) {
            transcripts.output(
                    deed.context().run().id,
                    deed.machine().name(),
                    deed.leg().id(),
                    command,
                    stream == 1 ? Stream.OUT : Stream.ERR,
                    bytes,
                    offset);
        }

        @Override
        public void beat() {
            transcripts.beat(deed.context().run().id, deed.machine().name(), command);
        }
    }

    private static Optional<Secret> secret(Deed deed, Action.RunCommand command) {
        return command.secret().map(name -> {
            String credential = name.equals(Action.RunCommand.ZONES_DATABASE) ? zonesDatabase(deed) : name;
            Credentials.Login login = deed.tools().credentials().login(credential);
            return new Secret("[client]\nuser=" + quoted(login.user()) + "\npassword="
                    + quoted(login.password().reveal()) + "\n");
        });
    }

    private static String zonesDatabase(Deed deed) {
        return deed.context()
                .scope()
                .managementServer()
                .flatMap(ManagementServer::databaseCredential)
                .orElseThrow(() -> Refusal.conflict(
                        "no-database-credential",
                        "The management server has no database credential.",
                        "Give it one in the inventory, then try again."));
    }

    /** As MySQL's option files want it: double quotes, backslash escapes. */
    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
