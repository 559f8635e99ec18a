package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ostler.PlainPersistence;
import org.ostler.access.PlainCaller;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.PlainTrail;
import org.ostler.cloudstack.PlainClouds;
import org.ostler.console.PlainTranscripts;
import org.ostler.console.Transcripts;
import org.ostler.credential.KeysInAFile;
import org.ostler.credential.PlainCredentials;
import org.ostler.credential.PlainVault;
import org.ostler.inventory.PlainInventory;
import org.ostler.plan.HostObserver;
import org.ostler.plan.PlainPlans;
import org.ostler.plan.Plans;
import org.ostler.procedure.Guide;
import org.ostler.ssh.RemoteShells;

/**
 * A whole engine without a container: real ledger and plans in an H2 file, real journal, transcripts, vault and
 * connections. At its start it takes up what is open, as the server does. Its time is quicker than the wall's, so that
 * what a guide waits for in minutes is waited for in seconds; connections keep real time.
 */
final class Engine implements AutoCloseable {
    /**
     * @param directory of its data
     * @param site inventory and credentials as the API takes them: {@code {inventory, credentials}}
     * @param patience how long a host may take for one operation, in real time
     * @param speed of its time
     */
    record Setting(
            Path directory,
            JsonNode site,
            Function<String, Optional<Guide>> guides,
            Limits limits,
            Duration patience,
            double speed) {

        /** Minutes are seconds; a machine may be silent for half a minute of real time. */
        static Setting of(Path directory, JsonNode site, Function<String, Optional<Guide>> guides) {
            Limits limits = new Limits(
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(8),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20));
            return new Setting(directory, site, guides, limits, Duration.ofSeconds(20), 20);
        }

        Setting with(Limits others) {
            return new Setting(directory, site, guides, others, patience, speed);
        }

        Setting patient(Duration time) {
            return new Setting(directory, site, guides, limits, time, speed);
        }

        Setting at(double otherSpeed) {
            return new Setting(directory, site, guides, limits, patience, otherSpeed);
        }
    }

    private static final List<String> ROWS =
            Stream.concat(PlainLedger.ROWS.stream(), PlainPlans.ROWS.stream()).toList();

    final PlainInventory inventory;
    final KeysInAFile keys;
    final PlainTrail audit;
    final Transcripts transcripts;
    final Ledger ledger;
    final Plans plans;
    final Runs runs = new Runs();
    private final PlainPersistence database;
    final HostObserver observer;
    private final ScheduledExecutorService threads;

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject
    Engine(Setting setting, Points points) {
        Path directory = setting.directory();
        database = new PlainPersistence(directory.resolve("ostler"), ROWS);
        threads = new Quick(setting.speed());
        PlainCaller caller = new PlainCaller("admin");
        PlainCredentials credentials = new PlainCredentials(setting.site().path("credentials"));
        inventory = new PlainInventory(setting.site().path("inventory"));
        keys = new KeysInAFile(directory.resolve("keys"));
        QuickClock clock = QuickClock.of(directory, setting.speed());
        audit = new PlainTrail(directory.resolve("journal"), database.database(), caller) {
            @Override
            public AuditEntry record(AuditEvent event) throws JournalUnwritable {
                points.pass("before audit");
                AuditEntry entry = super.record(event);
                points.pass("after audit");
                return entry;
            }
        };
        transcripts = new PlainTranscripts(directory.resolve("transcripts"), threads);
        ledger = PlainLedger.over(database, clock, points);
        RemoteShells shells = new WatchedShells(credentials, keys, setting.patience(), points);
        observer = new HostObserver(shells, new PlainClouds(credentials), inventory);
        plans = PlainPlans.over(database, caller, inventory, observer, audit, setting.guides());
        runs.caller = caller;
        runs.plans = plans;
        runs.lanes = new Lanes();
        runs.lanes.open(
                new Tools(
                        ledger,
                        observer,
                        inventory,
                        audit,
                        transcripts,
                        credentials,
                        new PlainVault(directory.resolve("vault.key")),
                        id -> plans.find(id.toString()),
                        setting.guides(),
                        setting.limits(),
                        clock,
                        run -> {},
                        new AlwaysWell()),
                threads);
        runs.lanes.resume();
    }

    /** Plans, approves and starts; returns the run as it stands then. */
    RunView start(Plans.Request request) {
        org.ostler.plan.Plan plan = plans.make(request);
        plans.approve(plan.id(), plan.digest(), Optional.empty());
        return runs.start(plan.id().toString());
    }

    @Override
    public void close() {
        runs.lanes.close();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new AssertionError("a lane does not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        audit.close();
        database.close();
    }

    /** An H2 file of a test's own. */
    private static final class AlwaysWell implements Health {
        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public boolean isToBlame(Throwable thrown) {
            return false;
        }
    }

    /** Delays are shorter than they say. */
    private static final class Quick extends ScheduledThreadPoolExecutor {
        private final double speed;

        Quick(double speed) {
            super(32, work -> {
                Thread thread = new Thread(work, "lane");
                thread.setDaemon(true);
                return thread;
            });
            this.speed = speed;
            setRemoveOnCancelPolicy(true);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            return super.schedule(work, (long) (unit.toMicros(delay) / speed), TimeUnit.MICROSECONDS);
        }
    }
}
