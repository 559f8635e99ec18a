package org.ostler.console;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * A line, or a part of one after 50 ms or 16 KiB.
 *
 * @param number from 1, per run (all hosts of a run share the numbers)
 * @param host name of the host or management server; empty for what Ostler itself says
 * @param stream what kind of text it is
 * @param step id of the planned step it belongs to, empty for none
 * @param text masked; may hold ANSI escapes; without its line end
 * @param endsLine whether a line end followed
 */
public record TranscriptRecord(
        long number, Instant at, String host, Stream stream, String step, String text, boolean endsLine) {
    public enum Stream {
        OUT,
        ERR,
        /** What is run, shown with a prompt. */
        COMMAND,
        /** What Ostler says: step headings, verdicts, explanations. */
        NOTE
    }

    /** A note as its reader's language has it; what a host said stays as it is. */
    TranscriptRecord said(UnaryOperator<String> wording) {
        return stream == Stream.NOTE
                ? new TranscriptRecord(number, at, host, stream, step, wording.apply(text), endsLine)
                : this;
    }
}
