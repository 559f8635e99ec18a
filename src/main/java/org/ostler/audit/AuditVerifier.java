package org.ostler.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.ostler.audit.AuditTrail.Verification;
import org.ostler.audit.Break.Side;
import org.ostler.audit.JournalReader.Reading;

/** Compares journal, table and witness entry by entry and names the first bad one and the side that disagrees. */
final class AuditVerifier {
    private static final int BATCH = 500;

    private final Path directory;
    private final AuditRows rows;

    /**
     * What the writer knows.
     *
     * @param head the last entry, so that a cut-off end is noticed
     * @param foreign what something else did to the files
     */
    record Written(Head head, Optional<String> foreign) {}

    AuditVerifier(Path directory, AuditRows rows) {
        this.directory = directory;
        this.rows = rows;
    }

    /**
     * @param written empty when the journal could not be opened for writing
     * @param progress told now and then up to which entry it is
     */
    Verification verify(Optional<Written> written, WitnessLog witness, Instant now, LongConsumer progress) {
        Comparison comparison = new Comparison(progress);
        try {
            JournalCheck.Result result = new JournalCheck(directory)
                    .check(written.map(one -> one.head().number()).orElse(Long.MAX_VALUE), witness, comparison);
            comparison.finish();
            Reading reading = result.reading();
            Optional<Break> broken = Stream.of(
                            comparison.broken,
                            result.broken().map(this::withTheOtherSide),
                            written.flatMap(one -> end(reading.head(), one)),
                            reading.broken().isPresent() ? Optional.<Break>empty() : strangers(reading))
                    .flatMap(Optional::stream)
                    .min((a, b) -> Long.compare(a.entry(), b.entry()))
                    .map(first -> judged(first, result.broken(), witness));
            return new Verification(
                    broken.isEmpty(),
                    reading.entries(),
                    reading.head().hash(),
                    broken.map(Break::words),
                    broken.map(Break::entry),
                    result.lost(),
                    now);
        } catch (IOException unreadable) {
            return failed("journal: cannot be read: " + unreadable.getMessage(), now);
        } catch (SQLException | RuntimeException unreadable) {
            return failed("database: cannot be read: " + unreadable.getMessage(), now);
        }
    }

    private static Verification failed(String why, Instant now) {
        return new Verification(
                false, 0, ChainLine.BEGINNING, Optional.of(why), Optional.empty(), Optional.empty(), now);
    }

    private static Optional<Break> end(Head found, Written written) {
        if (!found.equals(written.head())) {
            return Optional.of(new Break(
                    Side.JOURNAL,
                    found.number() + 1,
                    "ends with " + found.briefly() + ", although "
                            + written.head().briefly() + " was written"));
        }
        return written.foreign().map(what -> new Break(Side.JOURNAL, found.number() + 1, what));
    }

    /** When only journal and database differ, the witness knows which of them is as it was. */
    private static Break judged(Break first, Optional<Break> journal, WitnessLog witness) {
        if (first.side() != Side.DATABASE || witness.isEmpty()) {
            return first;
        }
        return journal.map(Break::side)
                .map(side ->
                        side == Side.WITNESS ? first.also("the witness has seen another journal than this") : first)
                .orElseGet(() -> first.also("the witness agrees with the journal"));
    }

    /** Rows before the first entry and after the last. */
    private Optional<Break> strangers(Reading reading) throws SQLException {
        Optional<Long> first = rows.firstNumber();
        if (first.filter(number -> number <= reading.before().number()).isPresent()) {
            return stranger(first.get());
        }
        // Entries written since then have rows too; only a row that no journal line precedes is a stranger.
        long last = rows.lastNumber();
        return last <= reading.head().number() || isInJournal(rows.range(last - 1, 1))
                ? Optional.empty()
                : stranger(last);
    }

    private static Optional<Break> stranger(long number) {
        return Optional.of(new Break(Side.DATABASE, number, "entry " + number + " has no journal entry"));
    }

    /** Looked for at the end only: it was written while this reads. */
    private boolean isInJournal(List<AuditEntry> row) {
        JournalReader reader = new JournalReader(directory);
        List<AuditEntry> found = new ArrayList<>();
        try {
            List<Path> segments = reader.segments();
            for (Path segment : segments.subList(Math.max(0, segments.size() - 2), segments.size())) {
                Head before = reader.before(segment).orElse(Head.NONE);
                reader.readSegment(segment, before, Long.MAX_VALUE, line -> {
                    if (line.number() == row.get(0).number()) {
                        found.add(Chain.entry(line));
                    }
                });
            }
        } catch (IOException unreadable) {
            return false;
        }
        return found.equals(row);
    }

    /** A damaged journal line is worth more when its row can be shown to be unharmed. */
    private Break withTheOtherSide(Break damage) {
        if (damage.side() != Side.JOURNAL) {
            return damage;
        }
        try {
            List<AuditEntry> row = rows.range(damage.entry() - 1, 1);
            if (row.isEmpty()) {
                return damage.also("the database does not have this entry either");
            }
            AuditEntry entry = row.get(0);
            boolean sound = Chain.entry(entry.number(), entry.at(), entry.event(), entry.previous())
                    .equals(entry);
            return damage.also(
                    sound ? "the database has this entry unharmed" : "the database has this entry changed too");
        } catch (SQLException | RuntimeException noHelp) {
            return damage;
        }
    }

    private final class Comparison implements JournalReader.Each {
        private final List<AuditEntry> batch = new ArrayList<>();
        private final LongConsumer progress;
        private Optional<Break> broken = Optional.empty();

        Comparison(LongConsumer progress) {
            this.progress = progress;
        }

        @Override
        public void take(ChainLine line) throws ChainLine.Damage {
            batch.add(Chain.entry(line));
            if (batch.size() == BATCH) {
                finish();
                progress.accept(line.number());
            }
        }

        void finish() {
            if (!batch.isEmpty() && broken.isEmpty()) {
                broken = compare();
            }
            batch.clear();
        }

        private Optional<Break> compare() {
            Map<Long, AuditEntry> found = new HashMap<>();
            long before = batch.get(0).number() - 1;
            try {
                rows.range(before, batch.size()).forEach(row -> found.put(row.number(), row));
            } catch (SQLException | RuntimeException unreadable) {
                return bad(
                        before + 1,
                        "entries " + (before + 1) + " to " + (before + batch.size()) + " cannot be read: "
                                + unreadable.getMessage());
            }
            for (AuditEntry entry : batch) {
                AuditEntry row = found.get(entry.number());
                if (row == null) {
                    return bad(entry.number(), "entry " + entry.number() + " is missing");
                }
                if (!row.equals(entry)) {
                    return bad(
                            entry.number(),
                            "entry " + entry.number() + " differs from the journal in its " + difference(entry, row));
                }
            }
            return Optional.empty();
        }

        private static Optional<Break> bad(long entry, String what) {
            return Optional.of(new Break(Side.DATABASE, entry, what));
        }

        private static String difference(AuditEntry entry, AuditEntry row) {
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
