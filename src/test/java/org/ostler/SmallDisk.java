package org.ostler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small memory file system of its own, which really becomes full or read-only. Skips the test where none can be. */
public final class SmallDisk implements AutoCloseable {
    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /** @param kib its size */
    public static SmallDisk mount(Path place, int kib) throws IOException, InterruptedException {
        Files.createDirectories(place);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", place.toString()),
                "no tmpfs can be mounted here");
        return new SmallDisk(place);
    }

    public Path place() {
        return place;
    }

    /** Until not one byte more fits. */
    public void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(place.resolve("filler"))) {
            byte[] some = new byte[4096];
            while (true) {
                filler.write(some);
            }
        } catch (IOException full) {
            if (place.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    /** Until only about so much fits. */
    public void fillTo(long left) throws IOException {
        long bytes = place.toFile().getUsableSpace() - left;
        Files.write(place.resolve("filler"), new byte[Math.toIntExact(Math.max(0, bytes))]);
    }

    public void makeRoom() throws IOException {
        Files.deleteIfExists(place.resolve("filler"));
    }

    /** As a file system that met an error does. */
    public void readOnly(boolean on) throws IOException, InterruptedException {
        if (!run("mount", "-o", on ? "remount,ro" : "remount,rw", place.toString())) {
            throw new IOException("cannot be mounted anew");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean done = process.waitFor() == 0;
        if (!done) {
            System.out.println(said);
        }
        return done;
    }

    @Override
    public void close() throws IOException {
        try {
            if (!run("umount", "-l", place.toString())) {
                throw new IOException("cannot be unmounted");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
