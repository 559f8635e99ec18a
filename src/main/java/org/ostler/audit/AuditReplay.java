package org.ostler.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One start's comparison of journal and rows: journal entries without a row get it again. */
final class AuditReplay {
    private static final int BATCH = 500;

    private final AuditRows rows;
    private final long lastRow;
    private final List<AuditEntry> batch = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private final List<Long> tail = new ArrayList<>();
    private SQLException failure;

    AuditReplay(AuditRows rows) throws SQLException {
        this.rows = rows;
        this.lastRow = rows.lastNumber();
    }

    boolean isNeeded(JournalReader journal, Head head) throws IOException, SQLException {
        List<Path> segments = journal.segments();
        long dropped = segments.isEmpty()
                ? 0
                : journal.before(segments.get(0)).orElse(Head.NONE).number();
        return lastRow != head.number() || rows.count(AuditQuery.newest(1)) != head.number() - dropped;
    }

    void missing(JournalReader journal, Head head) throws IOException, SQLException {
        journal.readAll(head.number(), line -> add(Chain.entry(line)));
        flush();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * After a kill a few rows at the end are missing; more, or others, tell of something else, and one who forges an
     * entry at the end of the journal leaves this trace.
     */
    Optional<String> told() {
        if (!gaps.isEmpty()) {
            return Optional.of(gaps.size() + " rows were missing in the database before later ones and were written"
                    + " again from the journal, the first of them entry " + gaps.get(0));
        }
        return tail.isEmpty()
                ? Optional.empty()
                : Optional.of("At the start the database had no rows for the entries " + tail.get(0) + " to "
                        + tail.get(tail.size() - 1) + "; they were written again from the journal");
    }

    private void add(AuditEntry entry) {
        batch.add(entry);
        if (batch.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        if (batch.isEmpty() || failure != null) {
            return;
        }
        try {
            Set<Long> present = rows.range(batch.get(0).number() - 1, batch.size()).stream()
                    .map(AuditEntry::number)
                    .collect(Collectors.toSet());
            List<AuditEntry> missing = batch.stream()
                    .filter(entry -> !present.contains(entry.number()))
                    .toList();
            rows.insert(missing);
            missing.stream().map(AuditEntry::number).forEach(number -> (number < lastRow ? gaps : tail).add(number));
        } catch (SQLException impossible) {
            failure = impossible;
        }
        batch.clear();
    }
}
