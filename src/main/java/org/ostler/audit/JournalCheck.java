package org.ostler.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.audit.JournalReader.Each;
import org.ostler.audit.JournalReader.Reading;

/**
 * Everything that a journal's files and a witness can tell: hashes, chain, heads of segments, that what is missing at
 * the beginning was dropped by retention, and that it is the journal which was witnessed. Needs nothing but the JDK.
 */
final class JournalCheck {
    /** The hash of the first entry, in a file of its own: it says which journal this is when that entry is dropped. */
    static final String IDENTITY = "identity";

    /** A retention entry names the heads of all segments that are dropped, as {@link Retained#text}. */
    private static final Pattern DROPPED =
            Pattern.compile("\"heads\":\"([0-9a-f:;]+)\",\"journal\":\"([0-9a-f]{64})\"");

    private static final Pattern HEAD = Pattern.compile("(\\d{1,6}):(\\d{1,18}):([0-9a-f]{64})(?:;|$)");

    private static final String RETENTION = "\"kind\":\"RETENTION\"";

    private static final String RESTORATION = "\"kind\":\"RESTORATION\"";

    private static final Pattern AT = Pattern.compile("\"at\":\"([0-9TZ:.-]{20,40})\"");

    /**
     * @param journal the hash of the first entry ever; empty for an empty journal
     * @param broken the first bad place
     * @param lost what the witness saw and a backup that was put back did not have
     */
    record Result(Reading reading, int segments, String journal, Optional<Break> broken, Optional<String> lost) {}

    /** What the last retention entry says was dropped. */
    record Retained(Map<Integer, Head> heads, String journal) {
        static final Retained NOTHING = new Retained(Map.of(), "");

        static String text(Map<Integer, Head> heads) {
            StringBuilder text = new StringBuilder();
            heads.forEach((segment, head) -> text.append(text.isEmpty() ? "" : ";")
                    .append(segment)
                    .append(':')
                    .append(head.number())
                    .append(':')
                    .append(head.hash()));
            return text.toString();
        }

        static Retained read(String heads, String journal) {
            Map<Integer, Head> read = new TreeMap<>();
            Matcher one = HEAD.matcher(heads);
            while (one.find()) {
                read.put(Integer.valueOf(one.group(1)), new Head(Long.parseLong(one.group(2)), one.group(3)));
            }
            return new Retained(read, journal);
        }
    }

    private final JournalReader reader;
    private final Path identity;
    private Retained retained = Retained.NOTHING;
    private Optional<String> first = Optional.empty();

    JournalCheck(Path directory) {
        this.reader = new JournalReader(directory);
        this.identity = directory.resolve(IDENTITY);
    }

    /** @param last up to which entry; {@code Long.MAX_VALUE} for all */
    Result check(long last, WitnessLog witness, Each each) throws IOException {
        WitnessLog.Comparison seen = witness.compare();
        // First, because segments may be closed while this reads: then there are more lines than heads, never fewer.
        Map<Integer, Head> kept = reader.heads();
        Reading reading = reader.readAll(last, line -> {
            if (line.number() == 1) {
                first = Optional.of(line.hash());
            }
            if (line.text().contains(RETENTION)) {
                take(line.text());
            }
            if (line.text().contains(RESTORATION)) {
                writtenAt(line.text()).ifPresent(at -> seen.restored(line.number(), at));
            }
            each.take(line);
            seen.take(line.head());
        });
        String journal = first.orElse(retained.journal());
        Optional<Break> broken = reading.broken()
                .or(() -> seen.result(journal, reading.before(), reading.head()))
                .or(() -> beginning(reading))
                .or(() -> identity(reading, journal));
        List<Path> segments = reader.segments();
        int end = segments.stream().mapToInt(JournalReader::number).max().orElse(0);
        Optional<Break> worst = broken.or(() -> dropped(kept)).or(() -> stray(kept, end, reading.head(), last));
        return new Result(reading, segments.size(), journal, worst, seen.lost());
    }

    private static Optional<Instant> writtenAt(String line) {
        Matcher at = AT.matcher(line);
        try {
            return at.find() ? Optional.of(Instant.parse(at.group(1))) : Optional.empty();
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private void take(String line) {
        Matcher dropped = DROPPED.matcher(line);
        if (dropped.find()) {
            retained = Retained.read(dropped.group(1), dropped.group(2));
        }
    }

    /** Segments may be missing at the beginning only when an entry says that they were dropped. */
    private Optional<Break> beginning(Reading reading) {
        Head before = reading.before();
        return before.equals(Head.NONE) || retained.heads().containsValue(before)
                ? Optional.empty()
                : bad(
                        before.number(),
                        "entries up to " + before.number() + " are missing, and no entry says that they"
                                + " were dropped");
    }

    /** The heads that are kept of dropped segments are those that were kept then. */
    private Optional<Break> dropped(Map<Integer, Head> kept) {
        for (Map.Entry<Integer, Head> dropped : retained.heads().entrySet()) {
            Head head = kept.get(dropped.getKey());
            if (!dropped.getValue().equals(head)) {
                return bad(
                        dropped.getValue().number(),
                        "the head file of the dropped segment " + dropped.getKey() + " is "
                                + (head == null ? "missing" : "not the one that was kept"));
            }
        }
        return Optional.empty();
    }

    /** A head file that no segment ends with tells of a cut. */
    private static Optional<Break> stray(Map<Integer, Head> kept, int end, Head read, long last) {
        return kept.entrySet().stream()
                .filter(head -> head.getKey() > end || (head.getKey() == end && !read.equals(head.getValue())))
                .filter(head -> head.getValue().number() <= last)
                .findFirst()
                .flatMap(head -> bad(
                        read.number() + 1,
                        "there is a head file of segment " + head.getKey() + " and no segment that ends so"));
    }

    private Optional<Break> identity(Reading reading, String journal) {
        try {
            boolean other = reading.head().number() > 0
                    && Files.exists(identity)
                    && !Files.readString(identity, StandardCharsets.ISO_8859_1).equals(journal);
            return other ? bad(1, "the file \"" + IDENTITY + "\" is not of this journal") : Optional.empty();
        } catch (IOException unreadable) {
            return bad(1, "the file \"" + IDENTITY + "\" cannot be read: " + unreadable.getMessage());
        }
    }

    private static Optional<Break> bad(long entry, String what) {
        return Optional.of(new Break(Break.Side.JOURNAL, Math.max(1, entry), what));
    }
}
