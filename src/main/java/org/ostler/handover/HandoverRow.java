package org.ostler.handover;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The one row of the note. */
@Entity
@Table(name = "handover_note")
class HandoverRow {
    static final int ONLY = 1;

    @Id
    private int id = ONLY;

    private String text = "";

    @Column(name = "written_by")
    private String writtenBy = "";

    @Column(name = "written_at")
    private OffsetDateTime writtenAt = Instant.EPOCH.atOffset(ZoneOffset.UTC);

    private long version;

    protected HandoverRow() {}

    static HandoverRow first() {
        return new HandoverRow();
    }

    HandoverNote note() {
        return new HandoverNote(text, writtenBy, writtenAt.toInstant(), version);
    }

    void write(String words, String by, Instant at) {
        text = words;
        writtenBy = by;
        writtenAt = at.atOffset(ZoneOffset.UTC);
        version++;
    }
}
