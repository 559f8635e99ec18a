package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The host runner of the lab's hosts, by the same contract as the real one: a command is a thread that outlives its
 * connection; its control directory lies among the host's files, so it comes back after a restart of the lab, in
 * which a command that ran then reads as interrupted.
 */
final class HostRunnerProgram implements Program {
    /** Whatever version Ostler asks for is there already. */
    static final String PATH = "/var/lib/ostler/host-runner-";

    private static final String BASE = "/var/lib/ostler";
    private static final int REFUSED = 3;

    /** Smaller asks too often for a quiet command; larger makes output look late. */
    private static final Duration NAP = Duration.ofMillis(40);

    /** One heartbeat a second, as the contract says. */
    private static final int NAPS_PER_HEARTBEAT = 25;

    private final LabHost host;
    private final Map<String, HostRunnerCommand> commands = new ConcurrentHashMap<>();

    HostRunnerProgram(LabHost host) {
        this.host = host;
        host.beforeSaving(() -> commands.values().forEach(this::writeOutput));
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
        List<String> words = call.arguments();
        String form = (words.isEmpty() ? "" : words.get(0)) + ":" + Math.max(0, words.size() - 1);
        switch (form) {
            case "identity:0" -> identity(call);
            case "result:1" -> call.println(state(words.get(1)));
            case "follow:3" -> follow(call, words.get(1), Long.parseLong(words.get(2)), Long.parseLong(words.get(3)));
            case "kill:1" -> call.println(kill(words.get(1)));
            case "stat:1", "put:5", "remove:2", "link:2" -> {
                return new HostRunnerFiles(call).run();
            }
            case "clean:1" -> {
                return clean(call, words.get(1));
            }
            default -> {
                if (words.size() >= 4 && words.get(0).equals("start")) {
                    return start(call);
                }
                call.complain("unknown: " + form.replace(":", " with ") + " words");
                return 1;
            }
        }
        return 0;
    }

    private void identity(Invocation call) throws IOException {
        LabFileSystem files = host.files();
        if (files.read(BASE + "/marker").isEmpty()) {
            files.makeDirectory(BASE);
            files.write(BASE + "/marker", UUID.randomUUID() + "\n");
            host.centre().changed();
        }
        call.print("boot-id " + host.bootId() + "\nmarker "
                + files.text(BASE + "/marker").orElse("") + "version 1\n");
    }

    private int start(Invocation call) throws IOException {
        List<String> words = call.arguments();
        String id = words.get(1);
        boolean secret = words.get(2).equals("--secret");
        int dashes = secret ? 3 : 2;
        if (!id.matches("[0-9a-fA-F-]+")
                || words.size() < dashes + 2
                || !words.get(dashes).equals("--")) {
            call.complain("start ID [--secret] -- WORD...");
            return 1;
        }
        Optional<byte[]> onDescriptor3 = secret ? Optional.of(call.in().readAllBytes()) : Optional.empty();
        List<String> started = words.subList(dashes + 1, words.size());
        synchronized (this) {
            if (host.files().isDirectory(directory(id))) {
                call.println("known");
                return 0;
            }
            if (host.files().isFull()) {
                call.println("refused no-space 0 KiB are free for " + BASE + ", 8192 are needed");
                return REFUSED;
            }
            host.files().makeDirectory(directory(id));
            host.files().write(directory(id) + "/boot", host.bootId() + "\n");
            host.files().write(directory(id) + "/state.running", "");
            HostRunnerCommand command = new HostRunnerCommand(id, host.bootId(), host.clock());
            commands.put(id, command);
            host.centre().save();
            host.centre().background(host.name() + " " + id, () -> carryOut(command, started, onDescriptor3));
        }
        call.println("started");
        return 0;
    }

