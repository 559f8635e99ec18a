package org.ostler.console;

import java.util.Locale;

/**
 * How what Ostler notes in a transcript is said to a reader of another language. Transcripts are kept in English, and the
 * words belong to the pages, which this package does not know: they bring them along.
 */
public interface NoteWording {
    /** @return the note itself where it is none of ours, or is read in English */
    String said(String note, Locale reader);
}
