package org.ostler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code payara/start} as a process, and what it said. */
final class StartCommand implements AutoCloseable {
    private final Process process;
    private final Path output;

    private StartCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static StartCommand start(Path output, Map<String, String> environment, String... options) throws IOException {
        return start(List.of(), output, environment, options);
    }

    /** In a process group of its own, like a shell's job: the one that Ctrl-C is sent to. */
    static StartCommand inItsOwnGroup(Path output, Map<String, String> environment, String... options)
            throws IOException {
        return start(List.of("setsid", "env", "--default-signal=INT"), output, environment, options);
    }

    private static StartCommand start(
            List<String> before, Path output, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of("payara/start").toAbsolutePath().toString());
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // What whoever runs the tests has set is not what these tests are about.
        builder.environment().keySet().removeIf(name -> name.startsWith("OSTLER_"));
        builder.environment().putAll(environment);
        return new StartCommand(builder.start(), output);
    }

    String said() throws IOException {
        return Files.readString(output);
    }

    int count(String words) throws IOException {
        return said().split(Pattern.quote(words), -1).length - 1;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit status; an error when it does not end. */
    int awaitEnd(Duration limit) throws InterruptedException, IOException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("payara/start has not ended within " + limit + ":\n" + said());
        }
        return process.exitValue();
    }

    /** Waits until it has said this, so many times. */
    void await(String words, int times, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (count(words) < times) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("payara/start did not say \"" + words + "\":\n" + said());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** It, and all that it has started. */
    List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    void pressCtrlC() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
