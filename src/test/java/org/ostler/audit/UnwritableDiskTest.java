package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.SmallDisk;
import org.ostler.TestDatabase.Product;
import org.ostler.access.PlainCaller;

/** Disks that take nothing, and files that somebody else changes while the journal is open. */
final class UnwritableDiskTest {
    private static final AuditJournal.Limits LIMITS = new AuditJournal.Limits(100_000, Duration.ofDays(7), 64 << 10);

    @TempDir
    Path directory;

    private static AuditEvent event(String summary) {
        return AuditEvent.of(AuditEvent.Kind.SETTING, "admin", summary);
    }

    private static List<String> summaries(Path journal) throws IOException {
        List<String> summaries = new ArrayList<>();
        Optional<Break> broken = new JournalCheck(journal)
                .check(
                        Long.MAX_VALUE,
                        WitnessLog.NONE,
                        line -> summaries.add(Chain.entry(line).event().summary()))
                .broken();
        assertEquals(Optional.empty(), broken);
        return summaries;
    }

    @Test
    void whatDidNotFitLeavesNothingBehind() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1024)) {
            Path place = disk.place().resolve("journal");
            try (AuditJournal journal = new AuditJournal(place, InstantSource.system(), LIMITS)) {
                journal.append(event("before"));
                disk.fillTo(40 << 10);
                assertTrue(journal.trouble().orElse("").contains("KiB left"), journal.trouble()::toString);
                journal.append(event("still fits"));
                disk.makeRoom();
                disk.fill();
                for (int lost = 0; lost < 3; lost++) {
                    assertThrows(
                            IOException.class,
                            () -> journal.append(event("lost").with("diff", "x".repeat(200_000))));
                    assertTrue(journal.trouble().isPresent());
                }
                disk.makeRoom();
                assertEquals(Optional.empty(), journal.trouble());
                journal.append(event("after"));
            }
            assertEquals(List.of("before", "still fits", "after"), summaries(place));
        }
    }

    @Test
    void aSegmentThatCannotBeClosedIsClosedLater() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1024)) {
            Path place = disk.place().resolve("journal");
            try (AuditJournal journal = new AuditJournal(
                    place, InstantSource.system(), new AuditJournal.Limits(500, Duration.ofDays(7), 0))) {
                journal.append(event("first"));
                journal.append(event("second"));
                disk.fill();
                assertThrows(IOException.class, () -> journal.append(event("lost")));
                disk.makeRoom();
                journal.append(event("third"));
                assertEquals(2, journal.segmentNumber());
            }
            assertEquals(List.of("first", "second", "third"), summaries(place));
        }
    }

    @Test
    void aReadOnlyDiskIsToldAndGoesOnByItself() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1024)) {
            Path place = disk.place().resolve("journal");
            new AuditJournal(place, InstantSource.system(), LIMITS).close();
            disk.readOnly(true);
            try (TestRows rows = new TestRows(Product.H2)) {
                AuditTrail trail =
                        new AuditTrail(place, rows, new PlainCaller("admin"), InstantSource.system(), LIMITS);
                assertTrue(trail.trouble().isPresent());
                assertThrows(AuditTrail.JournalUnwritable.class, () -> trail.record(event("lost")));
                disk.readOnly(false);
                long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (trail.trouble().isPresent()) {
                    assertTrue(System.nanoTime() < end, () -> "still: " + trail.trouble());
                    Thread.sleep(100);
                }
                trail.record(event("after"));
                trail.close();
            }
            assertEquals(List.of("after"), summaries(place));
        }
    }

    @Test
    void nothingIsAppendedToASegmentThatSomebodyElseChanged() throws Exception {
        Path place = directory.resolve("journal");
        try (AuditJournal journal = new AuditJournal(place, InstantSource.system(), LIMITS)) {
            AuditEntry last = journal.append(event("mine"));
            Path segment = place.resolve("000001.jsonl");
            String forged = Chain.line(Chain.entry(2, last.at(), event("never was"), last.hash())) + "\n";
            Files.writeString(segment, forged, StandardOpenOption.APPEND);
            assertTrue(journal.foreign().orElse("").contains("something else changed it"));
            assertThrows(IOException.class, () -> journal.append(event("lost")));
        }
    }

    /** Root may always write; a process of root without capabilities may not, as that of any other user. */
    @Test
    void aRightThatIsTakenAwayIsSeenBeforeAnythingBegins() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
        Path place = Files.createDirectories(directory.resolve("journal"));
        Path said = directory.resolve("said");
        Process probe = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--bounding-set=-all",
                        "--inh-caps=-all",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        JournalWriter.classPath(),
                        JournalProbe.class.getName(),
                        place.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await(said, "fine");
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-xr-xr-x"));
            await(said, "fine\nit may not be written");
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
            await(said, "fine\nit may not be written\nfine");
        } finally {
            probe.destroyForcibly().waitFor();
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void await(Path said, String words) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.readString(said).strip().equals(words)) {
            assertTrue(System.nanoTime() < end, "said " + Files.readString(said));
            Thread.sleep(50);
        }
    }
}
