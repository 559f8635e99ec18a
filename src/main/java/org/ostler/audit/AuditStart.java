package org.ostler.audit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens the journal and brings the rows up to it before anybody asks, and looks after both from then on. A journal that
 * cannot be opened does not stop the server: people have to be able to sign in and read why nothing can be changed.
 */
@Startup
@Singleton(name = "AuditStart")
@DependsOn("Migrator")
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditStart {
    private static final Logger LOG = Logger.getLogger(AuditStart.class.getName());

    /** Smaller: a stat and a write test more often than anybody sees. Larger: pages tell of trouble later than 5 s. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Smaller: a witness file of many megabytes a year. Larger: more entries that a forger may still change. */
    private static final Duration WITNESS = Duration.ofMinutes(5);

    /** Smaller: disk and processor for little. Larger: the page says that it was not verified for a day. */
    private static final Duration VERIFY = Duration.ofHours(23);

    /** Smaller: the verification slows the start down. Larger: a broken trail is told late. */
    private static final Duration AFTER_START = Duration.ofSeconds(20);

    @Inject
    private AuditTrail audit;

    @Inject
    private AuditWatch watch;

    @Inject
    private Retention retention;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final List<ScheduledFuture<?>> rounds = new ArrayList<>();

    @PostConstruct
    void open() {
        try {
            audit.open();
        } catch (IOException trouble) {
            LOG.log(Level.SEVERE, "The audit journal cannot be opened; no change will start", trouble);
        }
        again(watch::look, LOOK, LOOK);
        again(watch::witness, Duration.ZERO, WITNESS);
        again(watch::verifyNow, AFTER_START, VERIFY);
        again(retention::drop, AFTER_START.multipliedBy(3), VERIFY);
    }

    private void again(Runnable work, Duration first, Duration every) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException fault) {
                LOG.log(Level.SEVERE, "the audit trail could not be looked after", fault);
            }
        };
        rounds.add(timer.scheduleWithFixedDelay(guarded, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    void close() {
        rounds.forEach(round -> round.cancel(false));
        watch.witness();
    }
}
