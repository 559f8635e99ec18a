package org.ostler.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ostler.platform.Json;

/**
 * Reads a journal from its files alone, checking each hash and the chain. Needs no server and no database, so a
 * verifier can run anywhere.
 */
final class JournalReader {
    static final String SUFFIX = ".jsonl";
    static final String HEAD_SUFFIX = ".head";

    /**
     * The last entry of a closed segment, or of the whole journal. A head that was written down elsewhere (a witness)
     * proves later that the journal was not replaced by an older one.
     */
    record Head(long number, String hash) {
        static final Head NONE = new Head(0, Chain.BEGINNING);
    }

    /**
     * @param head the last good entry
     * @param broken the first bad place, in words
     * @param goodBytes length of the last segment up to its last complete line
     * @param tornBytes what follows without a line end: an entry that was never acknowledged
     */
    record Reading(Head head, Optional<String> broken, long goodBytes, long tornBytes) {}

    private final Path directory;

    JournalReader(Path directory) {
        this.directory = directory;
    }

    List<Path> segments() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{6}\\.jsonl"))
                    .sorted()
                    .toList();
        }
    }

    static Path headFile(Path segment) {
        String name = segment.getFileName().toString();
        return segment.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + HEAD_SUFFIX);
    }

    /** Reads everything up to an entry, or to the first bad one. */
    Reading readAll(long last, Consumer<AuditEntry> each) throws IOException {
        List<Path> segments = segments();
        if (segments.isEmpty()) {
            return new Reading(Head.NONE, Optional.empty(), 0, 0);
        }
        Reading reading = new Reading(headBefore(segments.get(0)), Optional.empty(), 0, 0);
        for (Path segment : segments) {
            if (reading.head().number() >= last) {
                break;
            }
            reading = readSegment(segment, reading.head(), last, each);
            if (reading.broken().isPresent()) {
                return reading;
            }
            boolean closed = !segment.equals(segments.get(segments.size() - 1));
            if (closed && reading.tornBytes() > 0) {
                return broken(reading, segment.getFileName() + " ends within a line although another one follows");
            }
            Optional<Head> stated = stated(segment);
            if (closed && reading.head().number() < last && stated.isEmpty()) {
                return broken(reading, segment.getFileName() + " has no head file");
            }
            if (closed && reading.head().number() < last && !stated.get().equals(reading.head())) {
                return broken(reading, segment.getFileName() + " does not end as its head file says");
            }
        }
        return reading;
    }

    /** Reads one segment that follows {@code before}. */
    Reading readSegment(Path segment, Head before, long last, Consumer<AuditEntry> each) throws IOException {
        Head head = before;
        long good = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(segment), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (head.number() < last) {
                line.reset();
                boolean complete = readLine(in, line);
                if (!complete) {
                    return new Reading(head, Optional.empty(), good, line.size());
                }
                try {
                    AuditEntry entry = Chain.parse(line.toString(StandardCharsets.UTF_8));
                    follows(entry, head);
                    each.accept(entry);
                    head = new Head(entry.number(), entry.hash());
                } catch (Chain.Damage damage) {
                    String what = "journal: entry " + (head.number() + 1) + " (" + segment.getFileName() + ") "
                            + damage.getMessage();
                    return new Reading(head, Optional.of(what), good, 0);
                }
                good += line.size() + 1;
            }
        }
        return new Reading(head, Optional.empty(), good, 0);
    }

    /** What a segment's first entry must follow: nothing, or the head that retention kept of the one before. */
    Head headBefore(Path segment) throws IOException {
        int number = Integer.parseInt(segment.getFileName().toString().substring(0, 6));
        return number == 1
                ? Head.NONE
                : stated(segment.resolveSibling("%06d%s".formatted(number - 1, SUFFIX)))
                        .orElse(new Head(-1, "the head of the segment before is missing"));
    }

    private static Optional<Head> stated(Path segment) throws IOException {
        Path file = headFile(segment);
        try {
            return Files.exists(file) ? Optional.of(Json.read(Files.readString(file), Head.class)) : Optional.empty();
        } catch (IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static void follows(AuditEntry entry, Head head) throws Chain.Damage {
        if (entry.number() != head.number() + 1) {
            throw new Chain.Damage("has the number " + entry.number());
        }
        if (!entry.previous().equals(head.hash())) {
            throw new Chain.Damage("does not follow the entry before it");
        }
    }

    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return true;
            }
            line.write(next);
        }
        return false;
    }

    private static Reading broken(Reading reading, String what) {
        return new Reading(reading.head(), Optional.of("journal: " + what), reading.goodBytes(), 0);
    }
}
