package org.ostler.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * One Ostler per database. H2's own file lock does it for the embedded one; on PostgreSQL a session lock is held on a
 * connection of its own, which the server ends with the connection: at once when this process is gone, and within 30 s
 * when its whole machine is, by keepalives. Rejected: a row with a time in it, which two clocks or one long pause of a
 * virtual machine turn into two holders.
 */
final class DatabaseLease implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DatabaseLease.class.getName());

    /** "ostler" in ASCII, the advisory lock's number. */
    private static final long LOCK = 0x6f73746c6572L;

    /** 10 s of silence, then three questions 5 s apart. Shorter: a busy network ends a lease; longer: a takeover waits. */
    private static final String KEEPALIVES =
            "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

    /**
     * How long a start waits for a lease that is held. Shorter: a restart right after a kill finds its own dead
     * connection; longer: a second process takes that long to say that it is one.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final DataSource database;
    private final String holder;
    private Connection connection;

    private DatabaseLease(DataSource database, String holder) {
        this.database = database;
        this.holder = holder;
    }

    /**
     * @param holder what another process is told about this one
     * @throws IllegalStateException when another process has it; the message is for people
     */
    static DatabaseLease take(DataSource database, String holder) throws SQLException {
        DatabaseLease lease = new DatabaseLease(database, holder);
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<String> other = lease.renew();
        while (other.isPresent() && System.nanoTime() < end) {
            pause();
            other = lease.renew();
        }
        if (other.isPresent()) {
            throw StartRefused.because("Another Ostler process uses this database (" + other.get()
                    + "). Stop it, or choose another database with OSTLER_DB_URL.");
        }
        return lease;
    }

    /**
     * Makes sure that the lease is held, and takes it again when it was lost.
     *
     * @return who else holds it; empty when this process does
     */
    synchronized Optional<String> renew() throws SQLException {
        if (connection != null && connection.isValid(5)) {
            return Optional.empty();
        }
        letGo();
        Connection fresh = database.getConnection();
        try {
            Optional<String> other =
                    fresh.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? lock(fresh) : Optional.empty();
            if (other.isEmpty()) {
                connection = fresh;
            } else {
                fresh.close();
            }
            return other;
        } catch (SQLException failure) {
            fresh.close();
            throw failure;
        }
    }

    private Optional<String> lock(Connection fresh) throws SQLException {
        try (Statement statement = fresh.createStatement()) {
            statement.execute(KEEPALIVES);
            statement.execute("set application_name = '" + holder.replace("'", "''") + "'");
            try (ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                if (answer.next() && answer.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            try (ResultSet who = statement.executeQuery("select a.application_name from pg_locks l join"
                    + " pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and l.granted and"
                    + " l.classid = " + (LOCK >>> 32) + " and l.objid = " + (LOCK & 0xFFFFFFFFL)
                    + " and l.database = (select oid from pg_database where datname = current_database())")) {
                return Optional.of(who.next() ? who.getString(1) : "it let go just now");
            }
        }
    }

    private void letGo() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                LOG.log(Level.FINE, "the lease's connection was lost", gone);
            }
            connection = null;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        letGo();
    }
}
