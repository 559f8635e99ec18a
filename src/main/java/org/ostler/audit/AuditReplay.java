package org.ostler.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.audit.JournalReader.Head;

/** One start's comparison of journal and rows: journal entries without a row get it again. */
final class AuditReplay {
    private static final int BATCH = 500;

    private final AuditRows rows;
    private final long lastRow;
    private final List<AuditEntry> batch = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private SQLException failure;

    AuditReplay(AuditRows rows, long lastRow) {
        this.rows = rows;
        this.lastRow = lastRow;
    }

    boolean isNeeded(Head head) throws SQLException {
        return lastRow != head.number() || rows.count(AuditQuery.newest(1)) != head.number();
    }

    void missing(JournalReader journal, Head head) throws IOException, SQLException {
        journal.readAll(head.number(), this::add);
        flush();
        if (failure != null) {
            throw failure;
        }
    }

    Optional<String> told() {
        return gaps.isEmpty()
                ? Optional.empty()
                : Optional.of(gaps.size() + " rows were missing in the database before later ones and were written"
                        + " again from the journal, the first of them entry " + gaps.get(0));
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
            List<Long> present = rows.range(batch.get(0).number() - 1, batch.size()).stream()
                    .map(AuditEntry::number)
                    .toList();
            List<AuditEntry> missing = batch.stream()
                    .filter(entry -> !present.contains(entry.number()))
                    .toList();
            rows.insert(missing);
            missing.stream().map(AuditEntry::number).filter(n -> n < lastRow).forEach(gaps::add);
        } catch (SQLException impossible) {
            failure = impossible;
        }
        batch.clear();
    }
}
