package org.ostler.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.access.Acting;
import org.ostler.access.Role;
import org.ostler.audit.TrailInMemory;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;

/** Backups of a data directory in use, and the command that unpacks them. */
@ParameterizedClass
@EnumSource(TestDatabase.Product.class)
final class BackupsTest {
    @Parameter
    TestDatabase.Product product;

    @TempDir
    Path directory;

    private final TrailInMemory audit = new TrailInMemory();
    private final Backups backups = new Backups();
    private final Map<String, String> settings = new TreeMap<>();
    private TestDatabase tables;
    private Path data;

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    void open() throws IOException {
        tables = TestDatabase.of(product);
        tables.execute("insert into installation (name, fact) values ('is it there', 'yes')");
        data = directory.resolve("data");
        settings.put("ostler.db.url", tables.url());
        settings.put("ostler.db.user", tables.user());
        backups.configuration = new Configuration() {
            @Override
            public Path dataDirectory() {
                return data;
            }

            @Override
            public Optional<String> text(String name) {
                return Optional.ofNullable(settings.get(name));
            }
        };
        backups.caller = new Acting("ada", Role.ADMINISTRATOR);
        backups.audit = audit;
        write("journal/000001.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":");
        write("journal/lock", "");
        write("transcripts/run/000001.jsonl", "{\"line\":1}\n");
        write("transcripts/terminals/a.cast", "x".repeat(20_000) + "\ny");
        write("vault.key", "the key");
        Files.setPosixFilePermissions(data.resolve("vault.key"), PosixFilePermissions.fromString("rw-------"));
        for (String none : List.of("ostler.mv.db", "server.pid", "server.log", "runtime.a/b", "lab/state", "preboot")) {
            write(none, "not worth it");
        }
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private void write(String name, String text) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Map<String, String> content(Path archive) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                content.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return content;
    }

    @Test
    void holdsRowsAndWholeLinesAndNothingThatAStartMakesAnew() throws Exception {
        Backup made = backups.make("before the upgrade");
        Map<String, String> content = content(made.file());
        Set<String> files = content.keySet().stream()
                .filter(name -> !name.startsWith("database/"))
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "manifest.json",
                        "journal/000001.jsonl",
                        "transcripts/run/000001.jsonl",
                        "transcripts/terminals/a.cast"),
                files);
        assertEquals("{\"n\":1}\n{\"n\":2}\n", content.get("journal/000001.jsonl"));
        assertEquals(20_001, content.get("transcripts/terminals/a.cast").length());
        assertTrue(content.get("database/installation.jsonl").contains("is it there"));
        assertEquals(List.of("ada made the backup " + made.name()), audit.told());
        assertEquals(List.of(made), backups.list());
    }

    @Test
    void putsTheKeyBesideItOnlyOnDemandAndOnlyForItsOwner() throws Exception {
        Path target = directory.resolve("elsewhere/a.zip");
        backups.make("payara/backup", "", target, true);
        assertFalse(content(target).containsKey("vault.key"));
        Path key = directory.resolve("elsewhere/a.zip.key");
        assertEquals("the key", Files.readString(key));
        for (Path file : List.of(key, target)) {
            assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        }
    }

    @Test
    void keepsTheNewestAndSaysWhenTheNextIsDue() throws Exception {
        settings.put("ostler.backup.keep", "2");
        for (String old : List.of("20250101T000000Z", "20250102T000000Z", "20250103T000000Z")) {
            write("backups/ostler-" + old + ".zip", "old");
        }
        write("backups/before-V60-20250101T000000Z.zip", "not ours to remove");
        Backup made = backups.make("before the upgrade");
        assertEquals(
                List.of(made.name(), "ostler-20250103T000000Z.zip"),
                backups.list().stream().map(Backup::name).toList());
        assertTrue(Files.exists(data.resolve("backups/before-V60-20250101T000000Z.zip")));
        assertEquals(Optional.of(made.madeAt().plusSeconds(24 * 3600)), backups.next());
        settings.put("ostler.backup.hours", "0");
        assertEquals(Optional.empty(), backups.next());
    }

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    void saysWhyThereIsNoneAndLeavesNothing() throws Exception {
        settings.put("ostler.backup.dir", "/dev/full/backups");
        Refusal refusal = assertThrows(Refusal.class, () -> backups.make("before the upgrade"));
        assertEquals("backup-failed", refusal.code());
        assertTrue(backups.problem().isPresent());
        assertTrue(audit.told().get(0).contains("could not be made"), audit.told()::toString);
        settings.remove("ostler.backup.dir");
        backups.make("before the upgrade");
        assertEquals(Optional.empty(), backups.problem());
        backups.caller = new Acting("bo", Role.OPERATOR, Role.APPROVER);
        assertEquals(
                Refusal.Kind.FORBIDDEN,
                assertThrows(Refusal.class, () -> backups.make("before the upgrade"))
                        .kind());
    }

    private record Said(int exit, String words) {}

    private Said restore(Path archive, Path key) throws Exception {
        ProcessBuilder command = new ProcessBuilder("payara/restore", archive.toString(), key.toString());
        command.environment().put("OSTLER_DATA_DIR", data.toString());
        Process process = command.redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), words);
    }

    private Path inAside(String name) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().startsWith("replaced-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve(name);
        }
    }

    @Test
    void isUnpackedWithItsKeyAndWhatWasThereIsMovedAside() throws Exception {
        Path target = directory.resolve("a.zip");
        backups.make("payara/backup", "", target, true);
        write("journal/000001.jsonl", "{\"another\":1}\n");
        write("vault.key", "another key");
        Said said = restore(target, directory.resolve("a.zip.key"));
        assertEquals(0, said.exit(), said.words());
        assertEquals("{\"n\":1}\n{\"n\":2}\n", Files.readString(data.resolve("journal/000001.jsonl")));
        assertEquals("the key", Files.readString(data.resolve("vault.key")));
        assertTrue(Files.exists(data.resolve("restore/database/person.jsonl")));
        assertTrue(Files.exists(data.resolve("restore/manifest.json")));
        assertEquals("not worth it", Files.readString(inAside("ostler.mv.db")));
        assertEquals("another key", Files.readString(inAside("vault.key")));
        assertTrue(Files.exists(data.resolve("lab/state")), "the practice lab is not of the backup");
    }

    @Test
    void aJournalThatGoesOnWhereTheBackupsEndsIsKept() throws Exception {
        Path target = directory.resolve("a.zip");
        backups.make("payara/backup", "", target, false);
        write("journal/000001.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");
        write("journal/000002.jsonl", "{\"n\":4}\n");
        Said said = restore(target, directory.resolve("none"));
        assertTrue(said.words().contains("it was kept"), said.words());
        assertTrue(Files.readString(data.resolve("journal/000001.jsonl")).endsWith("{\"n\":3}\n"));
        assertTrue(Files.exists(data.resolve("journal/000002.jsonl")));
        assertEquals("the key", Files.readString(data.resolve("vault.key")), "the one that was here is the right one");
    }

    @Test
    void aDamagedArchiveOrAServerAtWorkChangesNothing() throws Exception {
        Path target = directory.resolve("a.zip");
        backups.make("payara/backup", "", target, false);
        byte[] bytes = Files.readAllBytes(target);
        Path damaged = directory.resolve("damaged.zip");
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("transcripts/terminals/a.cast") + 60;
        bytes[at] ^= 1;
        Files.write(damaged, bytes);
        Said broken = restore(damaged, directory.resolve("none"));
        assertEquals(1, broken.exit(), broken.words());
        assertTrue(Files.exists(data.resolve("ostler.mv.db")), broken.words());
        try (FileChannel channel = FileChannel.open(
                        data.resolve("ostler.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertTrue(lock.isValid());
            Said busy = restore(target, directory.resolve("none"));
            assertEquals(1, busy.exit(), busy.words());
            assertTrue(busy.words().contains("Stop it first"), busy.words());
        }
        assertTrue(Files.exists(data.resolve("ostler.mv.db")));
    }

    @Test
    void saysThatTheKeyIsMissing() throws Exception {
        Path target = directory.resolve("a.zip");
        backups.make("payara/backup", "", target, false);
        Files.delete(data.resolve("vault.key"));
        Said said = restore(target, directory.resolve("none"));
        assertEquals(0, said.exit(), said.words());
        assertTrue(said.words().contains("The vault's key is missing"), said.words());
    }
}
