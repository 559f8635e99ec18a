package org.ostler.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;

/**
 * For how long entries are kept. Whole segments are dropped, never single entries, and their heads stay, so that what
 * is left still follows from what was there. Without a setting everything is kept.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class.getName());

    /** Fewer: what a run that is still open did would be gone. */
    private static final int FEWEST_DAYS = 30;

    /** More is the same as all. */
    private static final int MOST_DAYS = 36_500;

    private static final String FACT = "audit.retention.days";

    private Path directory;
    private AuditTrail trail;
    private AuditWatch watch;
    private AuditRows rows;
    private Caller caller;
    private InstantSource clock;

    /** For proxies. */
    protected Retention() {}

    @Inject
    Retention(Configuration configuration, AuditTrail trail, AuditWatch watch, AuditRows rows, Caller caller) {
        this(configuration.dataDirectory().resolve("journal"), trail, watch, rows, caller, InstantSource.system());
    }

    Retention(Path directory, AuditTrail trail, AuditWatch watch, AuditRows rows, Caller caller, InstantSource clock) {
        this.directory = directory;
        this.trail = trail;
        this.watch = watch;
        this.rows = rows;
        this.caller = caller;
        this.clock = clock;
    }

    /** Empty when everything is kept. */
    public Optional<Integer> days() {
        caller.require(Permission.READ);
        return setting();
    }

    private Optional<Integer> setting() {
        try {
            return rows.fact(FACT).map(Integer::valueOf);
        } catch (SQLException failure) {
            throw new IllegalStateException("the setting cannot be read", failure);
        }
    }

    /** @param days empty to keep everything */
    public void keep(Optional<Integer> days) {
        caller.require(Permission.ADMINISTER);
        if (days.filter(number -> number < FEWEST_DAYS || number > MOST_DAYS).isPresent()) {
            throw Refusal.badInput(
                    "retention-days",
                    "The audit trail cannot be kept for " + days.get() + " days.",
                    "Choose " + FEWEST_DAYS + " to " + MOST_DAYS + " days, or nothing to keep everything.");
        }
        String words = days.map(number -> "The audit trail is kept for " + number + " days")
                .orElse("The audit trail is kept without limit");
        try {
            trail.record(AuditEvent.of(AuditEvent.Kind.SETTING, caller.name(), words)
                    .with("before", setting().map(Object::toString).orElse(""))
                    .with("after", days.map(Object::toString).orElse("")));
            rows.fact(FACT, days.map(Object::toString));
        } catch (AuditTrail.JournalUnwritable unwritable) {
            throw unwritable.refusal();
        } catch (SQLException failure) {
            throw new IllegalStateException("the setting cannot be written", failure);
        }
    }

    /** The time of the oldest entry that is there. */
    public Optional<Instant> oldest() {
        caller.require(Permission.READ);
        try {
            Optional<Long> first = rows.firstNumber();
            return first.isEmpty()
                    ? Optional.empty()
                    : rows.range(first.get() - 1, 1).stream()
                            .map(AuditEntry::at)
                            .findFirst();
        } catch (SQLException failure) {
            throw new IllegalStateException("the audit table cannot be read", failure);
        }
    }

    /** Drops what is old enough, told by an entry first. */
    void drop() {
        watch.exclusively(this::dropWhatIsOld);
    }

    private void dropWhatIsOld() {
        try {
            Optional<Integer> days = setting();
            if (days.isPresent()) {
                drop(clock.instant().minus(Duration.ofDays(days.get())));
            }
        } catch (IOException | SQLException | AuditTrail.JournalUnwritable | RuntimeException trouble) {
            LOG.log(Level.WARNING, "old audit entries could not be dropped; tried again tomorrow", trouble);
        }
    }

    private void drop(Instant before) throws IOException, SQLException, AuditTrail.JournalUnwritable {
        JournalReader reader = new JournalReader(directory);
        Optional<AuditJournal> journal = trail.journal();
        if (journal.isEmpty()) {
            return;
        }
        NavigableMap<Integer, Head> kept = new TreeMap<>(reader.heads());
        int active = journal.get().segmentNumber();
        int through = 0;
        for (Path segment : reader.segments()) {
            int number = JournalReader.number(segment);
            if (number >= active || !kept.containsKey(number) || !endsBefore(segment, before)) {
                break;
            }
            through = number;
        }
        if (through > 0) {
            drop(journal.get(), kept.headMap(through, true), through);
        }
    }

    private void drop(AuditJournal journal, Map<Integer, Head> dropped, int through)
            throws IOException, SQLException, AuditTrail.JournalUnwritable {
        long last = dropped.get(through).number();
        trail.record(AuditEvent.of(
                        AuditEvent.Kind.RETENTION,
                        "ostler",
                        "Entries up to " + last + " are dropped; the hashes of their segments are kept")
                .with("heads", JournalCheck.Retained.text(dropped))
                .with("journal", journal.identity().orElse("")));
        new Dropping(directory, rows).begin(through);
    }

    private static boolean endsBefore(Path segment, Instant before) throws IOException {
        Optional<byte[]> last = Optional.empty();
        try (LineFile lines = new LineFile(segment)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                last = line;
            }
        }
        try {
            return last.isPresent()
                    && Chain.at(ChainLine.parse(last.get()))
                            .filter(at -> at.isBefore(before))
                            .isPresent();
        } catch (ChainLine.Damage damage) {
            return false;
        }
    }
}
