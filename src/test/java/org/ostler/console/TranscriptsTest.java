package org.ostler.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.credential.Secret;

@Timeout(60)
final class TranscriptsTest {
    private static final UUID RUN = UUID.fromString("00000000-0000-0000-0000-0000000000aa");
    private static final UUID COMMAND = UUID.fromString("00000000-0000-0000-0000-0000000000bb");

    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ExecutorService readers = Executors.newCachedThreadPool();
    private Transcripts transcripts;

    private Transcripts fresh() {
        return new Transcripts(directory, () -> Set.of(new Secret("hunter22")), timer, readers);
    }

    @BeforeEach
    void start() {
        transcripts = fresh();
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        readers.shutdownNow();
    }

    private static void out(Transcripts to, String host, UUID command, String text, long offset) {
        to.output(RUN, host, "step", command, Stream.OUT, text.getBytes(StandardCharsets.UTF_8), offset);
    }

    private static List<String> texts(List<TranscriptRecord> records) {
        return records.stream().map(TranscriptRecord::text).toList();
    }

    @Test
    void numbersWhatAllHostsSayAndGivesItPerHost() {
        transcripts.note(RUN, "", Stream.NOTE, "", "run 3 begins");
        out(transcripts, "xs-b1", COMMAND, "one\n", 0);
        out(transcripts, "xs-b2", UUID.randomUUID(), "two\n", 0);
        assertEquals(3, transcripts.lastNumber(RUN));
        assertEquals(List.of("run 3 begins", "two"), texts(transcripts.read(RUN, Optional.of("xs-b2"), 0, 10)));
        assertEquals(List.of("one", "two"), texts(transcripts.read(RUN, Optional.empty(), 1, 10)));
        assertEquals(List.of("two"), texts(transcripts.tail(RUN, Optional.empty(), 1)));
    }

    @Test
    void knowsOfWhichHostsItHearsUntilTheirCommandsHaveEnded() {
        assertEquals(Set.of(), transcripts.silences(RUN).keySet());
        transcripts.beat(RUN, "xs-b2", COMMAND);
        out(transcripts, "xs-b1", RUN, "one\n", 0);
        assertEquals(Set.of("xs-b1", "xs-b2"), transcripts.silences(RUN).keySet());
        assertTrue(transcripts.silences(RUN).get("xs-b2") < 60, "it was heard just now");
        transcripts.ended(RUN, COMMAND);
        assertEquals(Set.of("xs-b1"), transcripts.silences(RUN).keySet());
    }

    @Test
    void aWatcherReadsWhatTheFilesHold() throws Exception {
        note("before anybody watches", 10);
        try (AutoCloseable watching = transcripts.subscribe(RUN, number -> {})) {
            assertNotNull(watching);
            for (int more = 0; more < 3; more++) {
                note("a line of some length, so that not all of them are kept in memory " + more, 4_000);
                for (long after : new long[] {0, 5, 9, 10, 11, 3_000, 4_009, 8_500, 12_000, 12_009, 12_010, 13_000}) {
                    assertReadAsFromFiles(Optional.empty(), after);
                    assertReadAsFromFiles(Optional.of("xs-b1"), after);
                }
            }
        }
        note("unwatched again", 10);
        assertReadAsFromFiles(Optional.empty(), 12_005);
    }

    private void note(String text, int times) {
        String lines = (text + "\n").repeat(times - 1) + text;
        transcripts.note(RUN, times > 10 ? "xs-b1" : "xs-b2", Stream.NOTE, "", lines);
    }

    private void assertReadAsFromFiles(Optional<String> host, long after) {
        assertEquals(fresh().read(RUN, host, after, 500), transcripts.read(RUN, host, after, 500), "after " + after);
    }

    @Test
    void masksNotesAndOutput() {
        transcripts.note(RUN, "xs-b1", Stream.COMMAND, "step", "mysql -phunter22");
        out(transcripts, "xs-b1", COMMAND, "hunter", 0);
        out(transcripts, "xs-b1", COMMAND, "22 is it\n", 6);
        assertEquals(List.of("mysql -p•••", "••• is it"), texts(transcripts.read(RUN, Optional.empty(), 0, 10)));
    }

