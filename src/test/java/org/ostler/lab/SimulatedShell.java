package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.SshTrouble;

/**
 * A connection to a host of the lab without a network: the lab's own shell and host runner answer. It is lost when the
 * host goes down or refuses, and wherever the test cuts it.
 */
final class SimulatedShell implements RemoteShell {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final LabHost host;
    private final SimulatedTime time;
    private final SimulatedPool.Line line;
    private final UUID boot;

    SimulatedShell(LabHost host, SimulatedTime time, SimulatedPool.Line line) throws SshTrouble {
        this.host = host;
        this.time = time;
        this.line = line;
        this.boot = host.bootId();
        line.passes(host.name() + " connect");
        if (!host.isUp() || host.faults().refusesSsh()) {
            throw new SshTrouble(SshTrouble.Kind.UNREACHABLE, "no route to " + host.name());
        }
    }

    private void passes(String moment) throws SshTrouble {
        line.passes(host.name() + " " + moment);
        if (!host.isUp() || !host.bootId().equals(boot) || host.faults().refusesSsh()) {
            throw lost();
        }
    }

    private SshTrouble lost() {
        return new SshTrouble(SshTrouble.Kind.LOST, "the line to " + host.name() + " was lost");
    }

    private Called call(List<String> words, byte[] input) throws SshTrouble {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            int exit = HostPrograms.run(
                    new Invocation(host, words, new ByteArrayInputStream(input), out, err, Optional.empty()),
                    "exec",
                    Optional.empty());
            return new Called(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException cut) {
            throw lost();
        }
    }

    @Override
    public Answer run(CommandLine readOnly, Duration limit) throws SshTrouble {
        passes("look " + readOnly.quoted());
        Called called = call(readOnly.arguments(), new byte[0]);
        passes("seen " + readOnly.quoted());
        return new Answer(called.exit(), called.out(), called.err());
    }

    @Override
    public Answer read(String path) throws SshTrouble {
        passes("read " + path);
        return host.files().text(path).map(Answer::of).orElseGet(Answer::absent);
    }

    @Override
    public HostRunner runner() {
        return new Runner();
    }

    @Override
    public TerminalSession terminal(int columns, int rows, OutputStream screen) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return host.isUp() && host.bootId().equals(boot);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private final class Runner implements HostRunner {
        private Called ask(byte[] input, String... words) throws SshTrouble {
            List<String> all = new ArrayList<>(List.of(HostRunnerProgram.PATH + "1"));
            all.addAll(List.of(words));
            passes("before " + words[0]);
            Called called = call(all, input);
            passes("after " + words[0]);
            return called;
        }

        private String said(byte[] input, String... words) throws SshTrouble, HostRefused {
            Called called = ask(input, words);
            String[] parts = called.out().strip().split(" ", 3);
            if (called.exit() == 3) {
                throw new HostRefused(parts[1], parts[2]);
            }
            if (called.exit() != 0) {
                throw new AssertionError(words[0] + ": " + called);
            }
            return called.out().strip();
        }

        @Override
        public Identity identity() throws SshTrouble {
            String[] lines = ask(new byte[0], "identity").out().split("\\s+", -1);
            return new Identity(lines[1], lines[3]);
        }

        @Override
        public Started start(UUID command, CommandLine wanted, Optional<Secret> onDescriptor3)
                throws SshTrouble, HostRefused {
            line.starts(host.name(), command, wanted.arguments());
            List<String> words = new ArrayList<>(List.of("start", command.toString()));
            onDescriptor3.ifPresent(secret -> words.add("--secret"));
            words.add("--");
            words.addAll(wanted.arguments());
            byte[] secret = onDescriptor3
                    .map(some -> some.reveal().getBytes(StandardCharsets.UTF_8))
                    .orElse(new byte[0]);
            return said(secret, words.toArray(String[]::new)).equals("started")
                    ? Started.STARTED
                    : Started.ALREADY_KNOWN;
        }

        @Override
        public State result(UUID command) throws SshTrouble {
            return state(ask(new byte[0], "result", command.toString()).out().strip());
        }

        private State state(String word) {
            return switch (word.split(" ", 2)[0]) {
                case "running" -> new State.Running();
                case "missing" -> new State.Missing();
                case "interrupted" -> new State.Interrupted();
                default -> new State.Exited(Integer.parseInt(word.split(" ", 2)[1]));
            };
        }

        /** Output comes when the command has ended; until then time passes, and the line may be cut. */
        @Override
        public State follow(UUID command, long outOffset, long errOffset, Sink sink) throws SshTrouble {
            State state = result(command);
            while (state instanceof State.Running) {
                time.advance(BETWEEN_LOOKS);
                passes("following");
                state = state(call(List.of(HostRunnerProgram.PATH + "1", "result", command.toString()), new byte[0])
                        .out()
                        .strip());
            }
            hand(command, "err", 2, errOffset, sink);
            hand(command, "out", 1, outOffset, sink);
            passes("followed");
            return state;
        }

        private void hand(UUID command, String stream, int number, long from, Sink sink) {
            host.files().read("/var/lib/ostler/" + command + "/" + stream).ifPresent(bytes -> {
                if (bytes.length > from) {
                    sink.part(number, java.util.Arrays.copyOfRange(bytes, (int) from, bytes.length), from);
                }
            });
        }

        @Override
        public String kill(UUID command) throws SshTrouble {
            return ask(new byte[0], "kill", command.toString()).out().strip();
        }

        @Override
        public FileState stat(String path) throws SshTrouble {
            String[] words = ask(new byte[0], "stat", path).out().strip().split(" ", -1);
            return switch (words[0]) {
                case "file" -> new FileState("file", words[1], words[2], words[3], "");
                case "link" -> new FileState("link", "", "", "", words[1]);
                default -> new FileState(words[0], "", "", "", "");
            };
        }

        @Override
        public void put(
                String path, byte[] content, String expectedSha256, Optional<String> mode, Optional<String> owner)
                throws SshTrouble, HostRefused {
            said(
                    content,
                    "put",
                    path,
                    expectedSha256.isEmpty() ? "-" : expectedSha256,
                    mode.orElse("-"),
                    owner.orElse("-"),
                    FilePrograms.sha256(content));
        }

        @Override
        public void remove(String path, String expectedSha256) throws SshTrouble, HostRefused {
            said(new byte[0], "remove", path, expectedSha256);
        }

        @Override
        public void link(String path, String destination) throws SshTrouble, HostRefused {
            said(new byte[0], "link", path, destination);
        }

        @Override
        public void clean(UUID command) throws SshTrouble {
            ask(new byte[0], "clean", command.toString());
        }
    }
}
