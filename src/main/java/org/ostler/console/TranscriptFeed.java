package org.ostler.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One reader's way through a transcript: the next batch is read from the store when the last one has arrived, so a
 * slow reader costs one batch of memory and nobody's time.
 */
final class TranscriptFeed {
    /** Smaller: many messages for a long transcript. Larger: the first lines appear later. */
    private static final int BATCH = 500;

    private static final int BATCH_CHARACTERS = 512 * 1024;

    /** What a record becomes, as a rule: room that is made at once. */
    private static final int LIKELY_RECORD = 320;

    /** Sends one message; tells when it has arrived, or that the reader is gone. */
    interface Line {
        void send(String message, Consumer<Boolean> arrived);
    }

    private final Transcripts transcripts;
    private final UUID run;
    private final Optional<String> host;
    private final Line line;
    private final Executor threads;
    private final UnaryOperator<String> wording;
    private long sent;
    private boolean sending;
    private boolean ended;
    private long sentAtMillis = millis();

    TranscriptFeed(Transcripts transcripts, UUID run, Optional<String> host, long after, Line line, Executor threads) {
        this(transcripts, run, host, after, line, threads, UnaryOperator.identity());
    }

    /** @param wording how the reader is told Ostler's notes */
    TranscriptFeed(
            Transcripts transcripts,
            UUID run,
            Optional<String> host,
            long after,
            Line line,
            Executor threads,
            UnaryOperator<String> wording) {
        this.wording = wording;
        this.transcripts = transcripts;
        this.run = run;
        this.host = host;
        this.sent = after;
        this.line = line;
        this.threads = threads;
    }

    /** Sends what there is. */
    void pump() {
        send(false);
    }

    /** An empty batch now and then shows that the line works and how far the transcript is. */
    void heartbeat(long everyMillis) {
        if (millis() - lastSent() >= everyMillis) {
            send(true);
        }
    }

    synchronized void end() {
        ended = true;
    }

    /** For how long the reader has not taken a batch. */
    synchronized long stuckMillis() {
        return sending ? millis() - sentAtMillis : 0;
    }

    private synchronized long lastSent() {
        return sentAtMillis;
    }

    private void send(boolean evenNothing) {
        String message;
        synchronized (this) {
            if (sending || ended) {
                return;
            }
            long last = transcripts.lastNumber(run);
            List<TranscriptRecord> records =
                    sent < last ? limited(transcripts.read(run, host, sent, BATCH)) : List.of();
            if (records.isEmpty() && !evenNothing) {
                sent = Math.max(sent, last);
                return;
            }
            sent = records.isEmpty() ? sent : records.get(records.size() - 1).number();
            message =
                    message(records.stream().map(record -> record.said(wording)).toList(), last);
            sending = true;
            sentAtMillis = millis();
        }
        line.send(message, this::arrived);
    }

    private void arrived(boolean well) {
        synchronized (this) {
            sending = false;
            ended |= !well;
            if (ended) {
                return;
            }
        }
        threads.execute(this::pump);
    }

    /** @param last number of the last record that exists, of any host */
    private static String message(List<TranscriptRecord> records, long last) {
        RecordText text = new RecordText(records.size() * LIKELY_RECORD);
        text.plain("{\"last\":").plain(Long.toString(last)).plain(",\"records\":[");
        for (int i = 0; i < records.size(); i++) {
            text.plain(i == 0 ? "" : ",").shown(records.get(i));
        }
        return text.plain("]}").toString();
    }

    private static List<TranscriptRecord> limited(List<TranscriptRecord> records) {
        List<TranscriptRecord> some = new ArrayList<>();
        int characters = 0;
        for (TranscriptRecord record : records) {
            characters += record.text().length();
            some.add(record);
            if (characters > BATCH_CHARACTERS) {
                break;
            }
        }
        return some;
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
