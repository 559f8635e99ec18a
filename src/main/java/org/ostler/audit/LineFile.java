package org.ostler.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A segment's lines as bytes, one after the other, without holding the file in memory. */
final class LineFile implements Closeable {
    /** No entry is longer: details are cut at a million characters. A larger limit lets a forged line fill the memory. */
    private static final int LONGEST = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private int rest;

    LineFile(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** The next whole line without its end; empty when there is none, and then {@link #rest} bytes follow. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        while (fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (at < end) {
                at++;
                return Optional.of(line.toByteArray());
            }
            if (line.size() > LONGEST) {
                return Optional.of(new byte[1]);
            }
        }
        rest = line.size();
        return Optional.empty();
    }

    int rest() {
        return rest;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
