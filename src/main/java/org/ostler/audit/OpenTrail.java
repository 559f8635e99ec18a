package org.ostler.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The journal and its rows, side by side: opened by the first who needs them, told of what was mended and of a backup
 * that was put back, and from then on each entry with its row, now or as soon as the database takes it.
 */
final class OpenTrail {
    private static final Logger LOG = Logger.getLogger(AuditTrail.class.getName());

    /**
     * Between two tries to open a journal that could not be opened. Smaller: each page reads its last segment. Larger:
     * changes are refused for longer after it was mended.
     */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(3);

    private final Path directory;
    private final AuditRows rows;
    private final InstantSource clock;
    private final AuditJournal.Limits limits;
    private final Supplier<Optional<Instant>> restored;
    private final Map<Long, AuditEntry> rowless = new ConcurrentSkipListMap<>();
    private volatile AuditJournal journal;
    private Optional<IOException> notOpened = Optional.empty();
    private long notOpenedAt;
    private volatile boolean replayed;

    /** @param restored when the backup was made from which the data were put back, until somebody was told */
    OpenTrail(
            Path directory,
            AuditRows rows,
            InstantSource clock,
            AuditJournal.Limits limits,
            Supplier<Optional<Instant>> restored) {
        this.directory = directory;
        this.rows = rows;
        this.clock = clock;
        this.limits = limits;
        this.restored = restored;
    }

    /** On disk when this returns; its row follows at once when the database is there. */
    AuditEntry append(AuditEvent event) throws IOException {
        AuditEntry entry = journal().append(event);
        insert(entry);
        return entry;
    }

    /** Whether it was opened and the rows are as the journal has them. */
    boolean isWhole() {
        return journal != null && replayed;
    }

    /** The journal when it is open, without opening it. */
    Optional<AuditJournal> present() {
        return Optional.ofNullable(journal);
    }

    /** The open journal. */
    AuditJournal journal() throws IOException {
        AuditJournal open = journal;
        if (open != null && replayed) {
            return open;
        }
        synchronized (this) {
            if (journal == null) {
                journal = opening();
                for (String told : journal.repaired()) {
                    LOG.warning(told);
                    insert(journal.append(AuditEvent.of(AuditEvent.Kind.SETTING, "ostler", told)));
                }
                Optional<Instant> madeAt = restored.get();
                if (madeAt.isPresent()) {
                    insert(journal.append(restoration(madeAt.get(), journal.head())));
                }
            }
            if (!replayed) {
                replay();
            }
            return journal;
        }
    }

    void close() {
        if (journal != null) {
            try {
                journal.close();
            } catch (IOException failure) {
                LOG.log(Level.WARNING, "the journal was not closed cleanly; nothing is lost", failure);
            }
        }
    }

    /** Before anything else is written: what a witness saw from here on until now belongs to the data that were lost. */
    private static AuditEvent restoration(Instant madeAt, Head head) {
        return AuditEvent.of(
                AuditEvent.Kind.RESTORATION,
                "ostler",
                "The data were put back from the backup of " + madeAt.truncatedTo(ChronoUnit.SECONDS)
                        + "; it ends with audit entry " + head.number() + ".");
    }

    private AuditJournal opening() throws IOException {
        if (notOpened.isPresent() && System.nanoTime() - notOpenedAt < TRY_AGAIN.toNanos()) {
            throw notOpened.get();
        }
        try {
            AuditJournal open = new AuditJournal(directory, clock, limits);
            notOpened = Optional.empty();
            return open;
        } catch (IOException why) {
            notOpened = Optional.of(why);
            notOpenedAt = System.nanoTime();
            throw why;
        }
    }

    private void insert(AuditEntry entry) {
        try {
            insertRowless();
            rows.insert(List.of(entry));
        } catch (SQLException | RuntimeException failure) {
            rowless.put(entry.number(), entry);
            LOG.log(Level.SEVERE, failure, () -> "audit entry " + entry.number() + " has no row yet; it will get it");
        }
    }

    /** Tries again for entries whose rows the database has not taken. */
    void insertRowless() {
        if (rowless.isEmpty()) {
            return;
        }
        for (AuditEntry entry : List.copyOf(rowless.values())) {
            try {
                rows.insert(List.of(entry));
                rowless.remove(entry.number());
            } catch (SQLException | RuntimeException still) {
                LOG.log(Level.WARNING, still, () -> "audit entry " + entry.number() + " still has no row");
                return;
            }
        }
    }

    /** Gives rows to journal entries without one. Rows missing before others that exist are told as an entry. */
    private void replay() {
        try {
            JournalReader reader = new JournalReader(directory);
            new Dropping(directory, rows).finish();
            AuditReplay replay = new AuditReplay(rows);
            if (replay.isNeeded(reader, journal.head())) {
                replay.missing(reader, journal.head());
            }
            replayed = true;
            Optional<String> told = replay.told();
            if (told.isPresent()) {
                LOG.warning(told.get());
                insert(journal.append(AuditEvent.of(AuditEvent.Kind.SETTING, "ostler", told.get())));
            }
        } catch (IOException | SQLException | RuntimeException failure) {
            LOG.log(
                    Level.SEVERE,
                    "missing audit rows could not be written again; tried again with the next entry",
                    failure);
        }
    }
}
