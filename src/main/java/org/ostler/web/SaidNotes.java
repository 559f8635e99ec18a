package org.ostler.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.ostler.console.NoteWording;

/** The notes of a transcript in the language of whoever reads it. */
@ApplicationScoped
public class SaidNotes implements NoteWording {
    @Override
    public String said(String note, Locale reader) {
        return Texts.translated(note, reader);
    }
}
