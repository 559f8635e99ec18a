package org.ostler.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * A directory for one measurement, and what it has open: all of it goes when the measurement ends, and also when
 * somebody breaks it off (Ctrl-C).
 */
public final class Workplace implements AutoCloseable {
    private final Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread brokenOff = new Thread(this::clear, "clearing away");
    private boolean cleared;

    private Workplace(Path directory) {
        this.directory = directory;
    }

    public static Workplace open(String name) throws IOException {
        Workplace place = new Workplace(Files.createTempDirectory("ostler-bench-" + name + "-"));
        Runtime.getRuntime().addShutdownHook(place.brokenOff);
        return place;
    }

    public Path directory() {
        return directory;
    }

    /** It is closed with this workplace, before what was opened earlier. */
    public synchronized <T extends AutoCloseable> T keep(T opened) {
        if (cleared) {
            close(opened);
            throw new IllegalStateException("it was broken off");
        }
        open.push(opened);
        return opened;
    }

    /** The process, with all that it started, ends with this workplace. */
    public Process keep(Process process) {
        keep(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        });
        return process;
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(brokenOff);
        } catch (IllegalStateException ending) {
            // It was broken off, and is being cleared.
            return;
        }
    }

    private synchronized void clear() {
        cleared = true;
        while (!open.isEmpty()) {
            close(open.pop());
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Workplace::delete);
        } catch (IOException gone) {
            System.err.println(directory + " could not be removed: " + gone);
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception unclosed) {
            System.err.println(opened + " could not be closed: " + unclosed);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            System.err.println(file + " stays: " + stays);
        }
    }
}
