package org.ostler.backup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;

/**
 * Makes backups when their time has come and when {@code payara/backup} asks: by a file in the data directory, which
 * only the one who owns the installation can write, so the command needs no password.
 */
@Startup
@Singleton
@DependsOn("Migrator")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class BackupClock {
    private static final Logger LOG = Logger.getLogger(BackupClock.class.getName());

    /** Smaller: the directory is looked at all the time. Larger: whoever calls the command waits that long. */
    private static final long LOOK_SECONDS = 1;

    /** Who is named for what nobody signed in asked for. */
    private static final String CLOCK = "ostler";

    private static final String COMMAND = "payara/backup";

    @Inject
    Backups backups;

    @Inject
    Configuration configuration;

    @Resource
    ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> looking;

    @PostConstruct
    void start() {
        looking = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        looking.cancel(false);
    }

    private void look() {
        try {
            Path request = configuration.dataDirectory().resolve("backup.request");
            if (Files.exists(request)) {
                answer(request);
            }
            if (backups.next().filter(due -> due.isBefore(Instant.now())).isPresent() && !backups.isUnderWay()) {
                backups.bySchedule(CLOCK);
            }
        } catch (IOException | RuntimeException fault) {
            LOG.log(Level.WARNING, "backups are not looked after", fault);
        }
    }

    /** @param request its first line is echoed, so that the command knows its answer; the second is the target */
    private void answer(Path request) throws IOException {
        List<String> lines = Files.readAllLines(request);
        Files.delete(request);
        if (lines.size() < 2) {
            return;
        }
        String said;
        try {
            said = "made "
                    + backups.make(COMMAND, "", Path.of(lines.get(1)), true).mebibytes();
        } catch (Refusal refused) {
            said = "refused " + refused.getMessage() + " " + refused.next();
        } catch (RuntimeException fault) {
            LOG.log(Level.SEVERE, "the backup " + lines.get(1) + " failed", fault);
            said = "refused Ostler failed at it; the server's log says why.";
        }
        Path answer = request.resolveSibling("backup.answer");
        Path fresh = request.resolveSibling("backup.answer.new");
        Files.write(fresh, List.of(lines.get(0), said.replace('\n', ' ')));
        Files.move(fresh, answer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
