package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.ostler.handover.Handover;
import org.ostler.handover.HandoverNote;

/** The note for the next shift on Home: read, and written by operators. */
@Named
@ViewScoped
public class HandoverCard implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Handover handover;

    @Inject
    private Notices notices;

    private String text = "";
    private long version;
    private boolean editing;

    public HandoverNote getNote() {
        return handover.note();
    }

    /** From here on the version that was read counts. */
    public void edit() {
        HandoverNote present = handover.note();
        text = present.text();
        version = present.version();
        editing = true;
    }

    public void leave() {
        editing = false;
    }

    /** Refused, it stays open with what was typed. */
    public void save() {
        if (notices.attempt("home.note.saved", () -> handover.write(text, version))) {
            editing = false;
        }
    }

    public boolean isEditing() {
        return editing;
    }

    public String getText() {
        return text;
    }

    public void setText(String typed) {
        text = typed == null ? "" : typed;
    }
}
