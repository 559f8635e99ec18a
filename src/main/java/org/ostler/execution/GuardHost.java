package org.ostler.execution;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.console.Transcripts;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Probe;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/** The guard's program on one host, asked and called for one change. */
record GuardHost(Deed deed) {
    private static final Logger LOG = Logger.getLogger(GuardHost.class.getName());

    /** A look or a probe. Smaller: a busy host counts as silent; larger: a hanging probe uses up the countdown. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final GuardScript SCRIPT = GuardScript.ours();

    /** How a call ended, with what it said. */
    record Called(int exit, String said) {
        boolean ok() {
            return exit == 0;
        }
    }

    /** Changes nothing. */
    GuardState state() throws SshTrouble {
        Answer answer = ask("state", id());
        if (answer.ok()) {
            return GuardState.of(answer.out());
        }
        if (deed.runner().stat(SCRIPT.path()).at().equals("missing")) {
            return GuardState.of("state missing\n");
        }
        throw new SshTrouble(
                SshTrouble.Kind.LOST, deed.machine().name() + " does not say how its guard stands: " + answer.err());
    }

    /** How the network was when it was armed. */
    String saved() throws SshTrouble {
        return ask("saved", id()).out();
    }

    /** How it is now. */
    String now() throws SshTrouble {
        return ask("dump").out();
    }

    private Answer ask(String verb, String... words) throws SshTrouble {
        return deed.lines().to(deed.machine().id()).run(SCRIPT.call(verb, words), LIMIT);
    }

    GuardEntry.Asked probe(Probe probe) {
        try {
            Answer answer = deed.lines().to(deed.machine().id()).run(probe.command(), LIMIT);
            return new GuardEntry.Asked(
                    probe.claim(),
                    Optional.of(answer.ok()),
                    answer.ok() ? "" : LedgerLine.cut(answer.err().strip()));
        } catch (SshTrouble trouble) {
            return new GuardEntry.Asked(probe.claim(), Optional.of(false), trouble.getMessage());
        }
    }

    /** Saves what is there, and begins the countdown. */
    Called arm(String order) throws SshTrouble, HostRunner.HostRefused {
        SCRIPT.bring(deed.runner());
        GuardScript.place(deed.runner(), GuardScript.order(deed.command()), order, "600");
        return call(armId(), "arm", id());
    }

    /** Begins the change, under an id of its own that starts it once; the line is not needed any more. */
    void apply() throws SshTrouble, HostRunner.HostRefused {
        CommandLine line = SCRIPT.call("apply", id());
        say(line);
        deed.runner().start(applyId(), line, Optional.empty());
    }

    HostRunner.State applying() throws SshTrouble {
        return deed.runner().result(applyId());
    }

    HostRunner.State arming() throws SshTrouble {
        return deed.runner().result(armId());
    }

    /** What the change printed, into the transcript. */
    void readApplied() throws SshTrouble {
        follow(applyId());
    }

    /** Whatever of these comes twice changes nothing more, but for an extension, hence a number for each call. */
    Called call(GuardEntry entry, String verb, String... more) throws SshTrouble, HostRunner.HostRefused {
        entry.calls++;
        deed.save();
        String[] words = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(id()), java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return call(callId(entry.calls), verb, words);
    }

    private Called call(UUID command, String verb, String... words) throws SshTrouble, HostRunner.HostRefused {
        CommandLine line = SCRIPT.call(verb, words);
        say(line);
        deed.runner().start(command, line, Optional.empty());
        HostRunner.State state = follow(command);
        String said = deed.tools().transcripts().outputOf(deed.context().run().id, command);
        return new Called(state instanceof HostRunner.State.Exited exited ? exited.status() : -1, said);
    }

    private void say(CommandLine line) {
        deed.tools()
                .transcripts()
                .note(
                        deed.context().run().id,
                        deed.machine().name(),
                        Stream.COMMAND,
                        deed.leg().id(),
                        line.quoted());
    }

    private HostRunner.State follow(UUID command) throws SshTrouble {
        Transcripts transcripts = deed.tools().transcripts();
        UUID run = deed.context().run().id;
        HostRunner.State state = deed.runner()
                .follow(
                        command,
                        transcripts.remoteOffset(run, command, Stream.OUT),
                        transcripts.remoteOffset(run, command, Stream.ERR),
                        new DetachedProof.Listening(deed, command, transcripts));
        transcripts.ended(run, command);
        return state;
    }

    /** The control directories of its calls; what the guard saved stays, an undo of the run needs it. */
    void clean() {
        List<UUID> calls = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(armId(), applyId()),
                        java.util.stream.IntStream.rangeClosed(
                                        1,
                                        deed.action()
                                                .guard
                                                .map(guard -> guard.calls)
                                                .orElse(0))
                                .mapToObj(this::callId))
                .toList();
        try {
            for (UUID call : calls) {
                deed.runner().clean(call);
            }
        } catch (SshTrouble later) {
            LOG.log(Level.FINE, "control directories stay on " + deed.machine().name(), later);
            deed.lines().drop(deed.machine().id());
        }
    }

    private String id() {
        return deed.command().toString();
    }

    private UUID armId() {
        return named("arm");
    }

    private UUID applyId() {
        return named("apply");
    }

    private UUID callId(int number) {
        return named("call " + number);
    }

    private UUID named(String what) {
        return UUID.nameUUIDFromBytes((deed.command() + " " + what).getBytes(StandardCharsets.UTF_8));
    }
}
