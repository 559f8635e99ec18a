package org.ostler.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a journal from its files alone, checking each hash and the chain. Needs no server, no database and nothing but
 * the JDK, so a verifier can run anywhere.
 */
final class JournalReader {
    static final String SUFFIX = ".jsonl";
    static final String HEAD_SUFFIX = ".head";

    /** What is done with each good line, in order. */
    interface Each {
        /** @throws ChainLine.Damage when it is bad after all */
        void take(ChainLine line) throws ChainLine.Damage;

        Each NOTHING = line -> {};
    }

    /**
     * @param before what the first line that is there follows; not {@link Head#NONE} after retention
     * @param head the last good entry
     * @param goodBytes length of the last segment up to its last complete line
     * @param tornBytes what follows without a line end: an entry that was never acknowledged, or the trace of a change
     */
    record Reading(Head before, Head head, Optional<Break> broken, long goodBytes, long tornBytes) {
        long entries() {
            return head.number() - before.number();
        }

        private Reading of(Head first) {
            return new Reading(first, head, broken, goodBytes, tornBytes);
        }

        private Reading broken(long entry, String what) {
            Break bad = new Break(Break.Side.JOURNAL, entry, what);
            return new Reading(before, head, Optional.of(bad), goodBytes, 0);
        }
    }

    private final Path directory;

    JournalReader(Path directory) {
        this.directory = directory;
    }

    List<Path> segments() throws IOException {
        return files("\\d{6}\\.jsonl");
    }

    private List<Path> files(String name) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }

    static int number(Path segment) {
        return Integer.parseInt(segment.getFileName().toString().substring(0, 6));
    }

    Path segment(int number) {
        return directory.resolve("%06d%s".formatted(number, SUFFIX));
    }

    Path headFile(int number) {
        return directory.resolve("%06d%s".formatted(number, HEAD_SUFFIX));
    }

    /** What the head files say, by segment; one that cannot be understood says {@link Head#NONE}. */
    Map<Integer, Head> heads() throws IOException {
        Map<Integer, Head> heads = new TreeMap<>();
        for (Path file : files("\\d{6}\\.head")) {
            heads.put(number(file), stated(number(file)).orElse(Head.NONE));
        }
        return heads;
    }

    /** Reads everything up to an entry, or to the first bad one. */
    Reading readAll(long last, Each each) throws IOException {
        List<Path> segments = segments();
        Head first = segments.isEmpty() ? Head.NONE : before(segments.get(0)).orElse(Head.NONE);
        Reading reading = new Reading(first, first, Optional.empty(), 0, 0);
        if (!segments.isEmpty() && number(segments.get(0)) > 1 && first.equals(Head.NONE)) {
            return reading.broken(1, "the head of the segment before " + name(segments.get(0)) + " is missing");
        }
        for (int at = 0; at < segments.size() && reading.head().number() < last; at++) {
            Path segment = segments.get(at);
            if (number(segment) != number(segments.get(0)) + at) {
                return reading.broken(
                        reading.head().number() + 1, "the segment before " + name(segment) + " is missing");
            }
            reading = readSegment(segment, reading.head(), last, each).of(first);
            if (reading.broken().isPresent()) {
                return reading;
            }
            if (at < segments.size() - 1) {
                Optional<String> end = end(segment, reading, last);
                if (end.isPresent()) {
                    return reading.broken(reading.head().number() + 1, end.get());
                }
            }
        }
        return reading;
    }

    /** What is wrong with the end of a segment that another one follows. */
    private Optional<String> end(Path segment, Reading reading, long last) throws IOException {
        if (reading.tornBytes() > 0) {
            return Optional.of(name(segment) + " ends within a line although another one follows");
        }
        Optional<Head> stated = stated(number(segment));
        if (stated.isEmpty() && reading.head().number() < last) {
            return Optional.of(name(segment) + " has no head file that can be read");
        }
        boolean whole = reading.head().number() < last
                || stated.filter(head -> head.number() <= last).isPresent();
        return whole && !stated.orElseThrow().equals(reading.head())
                ? Optional.of(name(segment) + " does not end as its head file says")
                : Optional.empty();
    }

    /** Reads one segment that follows {@code before}. */
    Reading readSegment(Path segment, Head before, long last, Each each) throws IOException {
        Head head = before;
        long good = 0;
        try (LineFile lines = new LineFile(segment)) {
            while (head.number() < last) {
                Optional<byte[]> line = lines.next();
                if (line.isEmpty()) {
                    return new Reading(before, head, Optional.empty(), good, lines.rest());
                }
                try {
                    ChainLine next = ChainLine.parse(line.get());
                    next.follows(head);
                    each.take(next);
                    head = next.head();
                } catch (ChainLine.Damage damage) {
                    return new Reading(before, head, Optional.empty(), good, 0)
                            .broken(
                                    head.number() + 1,
                                    "entry " + (head.number() + 1) + " (" + name(segment) + ") " + damage.getMessage());
                }
                good += line.get().length + 1;
            }
        }
        return new Reading(before, head, Optional.empty(), good, 0);
    }

    /** What a segment's first entry must follow: nothing, or the head of the one before; empty when that is not known. */
    Optional<Head> before(Path segment) throws IOException {
        int number = number(segment);
        return number == 1 ? Optional.of(Head.NONE) : stated(number - 1);
    }

    private Optional<Head> stated(int segment) throws IOException {
        Path file = headFile(segment);
        return Files.exists(file) ? Head.read(Files.readString(file, StandardCharsets.ISO_8859_1)) : Optional.empty();
    }

    private static String name(Path segment) {
        return segment.getFileName().toString();
    }
}
