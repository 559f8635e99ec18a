package org.ostler.console;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A transcript that may still grow: its store, the output that is on its way into it, and who watches. */
final class LiveTranscript {
    private static final Logger LOG = Logger.getLogger(LiveTranscript.class.getName());

    /** Of a command of which nothing was heard for longer, a person has been asked what became of it. */
    private static final long FORGOTTEN_SECONDS = 900;

    private record Source(UUID command, TranscriptRecord.Stream stream) {}

    /** When a command's host was heard last. */
    private record Heard(String host, long atMillis) {}

    private record Flow(String host, String step, OutputSplitter splitter) {}

    private final RunTranscript store;
    private final Executor readers;
    private final Map<Source, Flow> flows = new HashMap<>();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean timerSet = new AtomicBoolean();
    private final Map<UUID, Heard> heard = new ConcurrentHashMap<>();
    private long notStored;

    LiveTranscript(RunTranscript store, Executor readers) {
        this.store = store;
        this.readers = readers;
    }

    RunTranscript store() {
        return store;
    }

    synchronized void note(String host, TranscriptRecord.Stream stream, String step, String text) {
        List<StoredRecord> records = new ArrayList<>();
        for (String line : text.replace("\0", "").split("\r?\n", -1)) {
            for (int at = 0; at == 0 || at < line.length(); at += OutputSplitter.LARGEST) {
                int end = Math.min(line.length(), at + OutputSplitter.LARGEST);
                records.add(new StoredRecord(
                        0,
                        now(),
                        host,
                        stream,
                        step,
                        line.substring(at, end),
                        end == line.length(),
                        Optional.empty(),
                        0));
            }
        }
        append(records);
    }

    void beat(String host, UUID command) {
        heard.put(command, new Heard(host, millis()));
    }

    /** In seconds, by host; of several commands on a host the one that was heard last. */
    Map<String, Long> silences() {
        heard.values().removeIf(last -> millis() - last.atMillis() > FORGOTTEN_SECONDS * 1_000);
        Map<String, Long> seconds = new TreeMap<>();
        heard.values().forEach(last -> seconds.merge(last.host(), (millis() - last.atMillis()) / 1_000, Math::min));
        return seconds;
    }

    /** @return whether a part of a line waits for its rest */
    synchronized boolean output(
            String host,
            String step,
            UUID command,
            TranscriptRecord.Stream stream,
            byte[] bytes,
            long offset,
            Masking masking) {
        beat(host, command);
        Flow flow = flows.computeIfAbsent(
                new Source(command, stream),
                source -> new Flow(host, step, new OutputSplitter(store.offset(command, stream))));
        long missing = flow.splitter().add(bytes, offset, millis());
        if (missing > 0) {
            note(host, TranscriptRecord.Stream.NOTE, step, missing + " bytes of output were not kept by the host");
        }
        append(records(command, stream, flow, flow.splitter().take(masking, millis())));
        return flow.splitter().isWaiting();
    }

    /** Whether the caller shall set the timer: nobody else has. */
    boolean timerIsDue() {
        return timerSet.compareAndSet(false, true);
    }

    /** @return whether some part still waits */
    synchronized boolean flushDue(Masking masking) {
        timerSet.set(false);
        flows.forEach((source, flow) -> append(
                records(source.command(), source.stream(), flow, flow.splitter().take(masking, millis()))));
        return flows.values().stream().anyMatch(flow -> flow.splitter().isWaiting());
    }

    /** On disk when this returns. Others go on printing meanwhile: a disk may take long. */
    void ended(UUID command, Masking masking) {
        heard.remove(command);
        takeRest(command, masking);
        try {
            store.force();
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "a transcript may lack its last lines after a power cut", failure);
        }
    }

    private synchronized void takeRest(UUID command, Masking masking) {
        for (TranscriptRecord.Stream stream : TranscriptRecord.Stream.values()) {
            Flow flow = flows.remove(new Source(command, stream));
            if (flow != null) {
                append(records(command, stream, flow, flow.splitter().takeRest(masking, millis())));
            }
        }
    }

    synchronized long remoteOffset(UUID command, TranscriptRecord.Stream stream) {
        Flow flow = flows.get(new Source(command, stream));
        return flow == null ? store.offset(command, stream) : flow.splitter().next();
    }

    AutoCloseable subscribe(Consumer<Long> lastNumber) {
        Subscription subscription = new Subscription(lastNumber);
        subscriptions.add(subscription);
        return () -> subscriptions.remove(subscription);
    }

    synchronized boolean isIdle() {
        return flows.isEmpty() && subscriptions.isEmpty();
    }

    synchronized void close() {
        try {
            store.close();
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "a transcript was not closed cleanly", failure);
        }
    }

    private static List<StoredRecord> records(
            UUID command, TranscriptRecord.Stream stream, Flow flow, List<OutputSplitter.Part> parts) {
        Instant now = now();
        Optional<UUID> source = Optional.of(command);
        List<StoredRecord> records = new ArrayList<>(parts.size());
        for (OutputSplitter.Part part : parts) {
            records.add(new StoredRecord(
                    0, now, flow.host(), stream, flow.step(), part.text(), part.endsLine(), source, part.end()));
        }
        return records;
    }

    private void append(List<StoredRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        try {
            boolean watched = !subscriptions.isEmpty();
            if (notStored > 0) {
                store.append(List.of(lost()), watched);
                notStored = 0;
            }
            store.append(records, watched);
            subscriptions.forEach(Subscription::tell);
        } catch (IOException failure) {
            if (notStored == 0) {
                LOG.log(Level.SEVERE, "a transcript cannot be stored", failure);
            }
            notStored += records.size();
        }
    }

    private StoredRecord lost() {
        String words = notStored + " lines could not be stored and are lost here; they are not lost on the host";
        return new StoredRecord(0, now(), "", TranscriptRecord.Stream.NOTE, "", words, true, Optional.empty(), 0);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    /** One who watches: told on another thread, once for all that was stored meanwhile. */
    private final class Subscription {
        private final Consumer<Long> lastNumber;
        private final AtomicBoolean told = new AtomicBoolean();

        Subscription(Consumer<Long> lastNumber) {
            this.lastNumber = lastNumber;
        }

        void tell() {
            if (told.compareAndSet(false, true)) {
                try {
                    readers.execute(this::run);
                } catch (RejectedExecutionException busy) {
                    told.set(false);
                    LOG.log(Level.FINE, "a watcher is told later", busy);
                }
            }
        }

        private void run() {
            told.set(false);
            try {
                lastNumber.accept(store.last());
            } catch (RuntimeException failure) {
                LOG.log(Level.FINE, "a watcher failed and is dropped", failure);
                subscriptions.remove(this);
            }
        }
    }
}
