package org.ostler.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The data directory, held by exactly one process: its lock lives as long as the process does, whatever ends it. */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "ostler.lock";

    private static DataDirectory held;

    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Holds it once for this deployment, whoever asks first.
     *
     * @throws IllegalStateException when another process holds it, or it cannot be written; the message is for people
     */
    static synchronized DataDirectory hold(Path directory) {
        if (held == null) {
            held = take(directory);
        }
        return held;
    }

    private static DataDirectory take(Path directory) {
        try {
            Files.createDirectories(directory);
            if (!Files.exists(directory.resolve(LOCK))) {
                onlyForUs(directory);
            }
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw StartRefused.because("Another Ostler process uses the data directory " + directory
                        + ". Stop it, or choose another directory with OSTLER_DATA_DIR.");
            }
            return new DataDirectory(channel, lock);
        } catch (IOException trouble) {
            throw StartRefused.because(
                    "The data directory " + directory + " cannot be used: " + trouble.getMessage(), trouble);
        }
    }

    @Override
    public void close() {
        letGo();
        try {
            lock.release();
            channel.close();
        } catch (IOException atTheEnd) {
            throw new IllegalStateException("The lock of the data directory could not be released", atTheEnd);
        }
    }

    private static synchronized void letGo() {
        held = null;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static void onlyForUs(Path directory) throws IOException {
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
