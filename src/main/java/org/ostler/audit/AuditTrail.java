package org.ostler.audit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;
import org.ostler.platform.Restoration;

/** The boundary of the audit: record, search, verify, export. */
@ApplicationScoped
public class AuditTrail {
    private static final Logger LOG = Logger.getLogger(AuditTrail.class.getName());

    /** Largest page of a search; more would hold a page's memory hostage. */
    private static final int MOST = 1_000;

    private static final int BATCH = 500;

    /**
     * @param entries how many were read without finding anything bad
     * @param head hash of the last of them
     * @param broken where and how the chain is broken, and which side disagrees
     * @param entry the number of the first bad entry
     * @param lost what a witness saw and a backup that was put back did not have; no damage, but told for good
     */
    public record Verification(
            boolean valid,
            long entries,
            String head,
            Optional<String> broken,
            Optional<Long> entry,
            Optional<String> lost,
            Instant at) {}

    private Path directory;
    private AuditRows rows;
    private Caller caller;
    private OpenTrail trail;
    /** Held shared from journal line to row, so that a verification never sees an entry between the two. */
    private final ReentrantReadWriteLock inFlight = new ReentrantReadWriteLock();

    /** For proxies. */
    protected AuditTrail() {}

    @Inject
    AuditTrail(Configuration configuration, AuditRows rows, Caller caller) {
        this(
                configuration.dataDirectory().resolve("journal"),
                rows,
                caller,
                InstantSource.system(),
                AuditJournal.Limits.STANDARD,
                new Restoration(configuration.dataDirectory())::untold);
    }

    AuditTrail(Path directory, AuditRows rows, Caller caller, InstantSource clock) {
        this(directory, rows, caller, clock, AuditJournal.Limits.STANDARD);
    }

    AuditTrail(Path directory, AuditRows rows, Caller caller, InstantSource clock, AuditJournal.Limits limits) {
        this(directory, rows, caller, clock, limits, Optional::empty);
    }

    private AuditTrail(
            Path directory,
            AuditRows rows,
            Caller caller,
            InstantSource clock,
            AuditJournal.Limits limits,
            Supplier<Optional<Instant>> restored) {
        this.directory = directory;
        this.rows = rows;
        this.caller = caller;
        this.trail = new OpenTrail(directory, rows, clock, limits, restored);
    }

    /**
     * Opens the journal and writes missing rows again; done by the first call that needs it.
     *
     * @throws IOException when another process has the journal, or it is damaged or unwritable
     */
    public void open() throws IOException {
        trail.journal();
    }

    /**
     * Appends to the journal, fsyncs, then inserts the row in a transaction of its own. When this returns the entry is
     * on disk.
     *
     * @throws JournalUnwritable and then nothing may be changed
     */
    public AuditEntry record(AuditEvent event) throws JournalUnwritable {
        inFlight.readLock().lock();
        try {
            return trail.append(event);
        } catch (IOException failure) {
            throw unwritable(failure.getMessage(), failure);
        } finally {
            inFlight.readLock().unlock();
        }
    }

    /** Whether it was opened and the rows are as the journal has them; without trying to. */
    public boolean isOpen() {
        return trail.isWhole();
    }

    /** Whether a new change may begin; asked before a run or step starts, shown on every page when not. */
    public boolean isWritable() {
        return trouble().isEmpty();
    }

