package org.ostler.execution;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What a step recorded for later ones. */
@Entity
@Table(name = "run_note")
@SuppressWarnings("UnusedVariable") // queries read them
class RunNoteRow {
    @Id
    private String id;

    private UUID run;
    private String name;
    private String text;

    protected RunNoteRow() {}

    RunNoteRow(UUID run, String name, String text) {
        this.id = run + "/" + name;
        this.run = run;
        this.name = name;
        this.text = text;
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }
}
