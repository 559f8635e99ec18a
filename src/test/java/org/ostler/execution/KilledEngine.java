package org.ostler.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.ostler.QuickJvm;
import org.ostler.platform.Json;

/** The test's side of an {@link EngineProcess}: starts it, gives it orders, kills it, and starts it again. */
final class KilledEngine implements AutoCloseable {
    /** The engine was killed before it answered: whether it did what was ordered is to be looked up. */
    static final class Away extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Is told of each point that a process passes. */
    @FunctionalInterface
    interface Plan {
        void passed(String point, Process process);
    }

    /** For a start or an answer; only a process that hangs takes as long. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String GONE = "gone";

    private final QuickJvm jvm;
    private final Path directory;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger points = new AtomicInteger();
    private volatile Plan plan = (point, victim) -> {};
    private volatile String lastPoint = "";
    private final AtomicLong atWorkSince = new AtomicLong();
    private Process process;
    private Thread reader;

    KilledEngine(QuickJvm jvm, Path directory, JsonNode site) throws IOException {
        this.jvm = jvm;
        this.directory = Files.createDirectories(directory);
        Files.writeString(directory.resolve("site.json"), site.toString());
    }

    /** Starts a process; it is ready after {@link #awaitReady}. */
    void start() throws IOException {
        answers.clear();
        points.set(0);
        atWorkSince.set(0);
        plan = (point, victim) -> {};
        process = jvm.command(EngineProcess.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        Process started = process;
        reader = new Thread(() -> read(started), "engine's answers");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process from) {
        try (BufferedReader lines = from.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(".")) {
                    lastPoint = line.substring(1);
                    if (lastPoint.equals("before connect")) {
                        atWorkSince.compareAndSet(0, System.nanoTime());
                    }
                    points.incrementAndGet();
                    plan.passed(lastPoint, from);
                } else {
                    answers.add(line);
                }
            }
        } catch (IOException killed) {
            String last = lastPoint;
            lastPoint = last + " (its last words were cut)";
        }
        answers.add(GONE);
    }

    void awaitReady() throws Away, IOException, InterruptedException {
        String line = next();
        if (!line.equals(EngineProcess.READY)) {
            throw new AssertionError("the engine said " + line);
        }
    }

    private String next() throws Away, IOException, InterruptedException {
        String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("the engine hangs: " + log());
        }
        if (line.equals(GONE)) {
            throw new Away();
        }
        return line;
    }

    /** What was answered, or the refusal: an object with {@code ok} or {@code refused}. */
    JsonNode ask(ObjectNode order) throws Away, IOException, InterruptedException {
        OutputStream in = process.getOutputStream();
        try {
            in.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException killed) {
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new Away();
            }
            throw killed;
        }
        String answer = next();
        try {
            return Json.mapper().readTree(answer);
        } catch (JsonProcessingException cut) {
            // A killed engine's last line may end anywhere; it is no answer.
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new Away();
            }
            throw cut;
        }
    }

    static ObjectNode order(String what) {
        return Json.mapper().createObjectNode().put("do", what);
    }

    /** Who is told of each point from now on, until the next start. */
    void plan(Plan other) {
        plan = other;
    }

    /** SIGKILL now; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets it end by itself. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        awaitEnd();
        jvm.share();
    }

    /** Whether it has turned to a host since its start. */
    boolean isAtWork() {
        return atWorkSince.get() != 0;
    }

    long atWorkSince() {
        return atWorkSince.get();
    }

    Process process() {
        return process;
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("a killed process does not end");
        }
        reader.join(PATIENCE.toMillis());
    }

    int points() {
        return points.get();
    }

    /** What the process was at when it was last heard. */
    String lastPoint() {
        return lastPoint;
    }

    String log() throws IOException {
        Path log = directory.resolve("log");
        String text = Files.exists(log) ? Files.readString(log) : "";
        return text.substring(Math.max(0, text.length() - 20_000));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