    /** @throws JournalUnwritable when no new change may begin */
    public void require() throws JournalUnwritable {
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            throw unwritable(trouble.get(), null);
        }
    }

    private JournalUnwritable unwritable(String why, Throwable cause) {
        return new JournalUnwritable("The audit journal in " + directory + " cannot be written: " + why, cause);
    }

    /** Why no new change may begin, in words. What runs may be journalled even so. */
    public Optional<String> trouble() {
        try {
            return trail.journal().trouble();
        } catch (IOException closed) {
            return Optional.of(closed.getMessage());
        }
    }

    /** Each entry that is still there, from the journal itself, in order; for what is made from it again. */
    public void readAll(Consumer<AuditEntry> each) throws IOException {
        long last = trail.journal().head().number();
        Optional<Break> broken = new JournalReader(directory)
                .readAll(last, line -> each.accept(Chain.entry(line)))
                .broken();
        if (broken.isPresent()) {
            throw new IOException(broken.get().words());
        }
    }

    public List<AuditEntry> search(AuditQuery query) {
        caller.require(Permission.READ);
        try {
            return rows.search(limited(query));
        } catch (SQLException failure) {
            throw new IllegalStateException("the audit table cannot be read", failure);
        }
    }

    /** The newest entries of one kind of a run, for what a page asks each time the run changes. */
    public List<AuditEntry> newestOfRun(UUID run, AuditEvent.Kind kind, int limit) {
        caller.require(Permission.READ);
        try {
            return rows.newestOfRun(run, kind, limit);
        } catch (SQLException failure) {
            throw new IllegalStateException("the audit table cannot be read", failure);
        }
    }

    public long count(AuditQuery query) {
        caller.require(Permission.READ);
        try {
            return rows.count(query);
        } catch (SQLException failure) {
            throw new IllegalStateException("the audit table cannot be read", failure);
        }
    }

    /**
     * For looks, which work without a caller: the newest outcome of each file that was written on this host, without
     * files of which a newer intent has no known end.
     */
    public List<AuditEntry> writtenFiles(UUID host) {
        try {
            Map<String, AuditEntry> newest = new HashMap<>();
            rows.lastWrites(host, Optional.empty())
                    .forEach(entry -> newest.put(entry.event().path().orElseThrow(), entry));
            return rows.lastWrites(host, Optional.of("done")).stream()
                    .filter(entry -> isSettled(newest.get(entry.event().path().orElseThrow())))
                    .toList();
        } catch (SQLException failure) {
            throw new IllegalStateException("the audit table cannot be read", failure);
        }
    }

    private static boolean isSettled(AuditEntry newest) {
        String result = newest.event().details().getOrDefault("result", "unknown");
        return newest.event().kind() == AuditEvent.Kind.OUTCOME
                && !result.equals("unknown")
                && !result.equals("running");
    }

    /** For looks: when something was last done on each host on which something was done since then. */
    public Map<UUID, Instant> lastChanges(Instant since) {
        try {
            return rows.lastChanges(since);
        } catch (SQLException failure) {
            throw new IllegalStateException("the audit table cannot be read", failure);
        }
    }

    /** @param format csv or json */
    public void export(AuditQuery query, String format, OutputStream to) throws IOException {
        caller.require(Permission.READ);
        AuditExport export = AuditExport.of(format, to);
        export.begin();
        AuditQuery page = query.paged(BATCH);
        for (List<AuditEntry> entries = search(page); !entries.isEmpty(); entries = search(page)) {
            for (AuditEntry entry : entries) {
                export.add(entry);
            }
            page = page.following(entries.get(entries.size() - 1).number());
        }
        export.end();
        export.flush();
    }

    @PreDestroy
    void close() {
        trail.close();
    }

    /** The last entry's number and hash; empty when the journal is not open. */
    public Optional<String> head() {
        return journal().map(AuditJournal::head).map(head -> head.number() + " " + head.hash());
    }

    /** The journal when it is open: for what looks after it. */
    Optional<AuditJournal> journal() {
        return trail.present();
    }

    /** What is written, with all rows that can be; empty when the journal is not open. */
    Optional<AuditVerifier.Written> written() {
        inFlight.writeLock().lock();
        try {
            AuditJournal open = trail.journal();
            trail.insertRowless();
            return Optional.of(new AuditVerifier.Written(open.head(), open.foreign()));
        } catch (IOException closed) {
            LOG.log(Level.FINE, "the journal is not open", closed);
            return Optional.empty();
        } finally {
            inFlight.writeLock().unlock();
        }
    }

    private static AuditQuery limited(AuditQuery query) {
        if (query.limit() < 1 || query.limit() > MOST) {
            throw Refusal.badInput(
                    "audit-limit",
                    "A page of the audit trail has 1 to " + MOST + " entries, not " + query.limit() + ".",
                    "Ask for fewer, then for those after the last one.");
        }
        return query;
    }

    /** The journal cannot be written; the message says why. */
    public static final class JournalUnwritable extends Exception {
        private static final long serialVersionUID = 1L;

        public JournalUnwritable(String message, Throwable cause) {
            super(message, cause);
        }

        /** For the person whose change does not happen. */
        public Refusal refusal() {
            return new Refusal(
                    Refusal.Kind.NOT_NOW,
                    "journal-unwritable",
                    getMessage(),
                    "Nothing is changed without the journal. Make room on its disk or mend it, then try again.");
        }
    }
}
