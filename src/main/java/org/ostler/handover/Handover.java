package org.ostler.handover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;

/** The boundary of the note for the next shift. Everybody reads it, operators write it, every text is audited. */
@ApplicationScoped
public class Handover {
    private static final Logger LOG = Logger.getLogger(Handover.class.getName());

    /** Longer texts belong where a page can be linked from; the column takes twice as much. */
    private static final int LONGEST = 2_000;

    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    @Inject
    AuditTrail audit;

    @Inject
    Caller caller;

    private final InstantSource clock = InstantSource.system();

    @Transactional
    public HandoverNote note() {
        caller.require(Permission.READ);
        return Optional.ofNullable(database.find(HandoverRow.class, HandoverRow.ONLY))
                .map(HandoverRow::note)
                .orElseGet(HandoverNote::none);
    }

    /**
     * Writes the note; an empty text takes it away.
     *
     * @param version that was read; another one present is a conflict
     */
    @Transactional
    public HandoverNote write(String text, long version) {
        caller.require(Permission.OPERATE);
        String words = text == null ? "" : text.strip();
        if (words.length() > LONGEST) {
            throw Refusal.badInput(
                    "note-too-long",
                    "The note has " + words.length() + " characters, more than " + LONGEST + ".",
                    "Say it shorter, or say where it is written.");
        }
        Optional<HandoverRow> present =
                Optional.ofNullable(database.find(HandoverRow.class, HandoverRow.ONLY, LockModeType.PESSIMISTIC_WRITE));
        HandoverNote before = present.map(HandoverRow::note).orElseGet(HandoverNote::none);
        if (before.version() != version) {
            throw changed(before.by());
        }
        if (before.text().equals(words)) {
            return before;
        }
        HandoverRow row = present.orElseGet(HandoverRow::first);
        row.write(words, caller.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        store(row, present.isEmpty());
        journal(before.text(), words);
        return row.note();
    }

    /** Sent to the database before the journal: of two first notes at the same moment one is refused, and not told of. */
    private void store(HandoverRow row, boolean first) {
        try {
            if (first) {
                database.persist(row);
            }
            database.flush();
        } catch (PersistenceException alsoFirst) {
            LOG.log(Level.FINE, "two first notes at the same moment", alsoFirst);
            throw changed("Somebody else");
        }
    }

    private static Refusal changed(String by) {
        return Refusal.conflict(
                "note-changed", by + " wrote the note meanwhile.", "Read what stands there now, then write yours.");
    }

    private void journal(String before, String after) {
        String by = caller.name();
        AuditEvent event = AuditEvent.of(
                        AuditEvent.Kind.HANDOVER,
                        by,
                        after.isEmpty() ? by + " took the handover note away" : by + " wrote the handover note")
                .with("before", before)
                .with("after", after);
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable why) {
            throw why.refusal();
        }
    }
}
