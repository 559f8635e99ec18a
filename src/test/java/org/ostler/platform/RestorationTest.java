package org.ostler.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.TestDatabase.Product;

/** What a start makes of an unpacked backup, and of a database that is older than it. */
final class RestorationTest {
    private static final Instant MADE_AT = Instant.parse("2026-11-22T09:00:00Z");

    @TempDir
    Path directory;

    private void unpack(TestDatabase from, String schema) throws SQLException, IOException {
        Path archive = directory.resolve("archive.zip");
        Files.deleteIfExists(archive);
        try (Connection connection = from.connect();
                ArchiveWriter writer = new ArchiveWriter(archive)) {
            DatabaseCopy.write(connection, writer);
            writer.finish(MADE_AT, schema, Map.of());
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Path file = directory.resolve("restore").resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
        }
    }

    private TestDatabase source(Product product) {
        TestDatabase source = TestDatabase.of(product);
        source.execute("insert into person (name_key, name, password, roles, disabled, language, theme, stamp,"
                + " password_stamp, created_at) values ('ann', 'Ann', 'x', 'VIEWER', false, 'en', 'dark', 1, 1,"
                + " current_timestamp)");
        return source;
    }

    private static String newest(TestDatabase database) {
        List<String> versions = Migrations.versions(database);
        return versions.get(versions.size() - 1);
    }

    private void load(TestDatabase into) throws SQLException {
        new Restoration(directory).load(Migrations.of(into, directory), Migrations.source(into));
    }

    @ParameterizedTest
    @CsvSource({"H2,POSTGRESQL", "POSTGRESQL,H2"})
    void anUnpackedBackupIsPutIntoTheEmptyDatabaseOnce(Product from, Product into) throws Exception {
        try (TestDatabase source = source(from)) {
            TestDatabase target = TestDatabase.empty(into);
            unpack(source, newest(target));
            load(target);
            assertEquals(List.of("Ann"), target.query("select name from person"));
            assertEquals(Optional.of(MADE_AT), new Restoration(directory).untold());
            assertFalse(Files.exists(directory.resolve("restore")));
            new Restoration(directory).told();
            assertEquals(Optional.empty(), new Restoration(directory).untold());
            load(target);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aStartThatWasCutAfterItGoesOnAndNothingIsPutInTwice(Product product) throws Exception {
        try (TestDatabase source = source(product)) {
            TestDatabase target = TestDatabase.empty(product);
            unpack(source, newest(target));
            Path kept = directory.resolve("kept.json");
            Files.copy(directory.resolve("restore/manifest.json"), kept);
            load(target);
            Files.createDirectories(directory.resolve("restore"));
            Files.move(kept, directory.resolve("restore/manifest.json"));
            load(target);
            assertEquals(List.of("Ann"), target.query("select name from person"));
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aDatabaseInUseIsNotTouched(Product product) throws Exception {
        try (TestDatabase source = source(product);
                TestDatabase inUse = TestDatabase.of(product)) {
            inUse.execute("insert into person (name_key, name, password, roles, disabled, language, theme, stamp,"
                    + " password_stamp, created_at) values ('bob', 'Bob', 'x', 'VIEWER', false, 'en', 'dark', 1, 1,"
                    + " current_timestamp)");
            unpack(source, newest(inUse));
            StartRefused refused = assertThrows(StartRefused.class, () -> load(inUse));
            assertTrue(refused.getMessage().contains("not empty"), refused.getMessage());
            assertEquals(List.of("Bob"), inUse.query("select name from person"));
            assertTrue(Files.exists(directory.resolve("restore/manifest.json")));
        }
    }

    @Test
    void aBackupOfANewerOstlerIsRefused() throws Exception {
        try (TestDatabase source = source(Product.H2)) {
            TestDatabase target = TestDatabase.empty(Product.H2);
            unpack(source, "99999");
            StartRefused refused = assertThrows(StartRefused.class, () -> load(target));
            assertTrue(refused.getMessage().contains("newer Ostler"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void withoutACopyThereIsNoMigration(Product product) throws Exception {
        TestDatabase database = TestDatabase.empty(product);
        Migrations.runAllButTheLast(database);
        Path backups = Files.writeString(directory.resolve("backups"), "a file in its place");
        StartRefused refused = assertThrows(StartRefused.class, () -> Migrations.run(database, backups));
        assertTrue(refused.getMessage().contains("OSTLER_BACKUP_DIR"), refused.getMessage());
        List<String> versions = Migrations.versions(database);
        assertEquals(
                Optional.of(versions.get(versions.size() - 2)),
                Migrations.of(database, backups).version());
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void anEmptyOrPresentDatabaseNeedsNoCopy(Product product) throws Exception {
        TestDatabase database = TestDatabase.empty(product);
        Migrations.run(database, directory.resolve("backups"));
        Migrations.run(database, directory.resolve("backups"));
        assertFalse(Files.exists(directory.resolve("backups")));
    }
}
