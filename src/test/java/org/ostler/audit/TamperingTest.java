package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.TestDatabase.Product;
import org.ostler.access.Caller;
import org.ostler.access.Permission;

/**
 * Every change of journal or database is found. {@code -Dtampering.count=10000} for more; the seed is printed and
 * {@code -Dtampering.seed=n} repeats.
 */
final class TamperingTest {
    private static final int COUNT = Integer.getInteger("tampering.count", 1_000);

    private static final List<AuditEvent.Kind> KINDS =
            List.of(AuditEvent.Kind.PLANNED, AuditEvent.Kind.APPROVED, AuditEvent.Kind.INTENT, AuditEvent.Kind.OUTCOME);

    private static final List<Tampering> WAYS = List.of(Tampering.values());

    /** Counting who finds what takes longer than finding it. */
    private static final boolean CLOSELY = COUNT > 1_000;

    /** What only a witness knows: journal and database agree with each other. */
    private static final Set<Tampering> ONLY_WITNESSED = EnumSet.of(
            Tampering.BOTH_CUT_AT_THE_END, Tampering.BOTH_REPLACED_BY_AN_OLDER_STATE, Tampering.BOTH_WRITTEN_ANEW);

    @TempDir
    Path directory;

    private final MovedInstant clock = new MovedInstant();

    private static final class Anyone extends Caller {
        @Override
        public void require(Permission permission) {
            // Nobody is asked here.
        }

        @Override
        public String name() {
            return "admin";
        }
    }

    private static final class MovedInstant implements java.time.InstantSource {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            now = now.plusMillis(1);
            return now;
        }

        void later(Duration time) {
            now = now.plus(time);
        }
    }

    private static AuditEvent event(int number, Random random) {
        AuditEvent event = AuditEvent.of(
                        KINDS.get(number % KINDS.size()), number % 2 == 0 ? "lin" : "赵敏", "changed file " + number)
                .about(new UUID(1, number % 5), "xs-b" + number % 5)
                .onFile("/etc/file-" + number % 7)
                .with("diff", "-line\n+line " + random.nextLong());
        return number % 3 == 0
                ? event.ofRun(new UUID(2, 1), new UUID(3, 1)).ofStep("step@one", 1, new UUID(4, number))
                : event;
    }

    /** Of about sixty entries in eight segments, witnessed now and then and at the end. */
    private TamperedTrail trail(String name, boolean retention, Random random) throws Exception {
        Path journal = directory.resolve(name);
        Path seen = directory.resolve(name + ".witness");
        List<TamperedTrail.State> older = new ArrayList<>();
        TamperedTrail.State whole;
        try (TestRows rows = new TestRows(Product.H2)) {
            AuditTrail trail = new AuditTrail(
                    journal, rows, new Anyone(), clock, new AuditJournal.Limits(5_000, Duration.ofDays(7), 0));
            AuditWatch watch = new AuditWatch(
                    journal, trail, rows, new Anyone(), clock, new Witnesses("file:" + seen, journal, clock), () -> {});
            for (int number = 1; number <= 60; number++) {
                trail.record(event(number, random));
                if (number % 20 == 0) {
                    watch.witness();
                } else if (number % 7 == 0) {
                    older.add(TamperedTrail.read(journal, rows));
                }
                if (retention && number == 30) {
                    clock.later(Duration.ofDays(40));
                    Retention kept = new Retention(journal, trail, watch, rows, new Anyone(), clock);
                    kept.keep(Optional.of(30));
                    kept.drop();
                }
            }
            watch.witness();
            AuditTrail.Verification sound = watch.verify();
            assertEquals(Optional.empty(), sound.broken());
            trail.close();
            whole = TamperedTrail.read(journal, rows);
        }
        return new TamperedTrail(directory.resolve(name + "-tampered"), whole, older, WitnessLog.read(seen));
    }

    @Test
    void everyChangeOfJournalOrDatabaseIsFound() throws Exception {
        long seed = Long.getLong("tampering.seed", System.nanoTime());
        System.out.println("tampering.seed=" + seed + " tampering.count=" + COUNT);
        Random random = new Random(seed);
        Map<Tampering, int[]> found = new EnumMap<>(Tampering.class);
        long began = System.nanoTime();
        try (TamperedTrail whole = trail("whole", false, random);
                TamperedTrail dropped = trail("dropped", true, random)) {
            assertTrue(whole.segments().size() > 5, () -> "only " + whole.segments());
            assertTrue(dropped.heads().size() > dropped.segments().size(), "nothing was dropped");
            assertEquals(Optional.empty(), whole.look(CLOSELY).all());
            assertEquals(Optional.empty(), dropped.look(CLOSELY).all());
            for (int number = 0; number < COUNT; number++) {
                Tampering kind = WAYS.get(number % WAYS.size());
                tamper(random.nextInt(3) == 0 ? dropped : whole, kind, random, found, "seed " + seed + ", " + number);
            }
        }
        report(found, (System.nanoTime() - began) / 1_000_000);
        found.forEach((kind, counts) ->
                assertEquals(ONLY_WITNESSED.contains(kind), counts[3] < counts[0], kind + " without a witness"));
    }

    private static void tamper(
            TamperedTrail trail, Tampering kind, Random random, Map<Tampering, int[]> found, String which)
            throws Exception {
        kind.change(trail, random);
        TamperedTrail.Verdict verdict = trail.look(CLOSELY);
        assertTrue(verdict.all().isPresent(), () -> which + ": " + kind + " was not found");
        int[] counts = found.computeIfAbsent(kind, any -> new int[5]);
        counts[0]++;
        counts[1] += verdict.journalAlone().isPresent() ? 1 : 0;
        counts[2] += verdict.withWitness().isPresent() ? 1 : 0;
        counts[3] += verdict.withRows().isPresent() ? 1 : 0;
        counts[4] += verdict.all().isPresent() ? 1 : 0;
        trail.restore();
    }

    private static void report(Map<Tampering, int[]> found, long millis) {
        StringBuilder table = new StringBuilder(
                "found by: kind, all, journal alone, with witness, with database," + " with both; " + millis + " ms\n");
        found.forEach((kind, counts) -> table.append(
                "%-38s %5d %5d %5d %5d %5d%n".formatted(kind, counts[0], counts[1], counts[2], counts[3], counts[4])));
        System.out.println(table);
    }

    @Test
    void leavesNothingOfTheBaseBehind() throws Exception {
        Random random = new Random(1);
        try (TamperedTrail trail = trail("again", false, random)) {
            for (Tampering kind : Tampering.values()) {
                kind.change(trail, random);
                trail.look(CLOSELY);
                trail.restore();
                assertEquals(Optional.empty(), trail.look(CLOSELY).all(), () -> "after " + kind);
            }
        }
        assertTrue(Files.exists(directory));
    }
}