    @Test
    void neitherRepeatsNorSkipsAfterItWasKilled() throws Exception {
        ScheduledExecutorService killed = Executors.newScheduledThreadPool(1);
        Transcripts before = new Transcripts(directory, Set::of, killed, readers);
        out(before, "xs-b1", COMMAND, "one\ntwo\nthr", 0);
        assertEquals(11, before.remoteOffset(RUN, COMMAND, Stream.OUT));
        // Whoever was killed writes no more: the half line is stored by now, or never.
        killed.shutdownNow();
        assertTrue(killed.awaitTermination(10, TimeUnit.SECONDS));
        Path segment = directory.resolve(RUN.toString()).resolve("000001.jsonl");
        Files.writeString(segment, "{\"n\":3,\"a\":", StandardOpenOption.APPEND);

        Transcripts after = fresh();
        long offset = after.remoteOffset(RUN, COMMAND, Stream.OUT);
        assertTrue(offset == 8 || offset == 11, "half a line may have been stored or not");
        out(after, "xs-b1", COMMAND, "one\ntwo\nthree\n".substring(Math.toIntExact(offset)), offset);
        after.ended(RUN, COMMAND);
        assertEquals("one\ntwo\nthree\n", fresh().outputOf(RUN, COMMAND));
    }

    @Test
    void remembersOffsetsOfCommandsThatSpokeSegmentsAgo() throws IOException {
        Path run = directory.resolve(RUN.toString());
        try (RunTranscript store = new RunTranscript(run, 2_000)) {
            LiveTranscript live = new LiveTranscript(store, readers);
            live.output("a", "s", COMMAND, Stream.OUT, "quiet\n".getBytes(StandardCharsets.UTF_8), 0, noSecrets());
            for (int i = 0; i < 100; i++) {
                live.note("b", Stream.NOTE, "", "line " + i);
            }
        }
        try (RunTranscript store = new RunTranscript(run, 2_000)) {
            assertEquals(6, store.offset(COMMAND, Stream.OUT));
            assertEquals(101, store.last());
            assertEquals(101, store.read(Optional.empty(), 0, 1_000).size());
        }
    }

    private static Masking noSecrets() {
        return new Masking(Set.of());
    }

    @Test
    void givesAHalfLineByItself() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        AutoCloseable watching = transcripts.subscribe(RUN, last -> told.countDown());
        out(transcripts, "xs-b1", COMMAND, "Password: ", 0);
        assertTrue(told.await(5, TimeUnit.SECONDS));
        watching.close();
        assertEquals(List.of("Password: "), texts(transcripts.read(RUN, Optional.empty(), 0, 10)));
    }

    @Test
    void neverWaitsForASlowReader() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AutoCloseable slow = transcripts.subscribe(RUN, last -> awaitUninterrupted(release));
        for (int i = 0; i < 200; i++) {
            transcripts.note(RUN, "", Stream.NOTE, "", "line " + i);
        }
        assertEquals(200, transcripts.lastNumber(RUN));
        release.countDown();
        slow.close();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void searchesWithoutCaseAndWithoutColours() {
        out(transcripts, "xs-b1", COMMAND, "fine\n\u001b[31mVM_REQ\u001b[0mUIRES_SR\nfine\n", 0);
        assertEquals(List.of(2L), transcripts.search(RUN, Optional.empty(), "vm_requires", 10));
    }

    @Test
    void staysQuickWithThreeHundredThousandLines() {
        StringBuilder text = new StringBuilder();
        long offset = 0;
        for (int i = 1; i <= 300_000; i++) {
            text.append("line ").append(i).append(" of a long transcript of one host\n");
            if (i % 1_000 == 0) {
                out(transcripts, "xs-b1", COMMAND, text.toString(), offset);
                offset += text.length();
                text.setLength(0);
            }
        }
        Transcripts restarted = fresh();
        long begin = System.nanoTime();
        assertEquals(300_000, restarted.lastNumber(RUN));
        List<TranscriptRecord> tail = restarted.tail(RUN, Optional.empty(), 500);
        assertEquals(299_501, tail.get(0).number());
        assertEquals(
                150_001,
                restarted.read(RUN, Optional.of("xs-b1"), 150_000, 10).get(0).number());
        assertEquals(offset, restarted.remoteOffset(RUN, COMMAND, Stream.OUT));
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(5));
    }
}
