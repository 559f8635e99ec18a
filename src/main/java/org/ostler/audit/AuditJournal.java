package org.ostler.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.JournalReader.Reading;

/**
 * The truth: numbered, chained lines, on disk when {@link #append} returns. Writers that come at the same time share
 * one fsync. What could not be forced to disk is cut off again before the next try, because nobody was told of it.
 */
final class AuditJournal implements Closeable {
    /**
     * How a journal is kept.
     *
     * @param segmentBytes where a segment ends. Smaller: thousands of files. Larger: the start, which reads the last
     *     segment, takes longer than a second
     * @param segmentAge when it ends at the latest. Smaller: many small files. Larger: retention, which drops whole
     *     segments, keeps entries for that much longer than it is told
     * @param reserve how much room must be left for a new change to begin. Smaller: the disk is full before running
     *     steps and the database have written down how they ended. Larger: small disks count as full
     */
    record Limits(long segmentBytes, Duration segmentAge, long reserve) {
        static final Limits STANDARD = new Limits(16L << 20, Duration.ofDays(7), 32L << 20);
    }

    private static final Logger LOG = Logger.getLogger(AuditJournal.class.getName());

    private final Path directory;
    private final InstantSource clock;
    private final Limits limits;
    private final FileChannel lockChannel;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final JournalReader reader;
    private final List<String> repaired = new ArrayList<>();

    private Segment segment;
    private Optional<Instant> began = Optional.empty();
    private volatile Head head = Head.NONE;
    private volatile Optional<String> identity = Optional.empty();
    private volatile Optional<String> failed = Optional.empty();

    private static final class Pending {
        private final AuditEvent event;
        private AuditEntry entry;
        private IOException failure;

        Pending(AuditEvent event) {
            this.event = event;
        }
    }

