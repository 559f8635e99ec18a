package org.ostler.console;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ostler.platform.Json;

/** What a terminal showed, as an asciicast (version 2) that grows as it comes. Secrets are masked before storing. */
final class TerminalRecording implements Closeable {
    /** Smaller: a long log shown once ends the recording. Larger: somebody fills the disk with {@code yes}. */
    private static final long MOST_BYTES = 64L << 20;

    private final Writer out;
    private final long beganNanos = System.nanoTime();
    private byte[] held = new byte[0];
    private long bytes;

    TerminalRecording(Path file, String title, int columns, int rows) throws IOException {
        Files.createDirectories(file.getParent());
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        write(Map.of(
                "version",
                2,
                "width",
                columns,
                "height",
                rows,
                "timestamp",
                Instant.now().getEpochSecond(),
                "title",
                title));
    }

    synchronized void shown(byte[] news, Masking masking) {
        byte[] all = Arrays.copyOf(held, held.length + news.length);
        System.arraycopy(news, 0, all, held.length, news.length);
        int safe = wholeCharacters(all, masking.safeLength(all, all.length));
        store(masking.mask(Arrays.copyOf(all, safe)));
        held = Arrays.copyOfRange(all, safe, all.length);
    }

    synchronized void resized(int columns, int rows) {
        event("r", columns + "x" + rows);
    }

    synchronized long bytes() {
        return bytes;
    }

    long seconds() {
        return (System.nanoTime() - beganNanos) / 1_000_000_000L;
    }

    @Override
    public synchronized void close() throws IOException {
        store(held);
        held = new byte[0];
        out.close();
    }

    private void store(byte[] masked) {
        if (masked.length == 0) {
            return;
        }
        boolean before = bytes < MOST_BYTES;
        bytes += masked.length;
        if (bytes < MOST_BYTES) {
            event("o", new String(masked, StandardCharsets.UTF_8));
        } else if (before) {
            event("o", "\r\n[the recording ends here: it has grown too large]\r\n");
        }
    }

    private void event(String kind, String data) {
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        write(List.of(seconds, kind, data));
    }

    private void write(Object line) {
        try {
            out.write(Json.write(line) + "\n");
            out.flush();
        } catch (IOException full) {
            throw new UncheckedIOException("the terminal cannot be recorded", full);
        }
    }

    /** Up to three bytes may be the beginning of a character. */
    private static int wholeCharacters(byte[] text, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int lead = text[length - back] & 0xFF;
            if (lead >= 0xC0) {
                int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return wanted > back ? length - back : length;
            }
            if (lead < 0x80) {
                return length;
            }
        }
        return length;
    }
}
