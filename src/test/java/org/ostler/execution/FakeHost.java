package org.ostler.execution;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.plan.PlanDigest;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.SshTrouble;

/**
 * A host that keeps files and control directories and runs programs, as far as the runner needs one. Its line can be
 * lost, it can reboot, forget and fall silent. A program's effect happens when it is started, as on a real host
 * whatever becomes of the connection; it then counts as running until its output has been followed once.
 */
final class FakeHost {
    /** What a program printed and how it exited. */
    record Result(int exit, String out) {
        static Result ok() {
            return new Result(0, "");
        }
    }

    private record Control(Result result, String boot) {}

    final String name;
    final UUID id = UUID.randomUUID();
    final Map<String, String> files = new TreeMap<>();
    final Map<UUID, String> secrets = new HashMap<>();

    /** Each command line that was really run, in order: the host's own count. */
    final List<String> ran = new ArrayList<>();

    final List<String> killed = new ArrayList<>();

    Function<List<String>, Result> programs = words -> Result.ok();
    Function<List<String>, Answer> looks = words -> new Answer(127, "", "not found");
    Optional<SshTrouble.Kind> trouble = Optional.empty();
    String bootId = "boot-1";
    String marker = "marker-1";

    private final Map<UUID, Control> controls = new HashMap<>();
    private final Points points;

    FakeHost(String name, Points points) {
        this.name = name;
        this.points = points;
    }

    void reboot() {
        bootId = bootId + "+";
    }

    void forgetControlDirectories() {
        controls.clear();
    }

    int controlDirectories() {
        return controls.size();
    }

    RemoteShell connect() throws SshTrouble {
        points.line(name + " connect");
        check();
        return new Shell();
    }

    private void check() throws SshTrouble {
        if (trouble.isPresent()) {
            throw new SshTrouble(trouble.get(), "no way to " + name);
        }
    }

    private final class Shell implements RemoteShell {
        @Override
        public Answer run(CommandLine readOnly, Duration limit) throws SshTrouble {
            points.line(name + " look " + readOnly);
            check();
            return looks.apply(readOnly.arguments());
        }

        @Override
        public Answer read(String path) throws SshTrouble {
            points.line(name + " read " + path);
            check();
            return files.containsKey(path) ? Answer.of(files.get(path)) : Answer.absent();
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
            return true;
        }

        @Override
        public void close() {}
    }

    private final class Runner implements HostRunner {
        private void before(String what) throws SshTrouble {
            points.line(name + " before " + what);
            check();
        }

        private void after(String what) throws SshTrouble {
            points.line(name + " after " + what);
        }

        @Override
        public Identity identity() throws SshTrouble {
            before("identity");
            return new Identity(bootId, marker);
        }

        @Override
        public Started start(UUID command, CommandLine line, Optional<Secret> onDescriptor3) throws SshTrouble {
            before("start");
            if (controls.containsKey(command)) {
                return Started.ALREADY_KNOWN;
            }
            ran.add(line.quoted());
            onDescriptor3.ifPresent(secret -> secrets.put(command, secret.reveal()));
            String boot = bootId;
            controls.put(command, new Control(programs.apply(line.arguments()), boot));
            after("start");
            return Started.STARTED;
        }

        @Override
        public State result(UUID command) throws SshTrouble {
            before("result");
            return state(command);
        }

        private State state(UUID command) {
            Control control = controls.get(command);
            return control == null ? new State.Missing() : new State.Exited(control.result.exit());
        }

        @Override
        public State follow(UUID command, long outOffset, long errOffset, Sink sink) throws SshTrouble {
            before("follow");
            Control control = controls.get(command);
            if (control == null) {
                return new State.Missing();
            }
            byte[] out = control.result.out().getBytes(StandardCharsets.UTF_8);
            if (outOffset < out.length) {
                sink.part(1, java.util.Arrays.copyOfRange(out, (int) outOffset, out.length), outOffset);
            }
            after("follow");
            return state(command);
        }

        @Override
        public String kill(UUID command) throws SshTrouble {
            before("kill");
            killed.add(command.toString());
            return "no process of it is left";
        }

        @Override
        public FileState stat(String path) throws SshTrouble {
            before("stat");
            return files.containsKey(path)
                    ? new FileState("file", PlanDigest.sha256(files.get(path)), "0644", "root:root", "")
                    : new FileState("missing", "", "", "", "");
        }

        @Override
        public void put(
                String path, byte[] content, String expectedSha256, Optional<String> mode, Optional<String> owner)
                throws SshTrouble, HostRefused {
            before("put");
            refuseOther(path, expectedSha256);
            files.put(path, new String(content, StandardCharsets.UTF_8));
            ran.add("put " + path);
            after("put");
        }

        private void refuseOther(String path, String expected) throws HostRefused {
            String present = files.containsKey(path) ? PlanDigest.sha256(files.get(path)) : "";
            if (!present.equals(expected)) {
                throw new HostRefused("changed", path + " is not as expected");
            }
        }

        @Override
        public void remove(String path, String expectedSha256) throws SshTrouble, HostRefused {
            before("remove");
            refuseOther(path, expectedSha256);
            files.remove(path);
            ran.add("remove " + path);
            after("remove");
        }

        @Override
        public void link(String path, String destination) throws SshTrouble {
            before("link");
            ran.add("link " + path);
            after("link");
        }

        @Override
        public void clean(UUID command) throws SshTrouble {
            before("clean");
            controls.remove(command);
            after("clean");
        }
    }
}
