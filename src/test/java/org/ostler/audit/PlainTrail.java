package org.ostler.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.ostler.access.Caller;

/** The real trail, journal and rows, without a container. */
public class PlainTrail extends AuditTrail implements AutoCloseable {
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
