package org.ostler.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database's schema up to date. A database that holds something is copied first. */
final class Migration {
    private static final Logger LOG = Logger.getLogger(Migration.class.getName());

    private final DataSource database;
    private final Connections direct;
    private final Path backups;

    /** @param direct the same database, without a pool */
    Migration(DataSource database, Connections direct, Path backups) {
        this.database = database;
        this.direct = direct;
        this.backups = backups;
    }

    /** To the newest version. */
    void run() throws SQLException {
        Flyway flyway = configured().load();
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length > 0 && flyway.info().current() != null) {
            copyBefore(pending[0].getVersion().getVersion());
        }
        flyway.migrate();
    }

    /** From nothing to the version that a backup was made of. */
    void runTo(String version) {
        boolean known = Arrays.stream(configured().load().info().all())
                .anyMatch(one -> one.getVersion().getVersion().equals(version));
        if (!known) {
            throw StartRefused.because("The backup was made by a newer Ostler (its database has version " + version
                    + "). Restore it with that one.");
        }
        configured().target(version).load().migrate();
    }

    /** The version of the database as it is; empty for one without our tables. */
    Optional<String> version() {
        return Optional.ofNullable(configured().load().info().current())
                .map(current -> current.getVersion().getVersion());
    }

    private FluentConfiguration configured() {
        return Flyway.configure(getClass().getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration");
    }

    private void copyBefore(String version) throws SQLException {
        Instant now = Instant.now();
        Path archive = backups.resolve("before-V" + version + "-" + ArchiveName.time(now) + ".zip");
        try (Connection connection = direct.getConnection()) {
            Files.createDirectories(backups);
            try (ArchiveWriter writer = new ArchiveWriter(archive)) {
                DatabaseCopy.write(connection, writer);
                writer.finish(now, version().orElseThrow(), Map.of("holds", "the database alone"));
            }
            LOG.info(() -> "The database was copied to " + archive + " before its migration to " + version);
        } catch (IOException trouble) {
            throw StartRefused.because(
                    "The database cannot be copied to " + backups + " before its migration: " + trouble.getMessage()
                            + ". Make room there, or choose another directory with OSTLER_BACKUP_DIR.",
                    trouble);
        }
    }
}
