package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes entries is killed at random moments, and the power fails too: of what was never acknowledged
 * any part may be on disk. {@code -Dkilled.writers=100} for more, {@code -Dkilled.seed=n} for the same moments again.
 */
final class KilledWriterTest {
    private static final int KILLS = Integer.getInteger("killed.writers", 20);

    @TempDir
    Path directory;

    private final Map<Long, String> acknowledged = new TreeMap<>();
    private long lost;
    private long torn;
    private long unheard;

    @Test
    void noAcknowledgedEntryIsEverLost() throws Exception {
        long seed = Long.getLong("killed.seed", System.nanoTime());
        System.out.println("killed.seed=" + seed + " killed.writers=" + KILLS);
        Random random = new Random(seed);
        Path journal = directory.resolve("journal");
        for (int kill = 0; kill < KILLS; kill++) {
            writeUntilKilled(journal, random);
            if (random.nextBoolean()) {
                losePower(journal, random);
            }
            restart(journal);
            assertAllThere(journal, "seed " + seed + ", kill " + kill);
        }
        System.out.println("kills " + KILLS + ", acknowledged " + acknowledged.size() + ", lost " + lost
                + ", written and never acknowledged " + unheard + ", torn last lines " + torn);
        assertEquals(0, lost);
        assertTrue(acknowledged.size() > KILLS, "hardly anything was written");
        assertTrue(torn > 0, "no last line was torn");
    }

    private void writeUntilKilled(Path journal, Random random) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Files.deleteIfExists(said);
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        JournalWriter.classPath(),
                        JournalWriter.class.getName(),
                        journal.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        try {
            int enough = 1 + random.nextInt(40 * 70);
            while (!Files.exists(said) || Files.size(said) < enough) {
                assertTrue(writer.isAlive(), "the writer ended by itself");
                TimeUnit.MILLISECONDS.sleep(1);
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
        } finally {
            writer.destroyForcibly().waitFor();
        }
        hear(Files.readString(said));
    }

    /** A line that was cut by the kill was heard by nobody. */
    private void hear(String said) {
        String whole = said.substring(0, said.lastIndexOf('\n') + 1);
        whole.lines().filter(line -> !line.startsWith("repaired")).forEach(line -> {
            int space = line.indexOf(' ');
            acknowledged.put(Long.valueOf(line.substring(0, space)), line.substring(space + 1));
        });
    }

    /** Cuts what was written behind the last acknowledged entry at any byte, or writes a part of one more. */
    private void losePower(Path journal, Random random) throws IOException {
        JournalReader reader = new JournalReader(journal);
        List<Path> segments = reader.segments();
        Path last = segments.get(segments.size() - 1);
        long heard =
                acknowledged.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        long[] safe = {0};
        reader.readSegment(last, reader.before(last).orElseThrow(), Long.MAX_VALUE, line -> {
            if (line.number() <= heard) {
                safe[0] += line.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1;
            }
        });
        byte[] bytes = Files.readAllBytes(last);
        if (bytes.length > safe[0]) {
            Files.write(last, Arrays.copyOf(bytes, (int) (safe[0] + random.nextInt((int) (bytes.length - safe[0])))));
        } else {
            byte[] part = "{\"at\":\"2026-01-01T00:00:00Z\",\"event\":{\"actor\":\"ostler\""
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Files.write(last, Arrays.copyOf(part, 1 + random.nextInt(part.length - 1)), StandardOpenOption.APPEND);
        }
    }

    /** The server starts: what was torn is put aside as it was, and told. */
    private void restart(Path journal) throws IOException {
        JournalReader reader = new JournalReader(journal);
        List<Path> segments = reader.segments();
        Path last = segments.get(segments.size() - 1);
        JournalReader.Reading before = reader.readAll(Long.MAX_VALUE, JournalReader.Each.NOTHING);
        assertEquals(List.of(), before.broken().stream().toList());
        byte[] bytes = Files.readAllBytes(last);
        List<Path> aside = aside(journal);
        try (AuditJournal opened = new AuditJournal(journal, InstantSource.system(), JournalWriter.LIMITS)) {
            assertEquals(before.tornBytes() > 0 ? 1 : 0, opened.repaired().size());
            if (before.tornBytes() > 0) {
                torn++;
                String told = opened.repaired().get(0);
                assertTrue(told.contains(before.tornBytes() + " bytes"), told);
                List<Path> now = new ArrayList<>(aside(journal));
                now.removeAll(aside);
                assertEquals(1, now.size());
                assertArrayEquals(
                        Arrays.copyOfRange(bytes, (int) before.goodBytes(), bytes.length),
                        Files.readAllBytes(now.get(0)));
                assertEquals(before.goodBytes(), Files.size(last));
            }
        }
    }

    private static List<Path> aside(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().contains(".torn-")).toList();
        }
    }

    private void assertAllThere(Path journal, String when) throws IOException {
        Map<Long, String> there = new TreeMap<>();
        JournalCheck.Result result = new JournalCheck(journal)
                .check(Long.MAX_VALUE, WitnessLog.NONE, line -> there.put(line.number(), line.hash()));
        assertEquals(List.of(), result.broken().stream().map(Break::words).toList(), when);
        acknowledged.forEach((number, hash) -> lost += hash.equals(there.get(number)) ? 0 : 1);
        assertEquals(0, lost, when);
        unheard = (long) there.size() - acknowledged.size();
    }
}