    private void carryOut(HostRunnerCommand command, List<String> words, Optional<byte[]> secret) {
        int status;
        command.runs();
        try {
            Invocation call = new Invocation(
                    host, words, new ByteArrayInputStream(new byte[0]), command.out(), command.err(), secret, "/");
            status = HostPrograms.run(call, "runner", Optional.of(command.id()));
        } catch (InterruptedException hostWentDown) {
            command.ends();
            return;
        } catch (IOException | RuntimeException bug) {
            command.err().line("the practice lab failed: " + bug);
            status = 70;
        }
        Thread.interrupted();
        finish(command, status);
    }

    /** The end is a rename, which needs no free block; nothing of a boot before the present one is written. */
    private synchronized void finish(HostRunnerCommand command, int status) {
        String directory = directory(command.id());
        boolean sameBoot = command.bootId().equals(host.bootId());
        if (sameBoot && host.files().exists(directory + "/state.running")) {
            writeOutput(command);
            host.files().rename(directory + "/state.running", directory + "/state.exit." + status);
        }
        command.ends();
        host.centre().save();
    }

    private void writeOutput(HostRunnerCommand command) {
        String directory = directory(command.id());
        if (host.files().isDirectory(directory)) {
            host.files().writeReserved(directory + "/out", command.out().bytes());
            host.files().writeReserved(directory + "/err", command.err().bytes());
        }
    }

    private synchronized String state(String id) {
        LabFileSystem files = host.files();
        if (!files.isDirectory(directory(id))) {
            return "missing";
        }
        for (String name : files.names(directory(id))) {
            if (name.startsWith("state.exit.")) {
                return "exit " + name.substring("state.exit.".length());
            }
        }
        HostRunnerCommand command = commands.get(id);
        return command != null && command.isAlive() && command.bootId().equals(host.bootId())
                ? "running"
                : "interrupted";
    }

    private void follow(Invocation call, String id, long out, long err) throws IOException, InterruptedException {
        long[] reached = {out, err};
        for (int idle = 0; ; idle++) {
            String state = state(id);
            boolean moved = frame(call, 'E', id, reached, 1);
            moved = frame(call, 'O', id, reached, 0) || moved;
            if (moved) {
                idle = 0;
            } else if (!state.equals("running")) {
                call.println("S " + state);
                return;
            } else if (idle % NAPS_PER_HEARTBEAT == NAPS_PER_HEARTBEAT - 1) {
                call.println("H");
            }
            host.clock().sleep(moved ? Duration.ZERO : NAP);
        }
    }

    private boolean frame(Invocation call, char stream, String id, long[] reached, int at) throws IOException {
        byte[] all = output(id, stream);
        if (all.length <= reached[at]) {
            return false;
        }
        int from = Math.toIntExact(reached[at]);
        int length = Math.min(all.length - from, 1 << 20);
        call.out().write((stream + " " + from + " " + length + "\n").getBytes(StandardCharsets.US_ASCII));
        call.out().write(all, from, length);
        call.out().flush();
        reached[at] += length;
        return true;
    }

    private byte[] output(String id, char stream) {
        HostRunnerCommand command = commands.get(id);
        if (command != null) {
            return stream == 'O' ? command.out().bytes() : command.err().bytes();
        }
        return host.files()
                .read(directory(id) + (stream == 'O' ? "/out" : "/err"))
                .orElse(new byte[0]);
    }

    private String kill(String id) throws InterruptedException {
        HostRunnerCommand command = commands.get(id);
        String state = state(id);
        if (!state.equals("running") || command == null) {
            return state.equals("interrupted")
                    ? "nothing to stop: the host has been restarted since"
                    : "nothing to stop: " + state;
        }
        host.centre().ledger().started(host.name(), "runner", Optional.of(id), List.of("host-runner", "kill", id));
        command.kill();
        command.awaitEnd();
        return "no process is left in session " + command.session() + " after TERM; the command's state: " + state(id);
    }

    private int clean(Invocation call, String id) throws IOException {
        if (state(id).equals("running")) {
            call.println("refused running the command " + id + " runs");
            return REFUSED;
        }
        host.files().removeTree(directory(id));
        commands.remove(id);
        host.centre().changed();
        call.println("done");
        return 0;
    }

    private static String directory(String id) {
        return BASE + "/" + id;
    }
}
