package org.ostler.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.ostler.access.Caller;

/** The real trail, journal and rows, without a container. */
public class PlainTrail extends AuditTrail implements AutoCloseable {
    /** Threads that share the writing to disk while it is filled. */
    private static final int FILLING = 64;

    private final Path directory;
    private final Rows rows;
    private final Caller caller;

    public PlainTrail(Path directory, DataSource database, Caller caller) {
        this(directory, new Rows(database), caller, AuditJournal.Limits.STANDARD.reserve());
    }

    /** @param reserve how much room there must be for something new to begin, in bytes */
    public PlainTrail(Path directory, DataSource database, Caller caller, long reserve) {
        this(directory, new Rows(database), caller, reserve);
    }

    private PlainTrail(Path directory, Rows rows, Caller caller, long reserve) {
        super(
                directory,
                rows,
                caller,
                InstantSource.system(),
                new AuditJournal.Limits(
                        AuditJournal.Limits.STANDARD.segmentBytes(),
                        AuditJournal.Limits.STANDARD.segmentAge(),
                        reserve));
        this.directory = directory;
        this.rows = rows;
        this.caller = caller;
    }

    /** Every entry, oldest first. */
    public List<AuditEntry> all() {
        try {
            return rows.range(0, Integer.MAX_VALUE);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Many entries at once: each in the journal as always, their rows in few transactions. */
    void fill(int from, int to, IntFunction<AuditEvent> event) throws Exception {
        AuditJournal open = journal().orElseThrow();
        ExecutorService writers = Executors.newFixedThreadPool(FILLING);
        try {
            List<Future<AuditEntry>> written = new ArrayList<>();
            for (int number = from; number < to; number++) {
                AuditEvent next = event.apply(number);
                written.add(writers.submit(() -> open.append(next)));
            }
            List<AuditEntry> entries = new ArrayList<>();
            for (Future<AuditEntry> one : written) {
                entries.add(one.get());
            }
            rows.insertAtOnce(entries);
        } finally {
            writers.shutdownNow();
        }
    }

    /** What is not as it was written; empty when the chain holds and every row is its journal entry's. */
    public Optional<String> broken() {
        InstantSource clock = InstantSource.system();
        Witnesses nobody = new Witnesses("", directory, clock);
        Verification verification = new AuditWatch(directory, this, rows, caller, clock, nobody, () -> {}).verify();
        return verification.valid() ? Optional.empty() : Optional.of(verification.toString());
    }

    @Override
    public void close() {
        super.close();
        rows.close();
    }

    private static final class Rows extends AuditRows {
        private final DataSource database;
        private Connection open;

        Rows(DataSource database) {
            this.database = database;
        }

        @Override
        public synchronized void insert(List<AuditEntry> entries) throws SQLException {
            super.insert(entries);
        }

        synchronized void insertAtOnce(List<AuditEntry> entries) throws SQLException {
            Connection connection = connection();
            connection.setAutoCommit(false);
            for (int at = 0; at < entries.size(); at += 1_000) {
                super.insert(entries.subList(at, Math.min(entries.size(), at + 1_000)));
                connection.commit();
            }
            connection.setAutoCommit(true);
        }

        @Override
        public synchronized List<AuditEntry> range(long after, int size) throws SQLException {
            return super.range(after, size);
        }

        @Override
        protected synchronized Connection connection() throws SQLException {
            if (open == null) {
                open = database.getConnection();
            }
            return open;
        }

        synchronized void close() {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
