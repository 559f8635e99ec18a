package org.ostler.backup;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.ArchiveName;
import org.ostler.platform.ArchiveWriter;
import org.ostler.platform.Configuration;
import org.ostler.platform.Connections;
import org.ostler.platform.DatabaseCopy;
import org.ostler.platform.Refusal;

/** The boundary of backups: made by the clock, on a page, by the API or by {@code payara/backup}, one at a time. */
@ApplicationScoped
public class Backups {
    private static final Logger LOG = Logger.getLogger(Backups.class.getName());
    private static final String OURS = "ostler-\\d{8}T\\d{6}Z\\.zip";

    /** The first one after a start without any. Smaller: it gets into the way of a start. Larger: a day without one. */
    private static final Duration FIRST = Duration.ofHours(1);

    @Inject
    Configuration configuration;

    @Inject
    Caller caller;

    @Inject
    AuditTrail audit;

    @Resource
    ManagedExecutorService background;

    private final Semaphore one = new Semaphore(1);
    private final Instant startedAt = Instant.now();
    private volatile Optional<String> problem = Optional.empty();

    /** Newest first. */
    public List<Backup> list() {
        caller.require(Permission.ADMINISTER);
        return present();
    }

    /** When the next one is made by itself; empty when none is. */
    public Optional<Instant> next() {
        Duration every = Duration.ofHours(configuration.number("ostler.backup.hours", 24));
        return every.isZero()
                ? Optional.empty()
                : Optional.of(present().stream()
                        .findFirst()
                        .map(last -> last.madeAt().plus(every))
                        .orElse(startedAt.plus(FIRST)));
    }

    public boolean isUnderWay() {
        return one.availablePermits() == 0;
    }

    /** Why the last one came to nothing; empty when it did not. */
    public Optional<String> problem() {
        return problem;
    }

    public Path directory() {
        return configuration.backupDirectory();
    }

    /**
     * Makes one now and waits for it.
     *
     * @param note what it is for; stands in the audit trail
     */
    public Backup make(String note) {
        caller.require(Permission.ADMINISTER);
        return make(caller.name(), note, directory().resolve(ArchiveName.of(Instant.now())), false);
    }

    /** Makes one now; {@link #isUnderWay} and {@link #problem} tell what becomes of it. */
    public void begin() {
        caller.require(Permission.ADMINISTER);
        refuseSecond(isUnderWay());
        String by = caller.name();
        background.execute(() -> bySchedule(by));
    }

    void bySchedule(String by) {
        try {
            LOG.info(() -> "backup: "
                    + make(by, "", directory().resolve(ArchiveName.of(Instant.now())), false)
                            .file());
        } catch (Refusal refused) {
            LOG.warning(() -> "no backup: " + refused.getMessage());
        } catch (RuntimeException fault) {
            LOG.log(Level.SEVERE, "no backup", fault);
        }
    }

    /**
     * @param withKey puts the vault's key beside it
     * @throws Refusal when another one is under way, it is there already, or there is no room
     */
    Backup make(String by, String note, Path target, boolean withKey) {
        refuseSecond(!one.tryAcquire());
        try {
            Backup made = write(by, target, withKey);
            problem = Optional.empty();
            tell(AuditEvent.of(AuditEvent.Kind.SETTING, by, by + " made the backup " + made.name())
                    .with("file", made.file().toString())
                    .with("note", note));
            forgetOld();
            return made;
        } catch (IOException | SQLException trouble) {
            problem = Optional.of(String.valueOf(trouble.getMessage()));
            LOG.log(Level.WARNING, "the backup " + target + " could not be made", trouble);
            tell(AuditEvent.of(
                    AuditEvent.Kind.SETTING, by, "The backup " + target.getFileName() + " could not be made"));
            throw new Refusal(
                    Refusal.Kind.NOT_NOW,
                    "backup-failed",
                    "The backup could not be made: " + trouble.getMessage(),
                    "Look at the disk of " + target.toAbsolutePath().getParent() + ", then try again.");
        } finally {
            one.release();
        }
    }

    private static void refuseSecond(boolean underWay) {
        if (underWay) {
            throw Refusal.conflict("backup-under-way", "A backup is being made.", "Wait until it is there.");
        }
    }

    private Backup write(String by, Path target, boolean withKey) throws IOException, SQLException {
        if (Files.exists(target)) {
            throw new IOException(target + " is there already");
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        DataFiles files = new DataFiles(configuration.dataDirectory(), directory());
        long room = target.toAbsolutePath().getParent().toFile().getUsableSpace();
        if (room < files.size()) {
            throw new IOException("it may take " + (files.size() >> 20) + " MiB, the disk has " + (room >> 20));
        }
        Instant now = Instant.now();
        Path key = configuration.dataDirectory().resolve("vault.key");
        try (Connection connection = Connections.direct(configuration).getConnection();
                ArchiveWriter archive = new ArchiveWriter(target)) {
            String schema = DatabaseCopy.version(connection);
            DatabaseCopy.write(connection, archive);
            files.addTo(archive);
            archive.finish(
                    now,
                    schema,
                    Map.of(
                            "made by",
                            by,
                            "database",
                            connection.getMetaData().getDatabaseProductName(),
                            "vault key",
                            Files.exists(key) ? ArchiveWriter.sha256(Files.readAllBytes(key)) : "none"));
        }
        if (withKey && Files.exists(key)) {
            Path copy = target.resolveSibling(target.getFileName() + ".key");
            Files.copy(key, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return backup(target);
    }

    /** A backup is worth having when the journal cannot be written, too. */
    private void tell(AuditEvent event) {
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable trouble) {
            LOG.log(Level.SEVERE, "Not in the audit journal: " + event.summary(), trouble);
        }
    }

    private List<Backup> present() {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().matches(OURS))
                    .map(Backups::backup)
                    .sorted(Comparator.comparing(Backup::name).reversed())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the backups cannot be listed", unreadable);
        }
    }

    private static Backup backup(Path file) {
        try {
            return new Backup(
                    file.getFileName().toString(),
                    file,
                    Files.getLastModifiedTime(file).toInstant(),
                    Files.size(file));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void forgetOld() throws IOException {
        List<Backup> all = present();
        int keep = Math.max(1, configuration.number("ostler.backup.keep", 7));
        for (Backup old : all.subList(Math.min(keep, all.size()), all.size())) {
            Files.deleteIfExists(old.file());
        }
    }
}
