package org.ostler.execution;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.ostler.credential.Credentials;
import org.ostler.credential.KnownHosts;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Look;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.PlainShells;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.SshEndpoint;
import org.ostler.ssh.SshTrouble;

/** Real connections whose every operation passes two points: before it, and after its answer has come. */
final class WatchedShells extends PlainShells {
    /** An operation of a connection. */
    @FunctionalInterface
    private interface Operation<T, E extends Exception> {
        T carryOut() throws SshTrouble, E;
    }

    private final Points points;

    WatchedShells(Credentials credentials, KnownHosts known, Duration patience, Points points) {
        super(credentials, known, patience);
        this.points = points;
    }

    private <T, E extends Exception> T passing(String what, Operation<T, E> operation) throws SshTrouble, E {
        points.line("before " + what);
        T result = operation.carryOut();
        points.line("after " + what);
        return result;
    }

    @Override
    public RemoteShell connect(SshEndpoint endpoint) throws SshTrouble {
        return passing("connect", () -> new Shell(atFirstContactTwice(endpoint)));
    }

    /** The store of keys takes a host's first one without asking; the connection that brought it has ended. */
    private RemoteShell atFirstContactTwice(SshEndpoint endpoint) throws SshTrouble {
        try {
            return super.connect(endpoint);
        } catch (SshTrouble trouble) {
            if (trouble.kind() == SshTrouble.Kind.HOST_KEY_UNKNOWN) {
                return super.connect(endpoint);
            }
            throw trouble;
        }
    }

    private final class Shell implements RemoteShell {
        private final RemoteShell real;

        Shell(RemoteShell real) {
            this.real = real;
        }

        @Override
        public Answer run(CommandLine readOnly, Duration limit) throws SshTrouble {
            return passing("look", () -> real.run(readOnly, limit));
        }

        @Override
        public Answer read(String path) throws SshTrouble {
            return passing("look", () -> real.read(path));
        }

        @Override
        public void look(List<Look> looks, Duration limit, Consumer<Answer> each) throws SshTrouble {
            WatchedShells.this.<Boolean, SshTrouble>passing("look", () -> {
                real.look(looks, limit, each);
                return true;
            });
        }

        @Override
        public HostRunner runner() {
            return new Runner(real.runner());
        }

        @Override
        public TerminalSession terminal(int columns, int rows, OutputStream screen) throws SshTrouble {
            return real.terminal(columns, rows, screen);
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private final class Runner implements HostRunner {
        private final HostRunner real;

        Runner(HostRunner real) {
            this.real = real;
        }

        @Override
        public Identity identity() throws SshTrouble {
            return passing("identity", real::identity);
        }

        @Override
        public Started start(UUID command, CommandLine line, Optional<Secret> onDescriptor3)
                throws SshTrouble, HostRefused {
            return WatchedShells.this.<Started, HostRefused>passing(
                    "start", () -> real.start(command, line, onDescriptor3));
        }

        @Override
        public State result(UUID command) throws SshTrouble {
            return passing("result", () -> real.result(command));
        }

        @Override
        public State follow(UUID command, long outOffset, long errOffset, Sink sink) throws SshTrouble {
            return passing(
                    "follow",
                    () -> real.follow(command, outOffset, errOffset, (stream, bytes, offset) -> {
                        points.pass("output");
                        sink.part(stream, bytes, offset);
                    }));
        }

        @Override
        public String kill(UUID command) throws SshTrouble {
            return passing("kill", () -> real.kill(command));
        }

        @Override
        public FileState stat(String path) throws SshTrouble {
            return passing("stat", () -> real.stat(path));
        }

        @Override
        public void put(
                String path, byte[] content, String expectedSha256, Optional<String> mode, Optional<String> owner)
                throws SshTrouble, HostRefused {
            WatchedShells.this.<Boolean, HostRefused>passing("put", () -> {
                real.put(path, content, expectedSha256, mode, owner);
                return true;
            });
        }

        @Override
        public void remove(String path, String expectedSha256) throws SshTrouble, HostRefused {
            WatchedShells.this.<Boolean, HostRefused>passing("remove", () -> {
                real.remove(path, expectedSha256);
                return true;
            });
        }

        @Override
        public void link(String path, String destination) throws SshTrouble, HostRefused {
            WatchedShells.this.<Boolean, HostRefused>passing("link", () -> {
                real.link(path, destination);
                return true;
            });
        }

        @Override
        public void clean(UUID command) throws SshTrouble {
            passing("clean", () -> {
                real.clean(command);
                return true;
            });
        }
    }
}
