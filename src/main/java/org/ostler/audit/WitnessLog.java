package org.ostler.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Heads as they were written down elsewhere: lines of a witness file, or of a log server's file among others. They find
 * what a journal cannot tell of itself: that it was cut off, replaced by an older one, or written anew with other
 * content and correct hashes.
 */
final class WitnessLog {
    static final WitnessLog NONE = new WitnessLog(List.of());

    private static final Pattern LINE = Pattern.compile(
            "(?:(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z) .{0,200}?)?ostler-audit-head ([0-9a-f]{64}) (\\d{1,18}) ([0-9a-f]{64})(?![0-9a-f])");

    /**
     * @param at when it was written down; empty when nothing tells
     * @param journal the hash of its first entry, which says which journal it is; empty when any is meant
     */
    record Seen(Optional<Instant> at, Optional<String> journal, Head head) {
        /** As it is written, without time: whatever takes it adds that. */
        static String line(String journal, Head head) {
            return "ostler-audit-head " + journal + " " + head.number() + " " + head.hash();
        }
    }

    private final List<Seen> seen;

    private WitnessLog(List<Seen> seen) {
        this.seen = List.copyOf(seen);
    }

    /** Other lines are passed over: a log server's file has many. */
    static WitnessLog read(Path file) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher found = LINE.matcher(line);
                if (found.find()) {
                    seen.add(new Seen(
                            time(found.group(1)),
                            Optional.of(found.group(2)),
                            new Head(Long.parseLong(found.group(3)), found.group(4))));
                }
            }
        }
        return new WitnessLog(seen);
    }

    private static Optional<Instant> time(String written) {
        try {
            return Optional.ofNullable(written).map(Instant::parse);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /** A head that somebody wrote down by hand. */
    static WitnessLog of(Head head) {
        return new WitnessLog(List.of(new Seen(Optional.empty(), Optional.empty(), head)));
    }

    WitnessLog and(WitnessLog other) {
        List<Seen> all = new ArrayList<>(seen);
        all.addAll(other.seen);
        return new WitnessLog(all);
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    int size() {
        return seen.size();
    }

    /** What was seen of one journal, while its lines are read. */
    Comparison compare() {
        return new Comparison();
    }

    final class Comparison {
        private final NavigableMap<Long, String> hashes = new TreeMap<>();
        private final NavigableMap<Long, Instant> restorations = new TreeMap<>();
        private long lostFrom = Long.MAX_VALUE;
        private long lostTo;

        private Comparison() {
            seen.forEach(one -> hashes.put(one.head().number(), ""));
        }

        void take(Head head) {
            hashes.computeIfPresent(head.number(), (number, none) -> head.hash());
        }

        /** From this entry on the journal goes on from a backup, which was put back at that time. */
        void restored(long entry, Instant at) {
            restorations.put(entry, at);
        }

        /** Of what was seen before the backup was put back: it was true, and it is gone with the data. */
        private boolean isLost(Seen one) {
            boolean lost = !one.head().hash().equals(hashes.get(one.head().number()))
                    && restorations.headMap(one.head().number(), true).values().stream()
                            .anyMatch(restored ->
                                    one.at().filter(restored::isAfter).isPresent());
            if (lost) {
                lostFrom = Math.min(lostFrom, restorations.floorKey(one.head().number()));
                lostTo = Math.max(lostTo, one.head().number());
            }
            return lost;
        }

        /** In words, for as long as journal and witness are kept. */
        Optional<String> lost() {
            return lostTo == 0
                    ? Optional.empty()
                    : Optional.of("A backup was put back at entry " + lostFrom + ". The witness saw another entry "
                            + lostFrom + " and more up to " + lostTo
                            + " before that; they are lost with the data of that time.");
        }

        /**
         * Where the journal is not what was seen.
         *
         * @param journal the hash of its first entry
         * @param before the head before the first entry that is still there
         * @param read the last good entry
         */
        Optional<Break> result(String journal, Head before, Head read) {
            take(before);
            List<Seen> mine = seen.stream()
                    .filter(one -> one.journal().orElse(journal).equals(journal))
                    .toList();
            if (mine.isEmpty()) {
                return seen.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Break(
                                Break.Side.WITNESS, 1, "has seen other journals and never this one: it was replaced"));
            }
            long agreed = 0;
            for (Head head : mine.stream()
                    .filter(one -> !isLost(one))
                    .map(Seen::head)
                    .sorted((a, b) -> Long.compare(a.number(), b.number()))
                    .toList()) {
                Optional<Break> bad = bad(head, before, read, agreed);
                if (bad.isPresent()) {
                    return bad;
                }
                agreed = head.number();
            }
            return agreed < before.number()
                    ? Optional.of(new Break(
                            Break.Side.WITNESS,
                            before.number() + 1,
                            "has seen nothing of what is still there: its last is entry " + agreed
                                    + ", and entries up to " + before.number() + " were dropped"))
                    : Optional.empty();
        }

        private Optional<Break> bad(Head head, Head before, Head read, long agreed) {
            if (head.number() > read.number()) {
                return Optional.of(new Break(
                        Break.Side.WITNESS,
                        read.number() + 1,
                        "has seen " + head.briefly() + ", and the journal ends with " + read.briefly()));
            }
            boolean dropped = head.number() < before.number();
            return dropped || head.hash().equals(hashes.get(head.number()))
                    ? Optional.empty()
                    : Optional.of(new Break(
                            Break.Side.WITNESS,
                            agreed + 1,
                            "has seen " + head.briefly() + ", and the journal has another one there: it was written"
                                    + " anew after entry " + agreed));
        }
    }
}
