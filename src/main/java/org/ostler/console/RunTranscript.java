package org.ostler.console;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ostler.platform.Json;

/**
 * One run's records in append-only segments. After a crash the last segment is read once; closed ones carry an index
 * with what was known at their end.
 */
final class RunTranscript implements Closeable {
    /** Where a segment ends. Smaller: many files. Larger: a restart parses more before it can re-attach. */
    private static final long SEGMENT_BYTES = 4L << 20;

    /** What a line of output becomes, as a rule: room that is made at once. */
    private static final int LIKELY_LINE = 320;

    /** What a closed segment's index file holds. */
    private record Index(long last, long length, List<Segment.Block> blocks, Map<String, Long> offsets) {}

    private final Path directory;
    private final long segmentBytes;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Recent recent = new Recent();
    private FileChannel channel;
    private long last;

    RunTranscript(Path directory) throws IOException {
        this(directory, SEGMENT_BYTES);
    }

    RunTranscript(Path directory, long segmentBytes) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        if (Files.isDirectory(directory)) {
            List<Path> files;
            try (Stream<Path> listed = Files.list(directory)) {
                files = listed.filter(file -> file.toString().endsWith(".jsonl"))
                        .sorted()
                        .toList();
            }
            for (Path file : files) {
                load(file);
            }
        }
    }

    synchronized long last() {
        return last;
    }

    synchronized long offset(UUID command, TranscriptRecord.Stream stream) {
        return offsets.getOrDefault(key(command, stream), 0L);
    }

    /**
     * Numbers and stores; when this returns they are in the file.
     *
     * @param watched whether somebody will ask for them at once
     */
    synchronized void append(List<StoredRecord> drafts, boolean watched) throws IOException {
        if (drafts.isEmpty()) {
            return;
        }
        Segment segment = writable();
        List<StoredRecord> records = new ArrayList<>(drafts.size());
        int[] ends = new int[drafts.size()];
        RecordText lines = new RecordText(drafts.size() * LIKELY_LINE);
        for (int i = 0; i < ends.length; i++) {
            StoredRecord record = drafts.get(i).numbered(last + i + 1);
            lines.stored(record);
            records.add(record);
            ends[i] = lines.size();
        }
        write(segment, ByteBuffer.wrap(lines.bytes()));
        for (int i = 0; i < ends.length; i++) {
            segment.grown(records.get(i), ends[i] - (i == 0 ? 0 : ends[i - 1]));
        }
        known(records);
        if (watched) {
            records.forEach(recent::add);
        } else {
            recent.clear();
        }
    }

    List<StoredRecord> read(Optional<String> host, long after, int limit) throws IOException {
        Optional<List<StoredRecord>> kept = recent(host, after, limit);
        if (kept.isPresent()) {
            return kept.get();
        }
        List<StoredRecord> found = new ArrayList<>();
        Optional<Segment> segment = snapshot(segmentOf(after + 1));
        for (int number = segmentOf(after + 1) + 1; segment.isPresent(); number++) {
            read(segment.get(), host, after, limit, found);
            segment = found.size() < limit ? snapshot(number) : Optional.empty();
        }
        return found;
    }

    private static void read(Segment segment, Optional<String> host, long after, int limit, List<StoredRecord> found)
            throws IOException {
        List<Segment.Block> blocks = segment.blocks();
        for (int i = 0; i < blocks.size() && found.size() < limit; i++) {
            boolean allBefore = i + 1 < blocks.size() && blocks.get(i + 1).first() <= after + 1;
            if (allBefore || !holds(blocks.get(i), host)) {
                continue;
            }
            for (StoredRecord record : segment.records(i)) {
                if (record.number() > after && isOf(record, host) && found.size() < limit) {
                    found.add(record);
                }
            }
        }
    }

    Optional<StoredRecord> first(Predicate<StoredRecord> wanted) throws IOException {
        for (Segment segment : snapshot()) {
            for (int i = 0; i < segment.blocks().size(); i++) {
                Optional<StoredRecord> found =
                        segment.records(i).stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** From the end backwards until enough is found or {@code until} says stop; in order. */
    List<StoredRecord> tail(Optional<String> host, Predicate<StoredRecord> wanted, Predicate<StoredRecord> until)
            throws IOException {
        List<StoredRecord> found = new ArrayList<>();
        List<Segment> all = snapshot();
        for (int s = all.size() - 1; s >= 0; s--) {
            List<Segment.Block> blocks = all.get(s).blocks();
            for (int i = blocks.size() - 1; i >= 0; i--) {
                if (!holds(blocks.get(i), host)) {
                    continue;
                }
                List<StoredRecord> records = all.get(s).records(i);
                for (int r = records.size() - 1; r >= 0; r--) {
                    StoredRecord record = records.get(r);
                    if (isOf(record, host) && wanted.test(record)) {
                        found.add(record);
                        if (until.test(record)) {
                            Collections.reverse(found);
                            return found;
                        }
                    }
                }
            }
        }
        Collections.reverse(found);
        return found;
    }

    /**
     * On disk, not only with the operating system. What others append meanwhile does not wait for it, and by a channel of
     * its own, because an interrupt of this thread would close theirs.
     */
    void force() throws IOException {
        Optional<Path> file = written();
        if (file.isPresent()) {
            try (FileChannel own = FileChannel.open(file.get(), StandardOpenOption.WRITE)) {
                own.force(false);
            }
        }
    }

    /** The file that is written to; those before it are on disk. */
    private synchronized Optional<Path> written() {
        return channel == null
                ? Optional.empty()
                : Optional.of(segments.get(segments.size() - 1).file());
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private static boolean holds(Segment.Block block, Optional<String> host) {
        return host.isEmpty()
                || block.hosts().contains(host.get())
                || block.hosts().contains("");
    }

    /** What Ostler itself says belongs to every host's view. */
    private static boolean isOf(StoredRecord record, Optional<String> host) {
        return host.isEmpty()
                || record.host().equals(host.get())
                || record.host().isEmpty();
    }

    private synchronized Optional<List<StoredRecord>> recent(Optional<String> host, long after, int limit) {
        return recent.after(after, limit, record -> isOf(record, host));
    }

    /** The segments as they are now; they only grow at the end. */
    private synchronized List<Segment> snapshot() {
        List<Segment> now = new ArrayList<>();
        segments.forEach(segment -> now.add(segment.copy()));
        return now;
    }

    private synchronized Optional<Segment> snapshot(int number) {
        return number < segments.size() ? Optional.of(segments.get(number).copy()) : Optional.empty();
    }

    /** The last one that begins with this record or with an earlier one. */
    private synchronized int segmentOf(long record) {
        for (int number = segments.size() - 1; number > 0; number--) {
            if (segments.get(number).beginsUpTo(record)) {
                return number;
            }
        }
        return 0;
    }

    private void load(Path file) throws IOException {
        Path index = indexOf(file);
        if (Files.exists(index)) {
            try {
                Index closed = Json.read(Files.readString(index), Index.class);
                segments.add(new Segment(file, closed.blocks(), closed.length()));
                offsets.putAll(closed.offsets());
                last = closed.last();
                return;
            } catch (IllegalStateException halfWritten) {
                Files.delete(index);
            }
        }
        segments.add(Segment.scan(file, this::known));
    }

    private void known(StoredRecord record) {
        known(List.of(record));
    }

    /** Of a command's output that came at once only the end matters. */
    private void known(List<StoredRecord> records) {
        for (int i = 0; i < records.size(); i++) {
            StoredRecord record = records.get(i);
            StoredRecord following = i + 1 < records.size() ? records.get(i + 1) : null;
            boolean goesOn = following != null
                    && following.command().equals(record.command())
                    && following.stream() == record.stream();
            if (!goesOn) {
                record.command().ifPresent(command -> offsets.put(key(command, record.stream()), record.end()));
            }
        }
        last = records.get(records.size() - 1).number();
    }

    private Segment writable() throws IOException {
        boolean none = segments.isEmpty();
        if (!none && segments.get(segments.size() - 1).length() >= segmentBytes) {
            closeSegment(segments.get(segments.size() - 1));
        }
        boolean closed =
                none || Files.exists(indexOf(segments.get(segments.size() - 1).file()));
        if (closed) {
            Files.createDirectories(directory);
            segments.add(new Segment(directory.resolve("%06d.jsonl".formatted(segments.size() + 1))));
            close();
        }
        Segment segment = segments.get(segments.size() - 1);
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(segment.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(segment.length());
        }
        return segment;
    }

    private void closeSegment(Segment segment) throws IOException {
        if (channel != null) {
            channel.force(false);
        }
        Path index = indexOf(segment.file());
        Path fresh = index.resolveSibling(index.getFileName() + ".new");
        Files.writeString(
                fresh, Json.write(new Index(last, segment.length(), segment.blocks(), new HashMap<>(offsets))));
        Files.move(fresh, index, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(Segment segment, ByteBuffer bytes) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            writeAt(segment.length(), bytes.duplicate());
        } catch (ClosedByInterruptException interrupt) {
            interrupted |= Thread.interrupted();
            channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
            writeAt(segment.length(), bytes);
        } catch (IOException failure) {
            close();
            throw failure;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeAt(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static Path indexOf(Path segment) {
        return segment.resolveSibling(segment.getFileName().toString().replace(".jsonl", ".index"));
    }

    private static String key(UUID command, TranscriptRecord.Stream stream) {
        return command + "/" + stream;
    }
}
