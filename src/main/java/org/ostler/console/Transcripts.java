package org.ostler.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The transcripts of all runs. */
@ApplicationScoped
public class Transcripts {
    /** Appends whole lines that Ostler itself writes. */
    public void note(UUID run, String host, TranscriptRecord.Stream stream, String step, String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends a host's output as it comes: decodes, splits into records, masks secrets across parts, stores, then
     * tells subscribers.
     *
     * @param remoteOffset of the first byte in the command's output: a part that was already stored is not stored again
     */
    public void output(
            UUID run,
            String host,
            String step,
            UUID command,
            TranscriptRecord.Stream stream,
            byte[] bytes,
            long remoteOffset) {
        throw new UnsupportedOperationException();
    }

    /** Flushes what is buffered of a command that has ended. */
    public void ended(UUID run, UUID command) {
        throw new UnsupportedOperationException();
    }

    /** Where to go on reading this command's output after a restart. */
    public long remoteOffset(UUID run, UUID command, TranscriptRecord.Stream stream) {
        throw new UnsupportedOperationException();
    }

    /** Records with a number greater than {@code after}, in order. */
    public List<TranscriptRecord> read(UUID run, Optional<String> host, long after, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The last records. */
    public List<TranscriptRecord> tail(UUID run, Optional<String> host, int limit) {
        throw new UnsupportedOperationException();
    }

    public long lastNumber(UUID run) {
        throw new UnsupportedOperationException();
    }

    /** Numbers of the records that hold the text, case-insensitively. */
    public List<Long> search(UUID run, Optional<String> host, String text, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Calls back with the last number whenever records were stored; never blocks the writer. Close to end. */
    public AutoCloseable subscribe(UUID run, Consumer<Long> lastNumber) {
        throw new UnsupportedOperationException();
    }

    /** The text of one command's output so far, for recognising troubles (at most the last 256 KiB). */
    public String outputOf(UUID run, UUID command) {
        throw new UnsupportedOperationException();
    }
}
