package org.ostler.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TranscriptFeedTest {
    private static final UUID RUN = UUID.fromString("00000000-0000-0000-0000-0000000000aa");

    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final SlowLine line = new SlowLine();

    /** A reader that takes each message when the test says so. */
    private static final class SlowLine implements TranscriptFeed.Line {
        private final List<String> sent = new ArrayList<>();
        private Consumer<Boolean> arrived = well -> {};

        @Override
        public void send(String message, Consumer<Boolean> then) {
            sent.add(message);
            arrived = then;
        }
    }

    private Transcripts transcripts(int lines) {
        Transcripts transcripts = new Transcripts(directory, Set::of, timer, Runnable::run);
        for (int i = 1; i <= lines; i++) {
            transcripts.note(RUN, "", TranscriptRecord.Stream.NOTE, "", "line " + i);
        }
        return transcripts;
    }

    private TranscriptFeed feed(Transcripts transcripts, long after) {
        return new TranscriptFeed(transcripts, RUN, Optional.empty(), after, line, Runnable::run);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void sendsTheNextBatchOnlyWhenTheLastHasArrived() {
        Transcripts transcripts = transcripts(1_200);
        TranscriptFeed feed = feed(transcripts, 0);
        feed.pump();
        feed.pump();
        assertEquals(1, line.sent.size());
        line.arrived.accept(true);
        line.arrived.accept(true);
        line.arrived.accept(true);
        assertEquals(3, line.sent.size());
        assertTrue(line.sent.get(2).contains("line 1200"));
    }

    @Test
    void goesOnAfterWhatTheReaderHas() {
        TranscriptFeed feed = feed(transcripts(10), 9);
        feed.pump();
        assertTrue(line.sent.get(0).contains("line 10"));
        assertTrue(!line.sent.get(0).contains("line 9\""));
    }

    @Test
    void saysHowFarItIsEvenWhenThereIsNothingNew() {
        TranscriptFeed feed = feed(transcripts(10), 10);
        feed.pump();
        assertEquals(0, line.sent.size());
        feed.heartbeat(0);
        assertEquals("{\"last\":10,\"records\":[]}", line.sent.get(0));
    }

    @Test
    void stopsWhenTheReaderIsGone() {
        Transcripts transcripts = transcripts(1_200);
        TranscriptFeed feed = feed(transcripts, 0);
        feed.pump();
        line.arrived.accept(false);
        feed.pump();
        assertEquals(1, line.sent.size());
    }

    @Test
    void tellsNotesInTheReadersWordsAndWhatAHostSaidAsItIs() {
        Transcripts transcripts = transcripts(1);
        transcripts.note(RUN, "kvm1", TranscriptRecord.Stream.COMMAND, "", "line 2");
        new TranscriptFeed(
                        transcripts,
                        RUN,
                        Optional.empty(),
                        0,
                        line,
                        Runnable::run,
                        note -> note.replace("line", "\u884c"))
                .pump();
        assertTrue(line.sent.get(0).contains("\u884c 1"), line.sent.get(0));
        assertTrue(line.sent.get(0).contains("line 2"), line.sent.get(0));
    }
}
