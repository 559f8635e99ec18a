package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.TestDatabase.Product;
import org.ostler.access.PlainCaller;
import org.ostler.platform.Refusal;

/** Witnesses, retention and what is told of the trail itself. */
final class AuditWatchTest {
    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final TestRows rows = new TestRows(Product.H2);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Path journal;
    private Path witness;
    private AuditTrail trail;

    @BeforeEach
    void open() {
        journal = directory.resolve("data/journal");
        witness = directory.resolve("witness");
        trail = trail();
    }

    private AuditTrail trail() {
        return new AuditTrail(
                journal,
                rows,
                new PlainCaller("admin"),
                () -> now,
                new AuditJournal.Limits(2_000, Duration.ofDays(7), 0));
    }

    @AfterEach
    void close() throws Exception {
        trail.close();
        rows.close();
    }

    private AuditWatch watch(String setting) {
        return new AuditWatch(
                journal,
                trail,
                rows,
                new PlainCaller("admin"),
                () -> now,
                new Witnesses(setting, directory.resolve("data"), () -> now),
                () -> told.add("changed"));
    }

    private Retention retention(AuditWatch watch) {
        return new Retention(journal, trail, watch, rows, new PlainCaller("admin"), () -> now);
    }

    private void write(int entries) throws AuditTrail.JournalUnwritable {
        for (int i = 0; i < entries; i++) {
            trail.record(AuditEvent.of(AuditEvent.Kind.SETTING, "admin", "entry " + i));
        }
    }

    private List<String> seen() throws Exception {
        return Files.exists(witness) ? Files.readAllLines(witness) : List.of();
    }

    @Test
    void writesTheHeadDownAtASecondPlace() throws Exception {
        AuditWatch watch = watch("file:" + witness);
        write(3);
        watch.witness();
        AuditEntry last = trail.search(AuditQuery.newest(1)).get(0);
        assertEquals(1, seen().size());
        assertTrue(seen().get(0).endsWith(" 3 " + last.hash()), seen()::toString);
        assertEquals(Optional.of(now), watch.witnesses().get(0).lastAt());
        assertEquals(Optional.empty(), watch.witnesses().get(0).problem());
    }

    @Test
    void witnessesAsSoonAsASegmentIsClosed() throws Exception {
        AuditWatch watch = watch("file:" + witness);
        write(1);
        watch.look();
        assertEquals(1, seen().size());
        watch.look();
        assertEquals(1, seen().size(), "nothing was closed meanwhile");
        write(8);
        watch.look();
        assertEquals(2, seen().size());
    }

    @Test
    void showsAWitnessThatCannotBeToldAndBlocksNothing() throws Exception {
        Path nowhere = directory.resolve("not-mounted/witness");
        AuditWatch watch = watch("file:" + nowhere + ",file:" + witness);
        write(1);
        watch.witness();
        assertTrue(watch.witnesses().get(0).problem().isPresent());
        assertEquals(Optional.empty(), watch.witnesses().get(1).problem());
        write(1);
        assertEquals(Optional.empty(), trail.trouble());
        assertTrue(watch.verify().valid());
        Files.createDirectories(nowhere.getParent());
        watch.witness();
        assertEquals(Optional.empty(), watch.witnesses().get(0).problem());
    }

    @Test
    void takesNoPlaceInTheDataDirectoryForASecondOne() {
        assertTrue(watch("file:" + directory.resolve("data/witness"))
                .witnesses()
                .get(0)
                .problem()
                .orElse("")
                .contains("no second place"));
        assertTrue(watch("somewhere").witnesses().get(0).problem().orElse("").contains("no witness"));
        assertEquals(List.of(), watch("").witnesses());
    }

