package org.ostler.platform;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Whether the database may be written: there is room on the disk, it answers, and no other process has it. While it may
 * not, no change starts and no run takes its next step; reading goes on. What helps is looked for every two seconds,
 * so that everything goes on by itself.
 */
@ApplicationScoped
public class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class.getName());

    /** Smaller: a database in trouble is asked all the time. Larger: pages say later than 5 s how it stands. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    /**
     * For how long a lease is believed without asking. Smaller: a round trip before each write. Larger: a process that
     * was frozen, and lost its lease meanwhile, may write that long after it woke.
     */
    private static final long BELIEVED_NANOS = Duration.ofSeconds(10).toNanos();

    /** Larger than what a page of PostgreSQL has left over. */
    private static final int PROBE_ROWS = 12;

    /**
     * @param code as of a {@link Refusal}
     * @param what what is the case
     * @param next what a person can do
     */
    public record Trouble(String code, String what, String next) {
        public Refusal refusal() {
            return new Refusal(Refusal.Kind.NOT_NOW, code, what, next);
        }
    }

    @Inject
    Configuration configuration;

    @Inject
    Event<DatabaseChanged> changes;

    @Resource
    ManagedScheduledExecutorService timer;

    private Room room;
    private DataSource database;
    private DatabaseLease lease;
    private ScheduledFuture<?> looking;
    private volatile long heldAtNanos;
    private volatile Optional<Trouble> met = Optional.empty();
    private volatile Optional<Trouble> shown = Optional.empty();

    /** From here on it is watched. */
    void begin(DataSource watched, DatabaseLease held) {
        database = watched;
        lease = held;
        heldAtNanos = System.nanoTime();
        Connections.refuseWritesFor(this::whyNothingIsWritten);
        looking = timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end() {
        Connections.refuseWritesFor(Optional::empty);
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    @PreDestroy
    void stop() {
        end();
    }

    /** Why nothing may be changed now; empty when it may. */
    public Optional<Trouble> trouble() {
        return room().trouble().or(() -> met);
    }

    /** @throws Refusal NOT_NOW when nothing may be changed now */
    public void require() {
        Optional<Trouble> trouble = trouble();
        if (trouble.isPresent()) {
            throw trouble.get().refusal();
        }
    }

    /**
     * Told of what went wrong by whoever met it.
     *
     * @return the trouble, when it is the database's; empty when it is another fault
     */
    public Optional<Trouble> met(Throwable thrown) {
        Optional<String> said = DatabaseFailure.in(thrown);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Optional<Trouble> trouble = trouble();
        if (trouble.isEmpty()) {
            LOG.log(Level.WARNING, "the database cannot be used now", thrown);
            met = Optional.of(unusable(said.get()));
        }
        return trouble.or(() -> met);
    }

    private static Trouble unusable(String said) {
        return new Trouble(
                "database-unavailable",
                "The database cannot be used now: " + said,
                "Look at the database and its disk. Ostler goes on by itself when it answers again.");
    }

    private static Trouble notActive(String other) {
        return new Trouble(
                "not-active",
                "Another Ostler process uses this database (" + other + ").",
                "Stop one of the two. This one changes nothing while the other has the database.");
    }

    private synchronized Room room() {
        if (room == null) {
            room = new Room(configuration.dataDirectory(), configuration.number("ostler.room.mib", Room.STANDARD_MIB));
        }
        return room;
    }

    /** Asked by each write. What was met before is no reason to refuse: the write itself shows whether it is over. */
    private Optional<String> whyNothingIsWritten() {
        Optional<Trouble> narrow = room().trouble();
        if (narrow.isPresent()) {
            return narrow.map(Trouble::what);
        }
        if (System.nanoTime() - heldAtNanos > BELIEVED_NANOS) {
            renew();
        }
        return met.filter(trouble -> trouble.code().equals("not-active")).map(Trouble::what);
    }

    private void look() {
        try {
            renew();
            lease.requireRoom();
            if (met.isPresent()
                    && room().trouble().isEmpty()
                    && met.get().code().equals("database-unavailable")) {
                probe();
                met = Optional.empty();
            }
        } catch (SQLException | RuntimeException still) {
            DatabaseFailure.in(still).ifPresent(said -> met = Optional.of(unusable(said)));
            LOG.log(Level.FINE, "the database still cannot be used", still);
        }
        tell();
    }

    private synchronized void renew() {
        if (lease == null) {
            return;
        }
        try {
            Optional<String> other = lease.renew();
            if (other.isPresent()) {
                met = Optional.of(notActive(other.get()));
            } else {
                heldAtNanos = System.nanoTime();
                met = met.filter(trouble -> !trouble.code().equals("not-active"));
            }
        } catch (SQLException gone) {
            met = Optional.of(unusable(DatabaseFailure.in(gone).orElse(String.valueOf(gone.getMessage()))));
        }
    }

    /** Writes more than fits into a page that is there already. */
    private void probe() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into installation (name, fact) values (?, ?)")) {
                for (int row = 0; row < PROBE_ROWS; row++) {
                    insert.setString(1, "probe-" + row);
                    insert.setString(2, Noise.letters(3_500));
                    insert.addBatch();
                }
                statement.executeUpdate("delete from installation where name like 'probe-%'");
                insert.executeBatch();
                statement.executeUpdate("delete from installation where name like 'probe-%'");
            }
        }
    }

    /** Pages that are open show it when it changes. */
    private void tell() {
        Optional<Trouble> now = trouble();
        if (!now.map(Trouble::code).equals(shown.map(Trouble::code))) {
            shown = now;
            LOG.warning(() -> now.map(Trouble::what).orElse("The database takes changes again."));
            changes.fire(new DatabaseChanged());
        }
    }

    /** The disk that the data directory lies on. */
    private record Room(Path directory, int mib) {
        /**
         * Kept free, in MiB. Smaller: what is under way when it is reached may fill the rest before it has ended.
         * Larger: nothing is changed although there is room.
         */
        static final int STANDARD_MIB = 64;

        Optional<Trouble> trouble() {
            long free = directory.toFile().getUsableSpace() >> 20;
            return free >= mib
                    ? Optional.empty()
                    : Optional.of(new Trouble(
                            "no-room",
                            "The disk of the data directory has " + free + " MiB left; below " + mib
                                    + " MiB nothing is changed.",
                            "Make room in " + directory + ". Ostler goes on by itself."));
        }
    }
}
