package org.ostler.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.ostler.audit.JournalReader.Head;
import org.ostler.audit.JournalReader.Reading;
import org.ostler.platform.Json;

/**
 * The truth: numbered, chained lines, on disk when {@link #append} returns. Writers that come at the same time share
 * one fsync. What could not be forced to disk is cut off again before the next try, because nobody was told of it.
 */
final class AuditJournal implements Closeable {
    /**
     * Where a segment ends. Smaller: thousands of files, and retention that drops hours instead of weeks. Larger: the
     * start, which reads the last segment, takes longer than a second.
     */
    private static final long SEGMENT_BYTES = 16L << 20;

    /**
     * For how long an answer of {@link #isWritable} is believed. Smaller: a file is written for every page view.
     * Larger: pages say later than 5 s that nothing can be changed.
     */
    private static final long PROBE_MILLIS = 2_000;

    private final Path directory;
    private final InstantSource clock;
    private final long segmentBytes;
    private final FileChannel lockChannel;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final Optional<String> repaired;

    private FileChannel channel;
    private Path segment;
    private long good;
    private volatile Head head;
    private volatile boolean failed;
    private volatile long probedAt;
    private volatile boolean probeGood = true;

    private static final class Pending {
        private final AuditEvent event;
        private AuditEntry entry;
        private IOException failure;

        Pending(AuditEvent event) {
            this.event = event;
        }
    }

    AuditJournal(Path directory, InstantSource clock) throws IOException {
        this(directory, clock, SEGMENT_BYTES);
    }

    /** @throws InUse when another process has it */
    AuditJournal(Path directory, InstantSource clock, long segmentBytes) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.segmentBytes = segmentBytes;
        Files.createDirectories(directory);
        this.lockChannel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock();
            this.repaired = open();
        } catch (IOException failure) {
            lockChannel.close();
            throw failure;
        }
    }

    Head head() {
        return head;
    }

    /** What was found and mended at the start. */
    Optional<String> repaired() {
        return repaired;
    }

    /** Appends; when this returns the entry is on disk. */
    AuditEntry append(AuditEvent event) throws IOException {
        Pending mine = new Pending(Cleaning.clean(event));
        waiting.add(mine);
        writing.lock();
        try {
            if (mine.entry == null && mine.failure == null) {
                writeAllWaiting();
            }
        } finally {
            writing.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
        return mine.entry;
    }

    /** Whether an entry would be taken now: the last one was, and a probe beside the segment is written too. */
    boolean isWritable() {
        long now = System.nanoTime() / 1_000_000;
        if (!failed && probedAt != 0 && now - probedAt < PROBE_MILLIS) {
            return probeGood;
        }
        writing.lock();
        try {
            probe();
            probeGood = true;
        } catch (IOException unwritable) {
            failed = true;
            probeGood = false;
        } finally {
            probedAt = now;
            writing.unlock();
        }
        return probeGood;
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            channel.close();
            lockChannel.close();
        } finally {
            writing.unlock();
        }
    }

    private void lock() throws IOException {
        try {
            FileLock lock = lockChannel.tryLock();
            if (lock == null) {
                throw new InUse(directory);
            }
        } catch (OverlappingFileLockException sameProcess) {
            throw new InUse(directory);
        }
    }

    private Optional<String> open() throws IOException {
        JournalReader reader = new JournalReader(directory);
        List<Path> segments = reader.segments();
        if (segments.isEmpty()) {
            head = Head.NONE;
            openSegment(directory.resolve("%06d%s".formatted(1, JournalReader.SUFFIX)), 0);
            return Optional.empty();
        }
        Path last = segments.get(segments.size() - 1);
        Reading reading = reader.readSegment(last, reader.headBefore(last), Long.MAX_VALUE, entry -> {});
        if (reading.broken().isPresent()) {
            throw new IOException(reading.broken().get() + "; nothing is appended to a broken chain");
        }
        head = reading.head();
        openSegment(last, reading.goodBytes());
        return reading.tornBytes() == 0 ? Optional.empty() : Optional.of(moveAside(reading));
    }

    private String moveAside(Reading reading) throws IOException {
        Path aside = segment.resolveSibling(
                segment.getFileName() + ".torn-" + clock.instant().toEpochMilli());
        ByteBuffer torn = ByteBuffer.allocate(Math.toIntExact(reading.tornBytes()));
        channel.read(torn, reading.goodBytes());
        Files.write(aside, torn.array());
        channel.truncate(good);
        channel.force(true);
        return "An incomplete last line of " + reading.tornBytes() + " bytes, of an entry that was never acknowledged, "
                + "was moved from the journal to " + aside.getFileName();
    }

    private void openSegment(Path file, long length) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        segment = file;
        good = length;
        forceDirectory();
    }

    private void writeAllWaiting() {
        List<Pending> batch = new ArrayList<>();
        for (Pending next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
        }
        boolean interrupted = Thread.interrupted();
        try {
            List<AuditEntry> entries = writeUninterrupted(batch);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).entry = entries.get(i);
            }
            probeGood = true;
        } catch (IOException failure) {
            failed = true;
            probeGood = false;
            batch.forEach(pending -> pending.failure = failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An interrupt closes a file channel; that is no reason to lose an entry. */
    private List<AuditEntry> writeUninterrupted(List<Pending> batch) throws IOException {
        try {
            mend();
            rollWhenFull();
            return write(batch);
        } catch (ClosedByInterruptException interrupt) {
            boolean again = Thread.interrupted();
            try {
                failed = true;
                mend();
                return write(batch);
            } finally {
                if (again) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private List<AuditEntry> write(List<Pending> batch) throws IOException {
        List<AuditEntry> entries = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Head last = head;
        for (Pending pending : batch) {
            AuditEntry entry = Chain.entry(
                    last.number() + 1, clock.instant().truncatedTo(ChronoUnit.MICROS), pending.event, last.hash());
            text.append(Chain.line(entry)).append('\n');
            entries.add(entry);
            last = new Head(entry.number(), entry.hash());
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        long at = good;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(true);
        good = at;
        head = last;
        return entries;
    }

    /** After a failure: a fresh channel, without what may have been half written. */
    private void mend() throws IOException {
        if (failed) {
            channel.close();
            if (good > 0 && !Files.exists(segment)) {
                throw new IOException("the journal's segment " + segment.getFileName() + " is gone");
            }
            openSegment(segment, good);
            channel.truncate(good);
            channel.force(true);
            failed = false;
        }
    }

    private void rollWhenFull() throws IOException {
        if (good >= segmentBytes) {
            Path headFile = JournalReader.headFile(segment);
            writeForced(headFile, Json.write(head).getBytes(StandardCharsets.UTF_8));
            channel.close();
            int number = Integer.parseInt(segment.getFileName().toString().substring(0, 6));
            openSegment(directory.resolve("%06d%s".formatted(number + 1, JournalReader.SUFFIX)), 0);
        }
    }

    private void probe() throws IOException {
        if (!Files.exists(segment)) {
            throw new IOException("the journal's segment " + segment.getFileName() + " is gone");
        }
        Path file = directory.resolve("probe");
        writeForced(file, new byte[4096]);
        Files.delete(file);
        mend();
    }

    private static void writeForced(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /** A new file's name is on disk only when its directory is. */
    private void forceDirectory() throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Another process writes to this journal. */
    static final class InUse extends IOException {
        private static final long serialVersionUID = 1L;

        InUse(Path directory) {
            super("Another Ostler uses " + directory + ". Stop it first, or give this one another data directory.");
        }
    }
}