    @Test
    void tellsALogServer() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            write(2);
            watch("syslog:127.0.0.1:" + server.getLocalPort()).witness();
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            server.receive(packet);
            String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            assertTrue(message.matches("<85>1 \\S+ \\S+ ostler - - - ostler-audit-head \\w{64} 2 \\w{64}"), message);
            Path log = Files.writeString(directory.resolve("auth.log"), message + "\n");
            assertEquals(1, WitnessLog.read(log).size());
        }
    }

    @Test
    void findsAnOlderStateOfEverythingByItsWitness() throws Exception {
        AuditWatch watch = watch("file:" + witness);
        write(3);
        TamperedTrail.State older = TamperedTrail.read(journal, rows);
        write(3);
        watch.witness();
        trail.close();
        for (String file : older.files().keySet()) {
            Files.write(journal.resolve(file), older.files().get(file));
        }
        rows.execute("delete from audit_entry where number > 3");
        trail = trail();
        AuditTrail.Verification without = watch("").verify();
        assertTrue(without.valid(), without::toString);
        AuditTrail.Verification verification = watch("file:" + witness).verify();
        assertFalse(verification.valid());
        assertEquals(Optional.of(4L), verification.entry());
        assertTrue(verification.broken().orElse("").startsWith("witness: has seen entry 6"), verification::toString);
    }

    @Test
    void tellsOpenPagesOfTroubleAndItsEnd() throws Exception {
        AuditWatch watch = watch("");
        write(1);
        watch.look();
        told.clear();
        Path away = directory.resolve("away");
        Files.move(journal, away);
        watch.look();
        watch.look();
        assertEquals(1, told.size());
        Files.move(away, journal);
        watch.look();
        assertEquals(2, told.size());
    }

    @Test
    void saysWhileItVerifiesAndKeepsTheResult() throws Exception {
        AuditWatch watch = watch("");
        write(5);
        assertEquals(OptionalInt.empty(), watch.percentVerified());
        AuditTrail.Verification verification = watch.verify();
        assertEquals(5, verification.entries());
        assertEquals(OptionalInt.empty(), watch.percentVerified());
        assertEquals(Optional.of(verification), watch("").lastVerification());
    }

    @Test
    void dropsWholeOldSegmentsAndVerifiesWhatIsLeft() throws Exception {
        AuditWatch watch = watch("file:" + witness);
        Retention retention = retention(watch);
        write(20);
        watch.witness();
        int closed = trail.journal().orElseThrow().segmentNumber() - 1;
        assertTrue(closed > 2, "too few segments");
        retention.drop();
        assertEquals(1, rows.firstNumber().orElseThrow(), "without a setting everything is kept");
        retention.keep(Optional.of(30));
        now = now.plus(Duration.ofDays(40));
        write(3);
        retention.drop();
        long first = rows.firstNumber().orElseThrow();
        assertTrue(first > 10, "hardly anything was dropped: " + first);
        assertTrue(new JournalReader(journal).heads().size() >= closed, "the heads stay");
        watch.witness();
        AuditTrail.Verification verification = watch.verify();
        assertEquals(Optional.empty(), verification.broken());
        assertTrue(verification.entries() < 20, verification::toString);
        trail.close();
        trail = trail();
        assertEquals(Optional.empty(), watch("file:" + witness).verify().broken(), "after a restart");
        assertEquals(first, rows.firstNumber().orElseThrow(), "nothing came back");
    }

    @Test
    void goesOnDroppingAfterItWasStoppedHalfWay() throws Exception {
        AuditWatch watch = watch("");
        Retention retention = retention(watch);
        write(20);
        retention.keep(Optional.of(30));
        now = now.plus(Duration.ofDays(40));
        write(1);
        TamperedTrail.State before = TamperedTrail.read(journal, rows);
        retention.drop();
        long first = rows.firstNumber().orElseThrow();
        List<Path> left = new JournalReader(journal).segments();
        int through = JournalReader.number(left.get(0)) - 1;
        trail.close();
        // As if it had been killed with the last of the segments and all rows still there.
        String last = "%06d.jsonl".formatted(through);
        Files.write(journal.resolve(last), before.files().get(last));
        rows.insert(before.rows().stream().filter(row -> row.number() < first).toList());
        Files.writeString(journal.resolve("dropping"), Integer.toString(through));
        trail = trail();
        trail.open();
        assertEquals(first, rows.firstNumber().orElseThrow());
        assertEquals(left, new JournalReader(journal).segments());
        assertEquals(Optional.empty(), watch("").verify().broken());
    }

    @Test
    void closesAnOldSegmentThoughItIsSmall() throws Exception {
        write(1);
        assertEquals(1, trail.journal().orElseThrow().segmentNumber());
        now = now.plus(Duration.ofDays(8));
        write(1);
        assertEquals(2, trail.journal().orElseThrow().segmentNumber());
    }

    @Test
    void refusesARetentionThatIsTooShortAndTellsAChange() throws Exception {
        Retention retention = retention(watch(""));
        Refusal refusal =
                org.junit.jupiter.api.Assertions.assertThrows(Refusal.class, () -> retention.keep(Optional.of(29)));
        assertEquals("retention-days", refusal.code());
        retention.keep(Optional.of(365));
        assertEquals(Optional.of(365), retention.days());
        AuditEvent event = trail.search(AuditQuery.newest(1)).get(0).event();
        assertEquals("The audit trail is kept for 365 days", event.summary());
        retention.keep(Optional.empty());
        assertEquals(Optional.empty(), retention.days());
    }
}
