package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that goes on from a backup, and a witness that saw what was written after the backup was made. */
final class RestoredTrailTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path directory;

    private Instant now = BEGIN;
    private Path lost;
    private Path restored;
    private Witness.ToFile witness;

    /** Entries 1 to 6, a backup of the first 3, a witness of all. */
    @BeforeEach
    void writeAndLose() throws IOException {
        lost = directory.resolve("lost");
        restored = directory.resolve("restored");
        witness = new Witness.ToFile(directory.resolve("witness"));
        write(lost, "before", 3);
        Files.createDirectories(restored);
        try (Stream<Path> files = Files.list(lost)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, restored.resolve(file.getFileName()));
            }
        }
        write(lost, "after the backup", 3);
    }

    /** Each entry is a minute later than the one before, and witnessed. */
    private void write(Path journal, String what, int entries) throws IOException {
        AuditJournal.Limits limits = new AuditJournal.Limits(20_000, Duration.ofDays(7), 1 << 20);
        try (AuditJournal open = new AuditJournal(journal, () -> now, limits)) {
            for (int entry = 0; entry < entries; entry++) {
                now = now.plusSeconds(60);
                open.append(AuditEvent.of(kind(what), "ostler", what + " " + entry));
                witness.see(now, WitnessLog.Seen.line(identity(journal), open.head()));
            }
        }
    }

    private static AuditEvent.Kind kind(String what) {
        return what.equals("restored") ? AuditEvent.Kind.RESTORATION : AuditEvent.Kind.SETTING;
    }

    private static String identity(Path journal) throws IOException {
        String[] first = {""};
        new JournalReader(journal).readAll(1, line -> first[0] = line.hash());
        return first[0];
    }

    private JournalCheck.Result check() throws IOException {
        return new JournalCheck(restored).check(Long.MAX_VALUE, witness.log(), JournalReader.Each.NOTHING);
    }

    @Test
    void whatTheBackupDidNotHaveIsToldAndNoDamage() throws IOException {
        write(restored, "restored", 1);
        write(restored, "since then", 4);
        JournalCheck.Result result = check();
        assertEquals(Optional.empty(), result.broken());
        assertEquals(
                Optional.of("A backup was put back at entry 4. The witness saw another entry 4 and more up to 6 before"
                        + " that; they are lost with the data of that time."),
                result.lost());
    }

    @Test
    void anOlderJournalWithoutSuchAnEntryIsFound() throws IOException {
        assertTrue(check().broken().isPresent(), "cut off");
        write(restored, "since then", 4);
        assertTrue(check().broken().isPresent(), "written anew");
    }

    @Test
    void whatWasSeenAfterTheBackupWasPutBackCountsAsEver() throws IOException {
        write(restored, "restored", 1);
        write(restored, "since then", 4);
        now = now.plusSeconds(60);
        witness.see(now, WitnessLog.Seen.line(identity(restored), new Head(6, "f".repeat(64))));
        Break broken = check().broken().orElseThrow();
        assertEquals(Break.Side.WITNESS, broken.side());
        assertFalse(broken.what().isEmpty());
    }

    @Test
    void whatWasSeenBeforeTheBackupWasMadeCountsAsEver() throws IOException {
        witness.see(BEGIN, WitnessLog.Seen.line(identity(restored), new Head(2, "f".repeat(64))));
        write(restored, "restored", 1);
        assertTrue(check().broken().isPresent());
    }

    @Test
    void aHeadWithoutATimeIsForgivenNothing() throws IOException {
        write(restored, "restored", 1);
        Files.writeString(
                witness.file(),
                WitnessLog.Seen.line(identity(restored), new Head(5, "f".repeat(64))) + "\n" + "2026-99-99T00:00:00Z "
                        + WitnessLog.Seen.line(identity(restored), new Head(5, "f".repeat(64))));
        assertTrue(check().broken().isPresent());
    }
}
