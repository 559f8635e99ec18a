package org.ostler.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the programs of a simulated host: finds them, counts them, lets them die with the host. */
final class HostPrograms {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin";

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    private static final Set<String> OPTIONS_OF_SUDO_WITH_VALUE = Set.of("-p", "-u", "-g", "-C");

    private HostPrograms() {}

    static void installOn(LabHost host) {
        FilePrograms.installOn(host);
        TextPrograms.installOn(host);
        SystemPrograms.installOn(host);
        host.install(HostRunnerProgram.PATH, new HostRunnerProgram(host));
    }

    /**
     * Runs one program and counts it, unless it is the host runner, which counts what it starts.
     *
     * @param via exec, terminal or runner
     * @param command the id under which the host runner started it
     */
    static int run(Invocation asked, String via, Optional<String> command) throws IOException, InterruptedException {
        Invocation call = withoutSudo(asked);
        if (call.words().isEmpty()) {
            return 0;
        }
        if (call.words().get(0).startsWith(HostRunnerProgram.PATH)) {
            return found(call, via);
        }
        LabHost host = call.host();
        long number = host.centre().ledger().started(host.name(), via, command, call.words());
        HostProcess process = host.process(call.words());
        try {
            Duration extra = host.faults().slowness(String.join(" ", call.words()));
            host.clock().sleep(extra);
            int exit = found(call, via);
            host.centre().ledger().ended(number, exit);
            return exit;
        } catch (InterruptedException killed) {
            if (!host.isUp() || host.centre().isClosing()) {
                throw killed;
            }
            int exit = via.equals("terminal") ? INTERRUPTED : TERMINATED;
            host.centre().ledger().ended(number, exit);
            return exit;
        } finally {
            host.ended(process);
        }
    }

    private static int found(Invocation call, String via) throws IOException, InterruptedException {
        String word = call.words().get(0);
        try {
            if (Set.of("bash", "sh", ".", "source").contains(call.name())
                    && call.words().size() > 1) {
                return interpreted(call, via);
            }
            Optional<LabFileSystem.Entry> file =
                    word.contains("/") ? call.host().files().entry(call.path(word)) : Optional.empty();
            if (file.isPresent() && !call.host().isExecutable(call.path(word))) {
                call.complain("bash: " + word + ": Permission denied");
                return NOT_EXECUTABLE;
            }
            Optional<Program> script = file.flatMap(there -> call.host().script(LabPaths.name(word)));
            Optional<Program> program = script.or(() -> call.host().program(word));
            if (program.isEmpty()) {
                call.complain(
                        "bash: " + word + (word.contains("/") ? ": No such file or directory" : ": command not found"));
                return NOT_FOUND;
            }
            return program.get().run(call);
        } catch (LabFileSystem.NoSpace full) {
            call.complain(call.name() + ": write error: " + full.getMessage());
            return 1;
        }
    }

    /** {@code bash SCRIPT} and {@code bash -c LINE}. */
    private static int interpreted(Invocation call, String via) throws IOException, InterruptedException {
        List<String> rest =
                call.arguments().stream().filter(word -> !word.equals("-x")).toList();
        if (rest.get(0).matches("-l?c") && rest.size() > 1) {
            return new HostShell(call.host(), via).run(rest.get(1), call.in(), call.out(), call.err());
        }
        String path = call.path(rest.get(0));
        if (call.host().files().read(path).isEmpty()) {
            call.complain("bash: " + rest.get(0) + ": No such file or directory");
            return NOT_FOUND;
        }
        Optional<Program> script = call.host().script(LabPaths.name(path));
        if (script.isEmpty()) {
            call.complain(rest.get(0) + ": line 1: the practice lab cannot run this script");
            return NOT_EXECUTABLE;
        }
        return script.get()
                .run(new Invocation(
                        call.host(), rest, call.in(), call.out(), call.err(), call.secret(), call.directory()));
    }

    /** The lab's people are root already: sudo changes nothing, and asks no password. */
    private static Invocation withoutSudo(Invocation call) {
        List<String> words = call.words();
        if (!LabPaths.name(words.get(0)).equals("sudo")) {
            return call;
        }
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String option = words.get(at++);
            if (option.equals("--")) {
                break;
            }
            at += OPTIONS_OF_SUDO_WITH_VALUE.contains(option) ? 1 : 0;
        }
        return new Invocation(
                call.host(),
                words.subList(Math.min(at, words.size()), words.size()),
                call.in(),
                call.out(),
                call.err(),
                call.secret(),
                call.directory());
    }
}
