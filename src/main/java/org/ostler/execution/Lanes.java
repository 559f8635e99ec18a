package org.ostler.execution;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.console.Transcripts;
import org.ostler.credential.Credentials;
import org.ostler.credential.Vault;
import org.ostler.guide.Library;
import org.ostler.inventory.Inventory;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Plans;
import org.ostler.platform.Configuration;
import org.ostler.platform.DatabaseWatch;
import org.ostler.platform.Refusal;
import org.ostler.platform.Restoration;

/** Gives ticks to the lanes of all open runs, on a bounded pool of managed threads. */
@ApplicationScoped
class Lanes {
    private static final Logger LOG = Logger.getLogger(Lanes.class.getName());

    /** Lanes at work at the same time. Fewer makes wide guides queue; more only costs memory and connections. */
    private static final int AT_ONCE = 64;

    /** After a fault of this class itself; smaller fills the log, larger leaves a run standing. */
    private static final Duration AFTER_FAULT = Duration.ofSeconds(30);

    @Inject
    JpaLedger ledger;

    @Inject
    HostObserver observer;

    @Inject
    Inventory inventory;

    @Inject
    AuditTrail audit;

    @Inject
    Transcripts transcripts;

    @Inject
    Credentials credentials;

    @Inject
    Vault vault;

    @Inject
    Plans plans;

    @Inject
    Configuration configuration;

    @Inject
    DatabaseWatch watch;

    @Inject
    Event<RunChanged> changes;

    @Resource
    ManagedThreadFactory threads;

    private ScheduledExecutorService pool;
    private Tools tools;
    private Runner runner;
    private final Set<String> flying = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();
    private final AtomicBoolean tidies = new AtomicBoolean();

    @PostConstruct
    void open() {
        Tools ours = new Tools(
                ledger,
                observer,
                inventory,
                audit,
                transcripts,
                credentials,
                vault,
                id -> plans.find(id.toString()),
                Library::guide,
                Limits.of(configuration),
                Clock.systemUTC(),
                this::tell,
                Health.of(watch));
        ScheduledThreadPoolExecutor managed = new ScheduledThreadPoolExecutor(AT_ONCE, threads);
        managed.setKeepAliveTime(30, TimeUnit.SECONDS);
        managed.allowCoreThreadTimeOut(true);
        managed.setRemoveOnCancelPolicy(true);
        open(ours, managed);
    }

    /** With these tools, on these threads. */
    void open(Tools ours, ScheduledExecutorService threadsOfOurs) {
        tools = ours;
        pool = threadsOfOurs;
        runner = new Runner(tools);
    }

    @PreDestroy
    void close() {
        pool.shutdownNow();
        runner.closeLines();
    }

    Tools tools() {
        return tools;
    }

    Runner runner() {
        return runner;
    }

    private void tell(UUID run) {
        try {
            changes.fire(new RunChanged(run));
        } catch (RuntimeException page) {
            LOG.log(Level.WARNING, "a listener of run " + run + " failed", page);
        }
    }

    /** Something happened that a run may have waited for. */
    void wake(UUID run) {
        notBefore.keySet().removeIf(key -> key.startsWith(run.toString()));
        inBackground(() -> dispatch(run));
    }

    void inBackground(Runnable work) {
        try {
            pool.execute(work);
        } catch (RejectedExecutionException closing) {
            LOG.log(Level.FINE, "the server stops; the run goes on after its start", closing);
        }
    }

    private void dispatch(UUID run) {
        try {
            for (String what : runner.ready(run)) {
                String key = run + " " + what;
                boolean due = !notBefore.getOrDefault(key, Instant.MIN).isAfter(tools.now());
                if (due && flying.add(key)) {
                    inBackground(() -> work(run, what, key));
                }
            }
        } catch (Refusal parked) {
            LOG.log(Level.WARNING, "run " + run + " cannot go on", parked);
            runner.park(run, parked);
        } catch (RuntimeException fault) {
            boolean passes = tools.health().isToBlame(fault);
            LOG.log(passes ? Level.INFO : Level.SEVERE, "the lanes of run " + run + " could not be read", fault);
            again(run, passes ? Runner.NO_DATABASE : AFTER_FAULT);
        }
    }

