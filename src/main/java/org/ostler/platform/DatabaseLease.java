package org.ostler.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * One Ostler per database. H2's own file lock does it for the embedded one; on PostgreSQL a session lock is held on a
 * connection of its own, which the server ends with the connection: at once when this process is gone, and within half
 * a minute when its whole machine is, by keepalives. A start waits that long for a holder that gives no sign of life,
 * by the database's own clock, and refuses at once when there is one. Rejected: a row with a time in it, which two
 * clocks or one long pause of a virtual machine turn into two holders.
 */
final class DatabaseLease implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DatabaseLease.class.getName());

    /** "ostler" in ASCII, the advisory lock's number. */
    private static final long LOCK = 0x6f73746c6572L;

    /** The lock's row among all locks, and who has it. */
    private static final String HOLDER = "select a.application_name, a.state_change from pg_locks l join"
            + " pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and l.granted and"
            + " l.classid = " + (LOCK >>> 32) + " and l.objid = " + (LOCK & 0xFFFFFFFFL)
            + " and l.database = (select oid from pg_database where datname = current_database())";

    /**
     * Written and gone at once, to see whether the database's disk has room: nothing else tells it. Smaller: what is
     * under way when the disk becomes full may find no room for its outcome. Larger: the disk is busier for nothing.
     */
    private static final int ROOM_BYTES = 512 << 10;

    /**
     * How long who waits for whom.
     *
     * @param idle silence of a holder's machine before the database asks whether it is there. Smaller: a busy network
     *     ends a lease. Larger: a takeover waits
     * @param again between two questions, likewise
     * @param times questions without an answer after which the lease ends, likewise
     * @param patience how long a start waits for a holder that lives; longer than {@link DatabaseWatch}'s round, by
     *     which it is seen to live. Smaller: a restart right after a kill finds its own dead connection. Larger: a
     *     second process takes that long to say that it is one
     */
    record Terms(Duration idle, Duration again, int times, Duration patience) {
        static final Terms STANDARD =
                new Terms(Duration.ofSeconds(10), Duration.ofSeconds(5), 3, Duration.ofSeconds(3));

        /** After which the database has ended the lease of a machine that is gone. */
        Duration longest() {
            return idle.plus(again.multipliedBy(times));
        }

        /** Keepalives alone do not end a connection on which an answer is still to be acknowledged; hence the last. */
        private List<String> orders() {
            return List.of(
                    "set tcp_keepalives_idle = " + idle.toSeconds(),
                    "set tcp_keepalives_interval = " + again.toSeconds(),
                    "set tcp_keepalives_count = " + times,
                    "select set_config(name, '" + longest().toMillis()
                            + "', false) from pg_settings where name = 'tcp_user_timeout'");
        }
    }

    /** Who has it, and when the database last heard of them; null when it does not say. */
    private record Other(String name, Timestamp heard) {}

    private final DataSource database;
    private final String holder;
    private final Terms terms;
    private Connection connection;
    private boolean hasRoomTable;

    private DatabaseLease(DataSource database, String holder, Terms terms) {
        this.database = database;
        this.holder = holder;
        this.terms = terms;
    }

    /**
     * @param holder what another process is told about this one
     * @throws IllegalStateException when another process has it; the message is for people
     */
    static DatabaseLease take(DataSource database, String holder) throws SQLException {
        return take(database, holder, Terms.STANDARD);
    }

    static DatabaseLease take(DataSource database, String holder, Terms terms) throws SQLException {
        DatabaseLease lease = new DatabaseLease(database, holder, terms);
        long begun = System.nanoTime();
        Optional<Other> first = lease.attempt();
        Optional<Other> other = first;
        boolean told = false;
        while (other.isPresent()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            boolean lives = !other.equals(first);
            Duration most = lives ? terms.patience() : terms.longest().plus(terms.patience());
            if (waited.compareTo(most) > 0) {
                throw StartRefused.because("Another Ostler process uses this database ("
                        + other.get().name() + "). Stop it, or choose another database with OSTLER_DB_URL.");
            }
            if (!told && waited.compareTo(terms.patience()) > 0) {
                told = true;
                LOG.info("another process (" + other.get().name() + ") has the database and is silent; waiting "
                        + most.toSeconds() + " s at most for its end");
            }
            pause();
            other = lease.attempt();
        }
        return lease;
    }

    /**
     * Makes sure that the lease is held, and takes it again when it was lost.
     *
     * @return who else holds it; empty when this process does
     */
    Optional<String> renew() throws SQLException {
        return attempt().map(Other::name);
    }

    private synchronized Optional<Other> attempt() throws SQLException {
        if (connection != null && connection.isValid(5)) {
            return Optional.empty();
        }
        letGo();
        Connection fresh = database.getConnection();
        try {
            Optional<Other> other =
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

    private Optional<Other> lock(Connection fresh) throws SQLException {
        try (Statement statement = fresh.createStatement()) {
            for (String order : terms.orders()) {
                statement.execute(order);
            }
            statement.execute("set application_name = '" + holder.replace("'", "''") + "'");
            try (ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                if (answer.next() && answer.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            try (ResultSet who = statement.executeQuery(HOLDER)) {
                return Optional.of(
                        who.next()
                                ? new Other(who.getString(1), who.getTimestamp(2))
                                : new Other("it let go just now", null));
            }
        }
    }

    /**
     * Whether the disk of a PostgreSQL takes more. A table of this session alone, whose rows go with the end of each
     * transaction, is made longer: that asks the file system, and leaves neither rows nor a log of them behind.
     *
     * @throws SQLException when it does not
     */
    synchronized void requireRoom() throws SQLException {
        if (connection == null
                || !connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (!hasRoomTable && !makeRoomTable(statement)) {
                return;
            }
            try {
                statement.executeUpdate("insert into ostler_room select repeat('o', " + ROOM_BYTES + ")");
            } catch (SQLException full) {
                // Only an end in good order gives back what was taken until the disk was full.
                statement.execute("delete from ostler_room");
                throw full;
            }
        }
    }

    /** Where no such table may be made, only a write that fails tells of a full disk. */
    private boolean makeRoomTable(Statement statement) throws SQLException {
        try {
            statement.execute("create temporary table if not exists ostler_room (much text) on commit delete rows");
            statement.execute("alter table ostler_room alter column much set storage external");
            hasRoomTable = true;
        } catch (SQLException refused) {
            if (DatabaseFailure.in(refused).isPresent()) {
                throw refused;
            }
            LOG.log(Level.FINE, "no temporary table can be made", refused);
        }
        return hasRoomTable;
    }

    private void letGo() {
        hasRoomTable = false;
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
