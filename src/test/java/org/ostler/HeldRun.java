package org.ostler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs on a real host whose one restart of a service is held there until it is released. */
final class HeldRun {
    /** Where a run stands when its service is being restarted. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LinuxTree host;
    private final String name;

    HeldRun(LinuxTree host, String name) {
        this.host = host;
        this.name = name;
    }

    /** Starts a run and waits until its command is under way on the host, where it stays until it is released. */
    String start(RunningOstler ostler) throws Exception {
        Files.deleteIfExists(host.file("/var/lib/units/calls"));
        Files.createDirectories(host.file("/var/lib/units"));
        Files.writeString(host.file("/var/lib/units/hold"), "");
        String started = KvmHost.approveAndStart(ostler, KvmHost.plan(ostler, name));
        until("the restart is under way", () -> restarts() == 1);
        return started;
    }

    long restarts() throws IOException {
        Path calls = host.file("/var/lib/units/calls");
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream()
                        .filter(call -> call.startsWith("restart"))
                        .count()
                : 0;
    }

    /** Returns when the command has ended on the host. */
    void release() throws Exception {
        Files.delete(host.file("/var/lib/units/hold"));
        until("the command ends on the host", () -> !isThere("state.running"));
    }

    /** Whether a command has ended on the host whose control directory is still there. */
    boolean isWrittenDownThere() throws IOException {
        return isThere("state.exit");
    }

    private boolean isThere(String beginning) throws IOException {
        while (true) {
            try (Stream<Path> files = Files.walk(host.file("/var/lib/ostler"))) {
                return files.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
            } catch (UncheckedIOException swept) {
                if (!(swept.getCause() instanceof NoSuchFileException)) {
                    throw swept;
                }
            }
        }
    }

    /** A condition that may need its time. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(String claim, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, claim);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
