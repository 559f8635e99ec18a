package org.ostler.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.TestDatabase.Product;

/** Copies of a whole database, out of the one kind and into the other. */
final class DatabaseCopyTest {
    private static final List<String> ROWS =
            List.of("""
            insert into person (name_key, name, password, roles, disabled, language, theme, stamp, password_stamp,
                created_at, last_sign_in_at) values ('zhào', 'Zhào "M" \\ 赵敏', 'x', 'OPERATOR', true, 'zh_CN', 'dark',
                9007199254740993, 2, timestamp with time zone '2026-11-22 09:38:21.123456+08:00', null)
            """, """
            insert into api_token (id, person, name, hash, created_at) values
                ('0f0e0d0c-0b0a-0908-0706-050403020100', 'zhào', 'script', 'h',
                timestamp with time zone '2026-11-22 09:38:21+00:00')
            """, "insert into installation (name, fact) values ('lines', 'a\nb')");

    @TempDir
    Path directory;

    private Path write(TestDatabase from, String name) throws SQLException, IOException {
        Path archive = directory.resolve(name);
        try (Connection connection = from.connect();
                ArchiveWriter writer = new ArchiveWriter(archive)) {
            DatabaseCopy.write(connection, writer);
            writer.finish(Instant.parse("2026-11-22T09:00:00Z"), "141", Map.of());
        }
        return archive;
    }

    private Path unpacked(Path archive) throws IOException {
        Path to = Files.createTempDirectory(directory, "unpacked");
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
        }
        return to;
    }

    private static void load(Path unpacked, TestDatabase into) throws SQLException, IOException {
        try (Connection connection = into.connect()) {
            DatabaseCopy.load(unpacked.resolve("database"), connection);
        }
    }

    @ParameterizedTest
    @CsvSource({"H2,H2", "H2,POSTGRESQL", "POSTGRESQL,H2", "POSTGRESQL,POSTGRESQL"})
    void everyRowComesBackAlikeWhereverItIsPut(Product from, Product into) throws Exception {
        try (TestDatabase source = TestDatabase.of(from);
                TestDatabase target = TestDatabase.of(into)) {
            for (String insert : ROWS) {
                source.execute(insert);
            }
            source.execute("alter sequence run_number restart with 118");
            Path first = unpacked(write(source, "first.zip"));
            load(first, target);
            Path second = unpacked(write(target, "second.zip"));
            for (String part : List.of("person", "api_token", "installation", "run")) {
                Path name = Path.of("database", part + ".jsonl");
                assertEquals(Files.readString(first.resolve(name)), Files.readString(second.resolve(name)), part);
            }
            assertTrue(
                    Files.readString(second.resolve("database/person.jsonl")).contains("2026-11-22T01:38:21.123456Z"));
            assertTrue(
                    Files.readString(second.resolve("database/sequences.json")).contains("\"run_number\":118"));
            assertFalse(Files.exists(first.resolve("database/flyway_schema_history.jsonl")));
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aCopyIsOfOneMomentWhileOthersWrite(Product product) throws Exception {
        try (TestDatabase source = TestDatabase.of(product)) {
            AtomicBoolean enough = new AtomicBoolean();
            Thread writer = new Thread(() -> writePairs(source, enough));
            writer.start();
            try {
                for (int copy = 0; copy < 10; copy++) {
                    Path unpacked = unpacked(write(source, "moment-" + copy + ".zip"));
                    long installation = Files.readAllLines(unpacked.resolve("database/installation.jsonl"))
                            .size();
                    long once = Files.readAllLines(unpacked.resolve("database/run_once.jsonl"))
                            .size();
                    assertEquals(installation, once, "one transaction writes both");
                }
            } finally {
                enough.set(true);
                writer.join();
            }
        }
    }

    private static void writePairs(TestDatabase database, AtomicBoolean enough) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int pair = 0; !enough.get(); pair++) {
                try (PreparedStatement one = connection.prepareStatement("insert into installation values (?, ?)");
                        PreparedStatement two = connection.prepareStatement(
                                "insert into run_once values (?, gen_random_uuid(), 1, current_timestamp)")) {
                    one.setString(1, "n" + pair);
                    one.setString(2, "x".repeat(500));
                    two.setString(1, "n" + pair);
                    one.executeUpdate();
                    two.executeUpdate();
                }
                connection.commit();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aDamagedCopyLeavesNothing(Product product) throws Exception {
        try (TestDatabase source = TestDatabase.of(product);
                TestDatabase target = TestDatabase.of(product)) {
            for (String insert : ROWS) {
                source.execute(insert);
            }
            Path unpacked = unpacked(write(source, "damaged.zip"));
            Path tokens = unpacked.resolve("database/api_token.jsonl");
            Files.writeString(tokens, Files.readString(tokens).replace("\"zhào\"", "\"nobody\""));
            assertThrows(SQLException.class, () -> load(unpacked, target));
            assertEquals(List.of("0"), target.query("select count(*) from person"));
        }
    }

    @Test
    void anArchiveIsThereOnlyWhenItIsWholeAndOnlyForItsOwner() throws Exception {
        Path archive = directory.resolve("half.zip");
        try (ArchiveWriter writer = new ArchiveWriter(archive)) {
            writer.add("a", out -> out.write(new byte[10]));
        }
        assertEquals(List.of(), List.of(directory.toFile().list()));
        try (ArchiveWriter writer = new ArchiveWriter(archive)) {
            writer.add("a", out -> out.write(new byte[10]));
            writer.finish(Instant.EPOCH, "1", Map.of("made by", "ann"));
        }
        assertEquals(
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(archive));
    }
}