    private void work(UUID run, String what, String key) {
        Next next = Next.later(AFTER_FAULT);
        try {
            next = runner.tick(run, what);
        } catch (RuntimeException fault) {
            LOG.log(Level.SEVERE, "a tick of run " + run + " failed: " + what, fault);
        } finally {
            tidyLater();
            if (next instanceof Next.Later later) {
                notBefore.put(key, tools.now().plus(later.delay()));
                flying.remove(key);
                again(run, later.delay());
            } else {
                notBefore.remove(key);
                flying.remove(key);
                inBackground(() -> dispatch(run));
            }
        }
    }

    /** One at a time: each tick of each lane may leave a connection. */
    private void tidyLater() {
        if (tidies.compareAndSet(false, true)) {
            later(
                    () -> {
                        tidies.set(false);
                        if (runner.closeIdleLines()) {
                            tidyLater();
                        }
                    },
                    KeptLines.IDLE);
        }
    }

    private void again(UUID run, Duration delay) {
        later(() -> dispatch(run), delay);
    }

    /** @param work catches and logs what goes wrong */
    private void later(Runnable work, Duration delay) {
        try {
            @SuppressWarnings("unused")
            var unused = pool.schedule(work, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.log(Level.FINE, "the server stops; the run goes on after its start", closing);
        }
    }

    /** After a restore nothing goes on by itself. */
    void tellOfRestore() {
        Restoration restoration = new Restoration(configuration.dataDirectory());
        restoration.untold().ifPresent(madeAt -> {
            new AfterRestore(tools, runner).tell(madeAt);
            restoration.told();
        });
    }

    /** Takes up every run that was open when the server ended. */
    void resume() {
        new LedgerRecovery(tools.ledger(), tools.audit()).recover();
        for (RunEntry run : tools.ledger().open()) {
            inBackground(() -> resume(run));
        }
    }

    private void resume(RunEntry run) {
        try {
            String words = takenUp(run);
            tools.transcripts().note(run.id, "", Stream.NOTE, "", words);
            tools.audit()
                    .record(AuditEvent.of(AuditEvent.Kind.RUN_STATE, "ostler", words)
                            .ofRun(run.plan, run.id));
        } catch (AuditTrail.JournalUnwritable later) {
            LOG.log(Level.WARNING, "the restart could not be journalled", later);
        } catch (RuntimeException fault) {
            LOG.log(Level.SEVERE, "the restart could not be noted in run " + run.number, fault);
        }
        wake(run.id);
        stop(run.id, 0);
    }

    /** Stops what a cancelled run has under way. */
    void stop(UUID run) {
        inBackground(() -> stop(run, 0));
    }

    /** A machine that does not answer, or a server that ends, must not let what was cancelled go on unseen. */
    private void stop(UUID id, int tries) {
        RunEntry run = tools.ledger().find(id.toString()).orElseThrow();
        if (run.wish != RunEntry.Wish.CANCEL || run.state.isOver()) {
            return;
        }
        boolean stopped = runner.known(run)
                .map(context -> new Wishes(context).stopAll(tries == 0))
                .orElse(true);
        if (!stopped) {
            later(() -> stop(id, tries + 1), tools.limits().backOff(tries));
        }
    }

    /** What a person is told: the machines on which something was under way, and where the transcript goes on. */
    private String takenUp(RunEntry run) {
        String when = LineTrouble.clock(tools.now());
        String machines = runner.known(run).stream()
                .flatMap(context -> tools.ledger().steps(run.id).stream()
                        .filter(StepEntry::isUnderWay)
                        .map(entry -> context.host(context.legs().get(entry.id))))
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        return machines.isEmpty()
                ? "Ostler restarted " + when + ", run " + run.number
                        + " goes on from where its ledger stands; nothing is started a second time."
                : "Ostler restarted " + when + ", run " + run.number + " re-attaches to " + machines + " at line "
                        + tools.transcripts().lastNumber(run.id) + "; nothing is started a second time.";
    }
}
