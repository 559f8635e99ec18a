package org.ostler.audit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditTrail.Verification;
import org.ostler.platform.Configuration;
import org.ostler.platform.Json;

/** Looks after the trail: verifies it, has its head witnessed, notices when it cannot be written. */
@ApplicationScoped
public class AuditWatch {
    private static final Logger LOG = Logger.getLogger(AuditWatch.class.getName());

    /** Smaller: every open page asks all the time. Larger: the percentage stands still for that long. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    @Resource
    private ManagedExecutorService threads;

    private Path directory;
    private AuditTrail trail;
    private AuditRows rows;
    private Caller caller;
    private InstantSource clock;
    private Witnesses witnesses;
    private Runnable changed;
    private final ReentrantLock verifying = new ReentrantLock();
    private volatile Optional<Verification> last = Optional.empty();
    private volatile OptionalInt percent = OptionalInt.empty();
    private volatile boolean troubled;
    private volatile long toldAt;
    private volatile int witnessedSegment;

    /** For proxies. */
    protected AuditWatch() {}

    @Inject
    AuditWatch(
            Configuration configuration, AuditTrail trail, AuditRows rows, Caller caller, Event<AuditChanged> changes) {
        this(
                configuration.dataDirectory().resolve("journal"),
                trail,
                rows,
                caller,
                InstantSource.system(),
                new Witnesses(
                        configuration.text("ostler.audit.witness").orElse(""),
                        configuration.dataDirectory(),
                        InstantSource.system()),
                () -> changes.fire(new AuditChanged()));
    }

    AuditWatch(
            Path directory,
            AuditTrail trail,
            AuditRows rows,
            Caller caller,
            InstantSource clock,
            Witnesses witnesses,
            Runnable changed) {
        this.directory = directory;
        this.trail = trail;
        this.rows = rows;
        this.caller = caller;
        this.clock = clock;
        this.witnesses = witnesses;
        this.changed = changed;
    }

    /** Reads the whole journal, the whole table and what witnesses have seen, and compares. */
    public Verification verify() {
        caller.require(Permission.READ);
        return verifyNow();
    }

    /**
     * Begins a verification in the background when none runs.
     *
     * @param patience for how long its end is waited for
     * @return whether it has ended by then
     */
    public boolean verifySoon(Duration patience) {
        caller.require(Permission.READ);
        if (percent.isPresent()) {
            return false;
        }
        Future<?> verification = threads.submit(this::verifyNow);
        try {
            verification.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException later) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException fault) {
            throw new IllegalStateException("the verification failed", fault);
        }
    }

    /** As {@link #verify}; of several at the same time one reads and the others wait for theirs. */
    Verification verifyNow() {
        verifying.lock();
        try {
            percent = OptionalInt.of(0);
            Optional<AuditVerifier.Written> written = trail.written();
            long all = Math.max(1, written.map(one -> one.head().number()).orElse(Long.MAX_VALUE));
            Verification verification = new AuditVerifier(directory, rows)
                    .verify(written, witnesses.log(), clock.instant(), read -> advance((int) (100 * read / all)));
            if (!verification.valid()) {
                LOG.severe(() -> "audit trail broken: " + verification.broken().orElse(""));
            }
            keep(verification);
            return verification;
        } finally {
            percent = OptionalInt.empty();
            verifying.unlock();
            changed.run();
        }
    }

    private void advance(int now) {
        percent = OptionalInt.of(now);
        if (System.nanoTime() - toldAt > EVERY.toNanos()) {
            toldAt = System.nanoTime();
            changed.run();
        }
    }

    /** While nothing is verified: what takes entries away. */
    void exclusively(Runnable work) {
        verifying.lock();
        try {
            work.run();
        } finally {
            verifying.unlock();
        }
    }

    private void keep(Verification verification) {
        last = Optional.of(verification);
        try {
            Files.writeString(directory.resolve("verified.json"), Json.write(verification));
        } catch (IOException unwritable) {
            LOG.log(Level.WARNING, "the verification cannot be kept for the next start", unwritable);
        }
    }

    /** The last one, of this start or of one before. */
    public Optional<Verification> lastVerification() {
        if (last.isEmpty()) {
            Path file = directory.resolve("verified.json");
            try {
                last = Optional.of(Json.read(Files.readString(file, StandardCharsets.UTF_8), Verification.class));
            } catch (IOException | IllegalStateException none) {
                LOG.log(Level.FINE, "no verification was kept", none);
            }
        }
        return last;
    }

    /** How much has been read, while a verification runs. */
    public OptionalInt percentVerified() {
        return percent;
    }

    public List<WitnessView> witnesses() {
        return witnesses.views();
    }

    /** Has the present head written down by each witness. */
    void witness() {
        trail.journal().ifPresent(journal -> {
            int segment = journal.segmentNumber();
            Head head = journal.head();
            if (head.number() > 0) {
                witnesses.see(journal.identity().orElse(""), head);
                witnessedSegment = segment;
                changed.run();
            }
        });
    }

    /** What changes by itself: a segment that was closed is witnessed, and open pages learn of trouble and its end. */
    void look() {
        boolean now = !trail.isWritable();
        if (now != troubled) {
            troubled = now;
            LOG.log(
                    now ? Level.SEVERE : Level.INFO,
                    () -> now
                            ? "the audit journal cannot be written: "
                                    + trail.trouble().orElse("")
                            : "the audit journal can be written again");
            changed.run();
        }
        boolean closed = trail.journal()
                .filter(journal -> journal.segmentNumber() != witnessedSegment)
                .isPresent();
        if (closed) {
            witness();
        }
    }
}