    /** @throws InUse when another process has it */
    AuditJournal(Path directory, InstantSource clock, Limits limits) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.limits = limits;
        this.reader = new JournalReader(directory);
        Files.createDirectories(directory);
        this.lockChannel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock();
            open();
        } catch (IOException failure) {
            lockChannel.close();
            throw failure;
        }
    }

    Head head() {
        return head;
    }

    /** The hash of the first entry ever, which says which journal this is; empty before it. */
    Optional<String> identity() {
        return identity;
    }

    /** The number of the segment that is written to. */
    int segmentNumber() {
        return JournalReader.number(segment.file());
    }

    /** What was found and mended at the start. */
    List<String> repaired() {
        return List.copyOf(repaired);
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

    /**
     * Why no new change may begin; empty when the last entry was taken and there is room for many more. After a failure
     * it is tried whether an entry would be taken now.
     */
    Optional<String> trouble() {
        Optional<String> seen = failed.isPresent() ? tryAgain() : Optional.empty();
        return seen.or(this::seenFromOutside);
    }

    private Optional<String> tryAgain() {
        if (!writing.tryLock()) {
            return failed;
        }
        try {
            mend();
            segment.refuseForeign();
        } catch (IOException still) {
            failed = Optional.of(words(still));
        } finally {
            writing.unlock();
        }
        return failed;
    }

    /** What needs no write: asked every few seconds, it must not keep a disk awake. */
    private Optional<String> seenFromOutside() {
        try {
            if (!Files.exists(segment.file())) {
                return Optional.of("the journal's segment " + segment.file().getFileName() + " is gone");
            }
            if (!Files.isWritable(directory) || !Files.isWritable(segment.file())) {
                return Optional.of("it may not be written");
            }
            long left = Files.getFileStore(directory).getUsableSpace();
            return left < limits.reserve()
                    ? Optional.of("its disk has only " + left / 1024 + " KiB left, and " + limits.reserve() / 1024
                            + " KiB are kept for what is running")
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(words(unreadable));
        }
    }

    /** What something else did to the files since they were last written; empty when nothing did. */
    Optional<String> foreign() {
        writing.lock();
        try {
            if (failed.isEmpty()) {
                segment.refuseForeign();
            }
            int last = reader.segments().stream()
                    .mapToInt(JournalReader::number)
                    .max()
                    .orElse(0);
            return last > segmentNumber()
                    ? Optional.of("there is a segment " + last + " that was not written here")
                    : Optional.empty();
        } catch (IOException changed) {
            return Optional.of(changed.getMessage());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            segment.close();
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

    private void open() throws IOException {
        List<Path> segments = reader.segments();
        if (segments.isEmpty()) {
            segment = new Segment(reader.segment(1), 0);
            return;
        }
        Path last = segments.get(segments.size() - 1);
        Head before = before(last);
        List<ChainLine> first = new ArrayList<>();
        Reading reading = reader.readSegment(last, before, Long.MAX_VALUE, line -> {
            if (first.isEmpty()) {
                first.add(line);
            }
        });
        if (reading.broken().isPresent()) {
            throw new IOException(reading.broken().get().words() + "; nothing is appended to a broken chain");
        }
        head = reading.head();
        segment = new Segment(last, reading.goodBytes());
        began = first.stream().flatMap(line -> Chain.at(line).stream()).findFirst();
        if (reading.tornBytes() > 0) {
            repaired.add(moveAside());
        }
        identify();
    }

    /**
     * What the last segment follows. A head file that is not there is made again and told: a backup that is taken while
     * a segment is closed may lack the newest. One that says something else is tampering.
     */
    private Head before(Path last) throws IOException {
        Path file = reader.headFile(JournalReader.number(last) - 1);
        Path closed = reader.segment(JournalReader.number(last) - 1);
        boolean lacking = !Files.exists(file) && Files.exists(closed);
        Optional<Head> start = lacking ? reader.before(closed) : Optional.empty();
        if (start.isPresent()) {
            Reading whole = reader.readSegment(closed, start.get(), Long.MAX_VALUE, JournalReader.Each.NOTHING);
            if (whole.broken().isEmpty() && whole.tornBytes() == 0) {
                Segment.writeForced(file, whole.head().json().getBytes(StandardCharsets.ISO_8859_1));
                repaired.add(
                        "The head file " + file.getFileName() + " was missing and was made again from its segment");
            }
        }
        return reader.before(last)
                .orElseThrow(() -> new IOException("the head of the segment before " + last.getFileName()
                        + " is missing; nothing is appended to a broken chain"));
    }

    private String moveAside() throws IOException {
        byte[] torn = segment.rest();
        Path aside = directory.resolve(
                segment.file().getFileName() + ".torn-" + clock.instant().toEpochMilli());
        Segment.writeForced(aside, torn);
        segment.cut();
        return "An incomplete last line of " + torn.length + " bytes, of an entry that was never acknowledged, "
                + "was moved from the journal to " + aside.getFileName();
    }

    private void identify() throws IOException {
        Path file = directory.resolve(JournalCheck.IDENTITY);
        if (Files.exists(file)) {
            identity = Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } else if (Files.exists(reader.segment(1)) && head.number() > 0) {
            reader.readSegment(reader.segment(1), Head.NONE, 1, line -> identify(line.hash()));
        }
    }

    /** The entry is on disk already: a file that cannot be written now is written at the next start. */
    private void identify(String first) {
        identity = Optional.of(first);
        try {
            Segment.writeForced(directory.resolve(JournalCheck.IDENTITY), first.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException later) {
            LOG.log(Level.FINE, "the journal's identity is written at the next start", later);
        }
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
        } catch (IOException failure) {
            failed = Optional.of(words(failure));
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
            segment.refuseForeign();
            rollWhenDue();
            return write(batch);
        } catch (ClosedByInterruptException interrupt) {
            boolean again = Thread.interrupted();
            try {
                failed = Optional.of("interrupted");
                mend();
                rollWhenDue();
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
        segment.append(text.toString().getBytes(StandardCharsets.UTF_8));
        began = began.or(() -> Optional.of(entries.get(0).at()));
        head = last;
        if (entries.get(0).number() == 1) {
            identify(entries.get(0).hash());
        }
        return entries;
    }

    private void mend() throws IOException {
        if (failed.isPresent()) {
            segment.mend();
            failed = Optional.empty();
        }
    }

    private void rollWhenDue() throws IOException {
        boolean old = began.filter(at -> at.plus(limits.segmentAge()).isBefore(clock.instant()))
                .isPresent();
        if (segment.good() >= limits.segmentBytes() || old) {
            int number = segmentNumber();
            Segment.writeForced(reader.headFile(number), head.json().getBytes(StandardCharsets.ISO_8859_1));
            Segment next = new Segment(reader.segment(number + 1), 0);
            segment.close();
            segment = next;
            began = Optional.empty();
        }
    }

    private static String words(IOException failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Another process writes to this journal. */
    static final class InUse extends IOException {
        private static final long serialVersionUID = 1L;

        InUse(Path directory) {
            super("Another Ostler uses " + directory + ". Stop it first, or give this one another data directory.");
        }
    }
}
