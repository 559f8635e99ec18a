package org.ostler.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.audit.AuditTrail.Verification;
import org.ostler.audit.JournalReader.Head;
import org.ostler.audit.JournalReader.Reading;

/** Compares journal and table entry by entry and names the first bad one and the side that disagrees. */
final class AuditVerifier {
    private static final int BATCH = 500;

    private final JournalReader journal;
    private final AuditRows rows;

    AuditVerifier(JournalReader journal, AuditRows rows) {
        this.journal = journal;
        this.rows = rows;
    }

    /**
     * @param written what the writer knows to be the last entry, so that a cut-off end is noticed; empty when the
     *     journal could not be opened for writing
     */
    Verification verify(Optional<Head> written, Instant now) {
        Comparison comparison = new Comparison();
        try {
            Reading reading = journal.readAll(written.map(Head::number).orElse(Long.MAX_VALUE), comparison::add);
            comparison.finish();
            Optional<String> broken = comparison
                    .broken
                    .or(() -> reading.broken().map(this::withTheOtherSide))
                    .or(() -> written.flatMap(head -> end(reading.head(), head)));
            if (broken.isEmpty()) {
                broken = strangers(reading.head());
            }
            return new Verification(
                    broken.isEmpty(),
                    Math.max(0, reading.head().number()),
                    reading.head().hash(),
                    broken,
                    now);
        } catch (IOException unreadable) {
            return failed("journal: cannot be read: " + unreadable.getMessage(), now);
        } catch (SQLException | RuntimeException unreadable) {
            return failed("database: cannot be read: " + unreadable.getMessage(), now);
        }
    }

    private static Verification failed(String why, Instant now) {
        return new Verification(false, 0, Chain.BEGINNING, Optional.of(why), now);
    }

    private static Optional<String> end(Head found, Head written) {
        return found.equals(written)
                ? Optional.empty()
                : Optional.of("journal: ends with entry " + found.number() + " (" + abbreviated(found)
                        + "), although entry " + written.number() + " (" + abbreviated(written) + ") was written");
    }

    private static String abbreviated(Head head) {
        return head.hash().substring(0, Math.min(12, head.hash().length()));
    }

    private Optional<String> strangers(Head last) throws SQLException {
        List<AuditEntry> beyond = rows.search(AuditQuery.newest(1));
        // Entries written since then have rows too; only a row that no journal line precedes is a stranger.
        if (!beyond.isEmpty() && beyond.get(0).number() > last.number() && !isInJournal(beyond.get(0))) {
            return Optional.of("database: entry " + beyond.get(0).number() + " has no journal entry");
        }
        List<AuditEntry> before = rows.range(-BATCH, BATCH);
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of("database: entry " + before.get(0).number() + " has no journal entry");
    }

    private boolean isInJournal(AuditEntry row) throws SQLException {
        List<AuditEntry> found = new ArrayList<>();
        try {
            journal.readAll(row.number(), entry -> {
                if (entry.number() == row.number()) {
                    found.add(entry);
                }
            });
        } catch (IOException unreadable) {
            return false;
        }
        return found.contains(row);
    }

    /** A damaged journal line is worth more when its row can be shown to be unharmed. */
    private String withTheOtherSide(String damage) {
        try {
            long number = Long.parseLong(damage.replaceAll("\\D*entry (\\d+).*", "$1"));
            List<AuditEntry> row = rows.range(number - 1, 1);
            boolean sound = !row.isEmpty()
                    && Chain.entry(
                                    number,
                                    row.get(0).at(),
                                    row.get(0).event(),
                                    row.get(0).previous())
                            .equals(row.get(0));
            return damage
                    + (sound ? "; the database has this entry unharmed" : "; the database does not have it either");
        } catch (SQLException | RuntimeException noHelp) {
            return damage;
        }
    }

    private final class Comparison {
        private final List<AuditEntry> batch = new ArrayList<>();
        private Optional<String> broken = Optional.empty();

        void add(AuditEntry entry) {
            batch.add(entry);
            if (batch.size() == BATCH) {
                finish();
            }
        }

        void finish() {
            if (!batch.isEmpty() && broken.isEmpty()) {
                broken = compare();
            }
            batch.clear();
        }

        private Optional<String> compare() {
            Map<Long, AuditEntry> found = new HashMap<>();
            long before = batch.get(0).number() - 1;
            try {
                rows.range(before, batch.size()).forEach(row -> found.put(row.number(), row));
            } catch (SQLException | RuntimeException unreadable) {
                return Optional.of("database: entries " + (before + 1) + " to " + (before + batch.size())
                        + " cannot be read: " + unreadable.getMessage());
            }
            for (AuditEntry entry : batch) {
                AuditEntry row = found.get(entry.number());
                if (row == null) {
                    return Optional.of("database: entry " + entry.number() + " is missing");
                }
                if (!row.equals(entry)) {
                    return Optional.of("database: entry " + entry.number() + " differs from the journal in its "
                            + difference(entry, row));
                }
            }
            return Optional.empty();
        }

        private String difference(AuditEntry entry, AuditEntry row) {
            if (!entry.hash().equals(row.hash()) || !entry.previous().equals(row.previous())) {
                return "hashes";
            }
            if (!entry.at().equals(row.at())) {
                return "time";
            }
            if (!entry.event().actor().equals(row.event().actor())) {
                return "person";
            }
            if (!entry.event().summary().equals(row.event().summary())) {
                return "summary";
            }
            return entry.event().details().equals(row.event().details()) ? "subject" : "details";
        }
    }
}
