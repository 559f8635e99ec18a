package org.ostler;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/**
 * Watches the arguments of every process of this machine, and so of every test host: anybody on a host can read them.
 * The environment is searched too, except that of the processes that were given a secret that way.
 */
public final class ProcessArguments implements AutoCloseable {
    /** A command that lives shorter than this may be missed; larger misses more, smaller takes the processor away. */
    private static final long EVERY_MILLIS = 10;

    private final Canaries canaries;
    private final Set<String> leaks = new ConcurrentSkipListSet<>();
    private final Thread watching;
    private volatile boolean over;

    private ProcessArguments(Canaries canaries) {
        this.canaries = canaries;
        this.watching = new Thread(this::watch, "process arguments");
    }

    public static ProcessArguments watch(Canaries canaries) {
        ProcessArguments started = new ProcessArguments(canaries);
        started.watching.setDaemon(true);
        started.watching.start();
        return started;
    }

    /** What was found so far: the program and the kinds of secrets. */
    public List<String> leaks() {
        if (!watching.isAlive()) {
            throw new AssertionError("nobody watched the processes");
        }
        return List.copyOf(leaks);
    }

    private void watch() {
        while (!over) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                processes.forEach(this::look);
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (IOException gone) {
                // Processes end while they are listed.
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void look(Path process) {
        try {
            String command = Files.readString(process.resolve("cmdline")).replace('\0', ' ');
            if (!canaries.in(command).isEmpty()) {
                leaks.add("arguments of " + command.split(" ", 2)[0] + ": " + canaries.in(command));
            }
            boolean ofAHost = !Files.readSymbolicLink(process.resolve("root")).equals(Path.of("/"));
            if (ofAHost) {
                var found = canaries.in(Files.readAllBytes(process.resolve("environ")));
                if (!found.isEmpty()) {
                    leaks.add("environment of " + command.split(" ", 2)[0] + ": " + found);
                }
            }
        } catch (IOException gone) {
            // It ended, or its arguments are no text.
        }
    }

    @Override
    public void close() {
        over = true;
        watching.interrupt();
    }
}
