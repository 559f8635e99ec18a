package org.ostler.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that is written to. Knows how much of it is good: what lies behind that was never acknowledged. */
final class Segment implements Closeable {
    private final Path file;
    private FileChannel channel;
    private long good;

    /** Makes the file when it is not there. */
    Segment(Path file, long good) throws IOException {
        this.file = file;
        this.good = good;
        open();
    }

    private void open() throws IOException {
        boolean fresh = !Files.exists(file);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (fresh) {
            forceNames(file.getParent());
        }
    }

    Path file() {
        return file;
    }

    long good() {
        return good;
    }

    /** On disk when this returns. */
    void append(byte[] lines) throws IOException {
        long at = good;
        ByteBuffer bytes = ByteBuffer.wrap(lines);
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(true);
        good = at;
    }

    /** @throws IOException when somebody else wrote to the file, cut it or took it away */
    void refuseForeign() throws IOException {
        long size = Files.exists(file) ? Files.size(file) : -1;
        if (size != good) {
            throw new IOException(
                    size < 0
                            ? "the journal's segment " + file.getFileName() + " is gone"
                            : "the journal's segment " + file.getFileName() + " has " + size + " bytes and not the "
                                    + good + " that were written: something else changed it");
        }
    }

    /** After a failed write: a fresh channel, without what may have been half written. */
    void mend() throws IOException {
        channel.close();
        if (good > 0 && !Files.exists(file)) {
            throw new IOException("the journal's segment " + file.getFileName() + " is gone");
        }
        open();
        cut();
    }

    /** What lies behind the good part. */
    byte[] rest() throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(Math.max(0, channel.size() - good)));
        while (rest.hasRemaining() && channel.read(rest, good + rest.position()) >= 0) {
            // A read may return less than there is.
        }
        return rest.array();
    }

    void cut() throws IOException {
        channel.truncate(good);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A file that is whole and on disk when this returns, or is not there. */
    static void writeForced(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        forceNames(file.getParent());
    }

    /** A new file's name is on disk only when its directory is. */
    static void forceNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
