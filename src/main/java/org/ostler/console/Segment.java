package org.ostler.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One file of a transcript, a JSON record a line, with a sparse index: where each few hundred records begin. */
final class Segment {
    /**
     * Records and bytes of one block. Smaller: the index outgrows its use. Larger: reading ten records parses more
     * that nobody asked for.
     */
    private static final int BLOCK_RECORDS = 256;

    private static final int BLOCK_BYTES = 256 * 1024;

    /** @param hosts whose records it holds, so that a look at one host skips the others' blocks */
    record Block(long first, long offset, Set<String> hosts) {}

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();
    private long length;
    private int inBlock;

    Segment(Path file) {
        this.file = file;
    }

    /** A closed segment, by its index. */
    Segment(Path file, List<Block> blocks, long length) {
        this.file = file;
        this.blocks.addAll(blocks);
        this.length = length;
    }

    /** As it is now. */
    Segment copy() {
        return new Segment(file, blocks, length);
    }

    boolean beginsUpTo(long record) {
        return !blocks.isEmpty() && blocks.get(0).first() <= record;
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /** Notes that a record was written at the end. */
    void grown(StoredRecord record, int bytes) {
        boolean full = blocks.isEmpty()
                || inBlock >= BLOCK_RECORDS
                || length - blocks.get(blocks.size() - 1).offset() >= BLOCK_BYTES;
        if (full) {
            blocks.add(new Block(record.number(), length, ConcurrentHashMap.newKeySet()));
            inBlock = 0;
        }
        blocks.get(blocks.size() - 1).hosts().add(record.host());
        inBlock++;
        length += bytes;
    }

    /** Reads a file without index, to its last complete line, and builds the index. */
    static Segment scan(Path file, Consumer<StoredRecord> each) throws IOException {
        Segment segment = new Segment(file);
        byte[] bytes = Files.readAllBytes(file);
        RecordReader reader = new RecordReader(bytes);
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                StoredRecord record = parse(reader, from, at);
                segment.grown(record, at + 1 - from);
                each.accept(record);
                from = at + 1;
            }
        }
        return segment;
    }

    /** The records of one block. */
    List<StoredRecord> records(int block) throws IOException {
        long from = blocks.get(block).offset();
        long to = block + 1 < blocks.size() ? blocks.get(block + 1).offset() : length;
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = in.read(bytes, from + bytes.position());
            }
        }
        List<StoredRecord> records = new ArrayList<>();
        byte[] lines = bytes.array();
        RecordReader reader = new RecordReader(lines);
        int start = 0;
        for (int at = 0; at < bytes.position(); at++) {
            if (lines[at] == '\n') {
                records.add(parse(reader, start, at));
                start = at + 1;
            }
        }
        return records;
    }

    private static StoredRecord parse(RecordReader reader, int from, int to) throws IOException {
        try {
            return reader.read(from, to);
        } catch (JsonProcessingException damaged) {
            throw new IOException("a transcript record cannot be read", damaged);
        }
    }
}
