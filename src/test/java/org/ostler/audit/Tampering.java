package org.ostler.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Ways to change a trail behind the product's back. */
enum Tampering {
    JOURNAL_BIT_FLIPPED {
        @Override
        void change(TamperedTrail trail, Random random) {
            flip(trail, pick(trail.segments(), random), random);
        }
    },
    JOURNAL_LINE_DELETED {
        @Override
        void change(TamperedTrail trail, Random random) {
            String segment = pick(trail.segments(), random);
            List<String> lines = trail.lines(segment);
            lines.remove(random.nextInt(lines.size()));
            trail.lines(segment, lines);
        }
    },
    JOURNAL_LINE_INSERTED {
        @Override
        void change(TamperedTrail trail, Random random) {
            String segment = pick(trail.segments(), random);
            List<String> lines = trail.lines(segment);
            int at = random.nextInt(lines.size() + 1);
            String model = at == 0 ? lines.get(0) : lines.get(at - 1);
            lines.add(at, random.nextBoolean() ? pick(lines, random) : forgedAfter(model));
            trail.lines(segment, lines);
        }
    },
    JOURNAL_LINES_EXCHANGED {
        @Override
        void change(TamperedTrail trail, Random random) {
            String segment = pick(trail.segments(), random);
            List<String> lines = trail.lines(segment);
            int one = random.nextInt(lines.size() - 1);
            Collections.swap(lines, one, one + 1 + random.nextInt(lines.size() - one - 1));
            trail.lines(segment, lines);
        }
    },
    JOURNAL_TAIL_CUT {
        @Override
        void change(TamperedTrail trail, Random random) {
            String last = trail.segments().get(trail.segments().size() - 1);
            byte[] bytes = trail.files.get(last);
            trail.files.put(last, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
    },
    JOURNAL_SEGMENT_LOST {
        @Override
        void change(TamperedTrail trail, Random random) {
            String segment = pick(trail.segments(), random);
            trail.files.remove(segment);
            if (random.nextBoolean()) {
                trail.files.remove(head(segment));
            }
        }
    },
    JOURNAL_SEGMENTS_EXCHANGED {
        @Override
        void change(TamperedTrail trail, Random random) {
            List<String> segments = new ArrayList<>(trail.segments());
            Collections.shuffle(segments, random);
            swap(trail, segments.get(0), segments.get(1));
            if (random.nextBoolean()) {
                swap(trail, head(segments.get(0)), head(segments.get(1)));
            }
        }
    },
    JOURNAL_SEGMENT_ADDED {
        @Override
        void change(TamperedTrail trail, Random random) {
            String last = trail.segments().get(trail.segments().size() - 1);
            List<String> lines = trail.lines(last);
            AuditEntry end = TamperedTrail.entry(lines.get(lines.size() - 1));
            trail.files.put(
                    head(last), new Head(end.number(), end.hash()).json().getBytes(StandardCharsets.UTF_8));
            trail.files.put(
                    "%06d.jsonl".formatted(trail.segments().size() + 7 + random.nextInt(3)),
                    forgedAfter(lines.get(lines.size() - 1)).getBytes(StandardCharsets.UTF_8));
        }
    },
    HEAD_FILE_CHANGED {
        @Override
        void change(TamperedTrail trail, Random random) {
            String head = pick(trail.heads(), random);
            switch (random.nextInt(4)) {
                case 0 -> trail.files.remove(head);
                case 1 -> flip(trail, head, random);
                case 2 -> {
                    List<String> others = new ArrayList<>(trail.heads());
                    others.remove(head);
                    trail.files.put(head, trail.files.get(pick(others, random)));
                }
                default -> {
                    Head true_ = Head.read(new String(trail.files.get(head), StandardCharsets.UTF_8))
                            .orElseThrow();
                    Head forged = new Head(true_.number() + random.nextInt(3), ChainLine.sha256(new byte[] {1}));
                    trail.files.put(head, forged.json().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    },
    JOURNAL_WRITTEN_ANEW {
        @Override
        void change(TamperedTrail trail, Random random) {
            List<AuditEntry> entries = trail.entries();
            trail.rewrite(
                    TamperedTrail.recomputed(entries, pick(entries, random).number()));
        }
    },
    BEGINNING_DROPPED_AS_IF_BY_RETENTION {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            List<String> segments = trail.segments();
            int drop = 1 + random.nextInt(segments.size() - 1);
            long last = 0;
            for (String segment : segments.subList(0, drop)) {
                List<String> lines = trail.lines(segment);
                last = TamperedTrail.entry(lines.get(lines.size() - 1)).number();
                trail.files.remove(segment);
            }
            trail.sql("delete from audit_entry where number <= ?", last);
        }
    },
    BOTH_CUT_AT_THE_END {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            List<AuditEntry> entries = trail.entries();
            long keep = entries.get(random.nextInt(entries.size() - 1)).number();
            for (String segment : trail.segments()) {
                List<String> kept = trail.lines(segment).stream()
                        .filter(line -> TamperedTrail.entry(line).number() <= keep)
                        .toList();
                if (kept.size() < trail.lines(segment).size()) {
                    trail.files.remove(head(segment));
                }
                if (kept.isEmpty()) {
                    trail.files.remove(segment);
                } else {
                    trail.lines(segment, kept);
                }
            }
            trail.sql("delete from audit_entry where number > ?", keep);
        }
    },
    BOTH_REPLACED_BY_AN_OLDER_STATE {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            trail.become(pick(trail.older(), random));
        }
    },
    BOTH_WRITTEN_ANEW {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            List<AuditEntry> entries = trail.entries();
            List<AuditEntry> anew =
                    TamperedTrail.recomputed(entries, pick(entries, random).number());
            trail.rewrite(anew);
            trail.rows(anew);
        }
    },
    ROW_CHANGED {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            long number = pick(trail.whole().rows(), random).number();
            String column = pick(
                    List.of("kind", "actor", "subject_name", "step", "path", "summary", "details", "previous", "hash"),
                    random);
            String before = trail.column(column, number);
            trail.sql("update audit_entry set " + column + " = ? where number = ?", changed(before, random), number);
        }
    },
    ROW_FACT_CHANGED {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            AuditEntry row = pick(trail.whole().rows(), random);
            switch (random.nextInt(4)) {
                case 0 -> {
                    OffsetDateTime at = row.at().plusNanos(1_000).atOffset(ZoneOffset.UTC);
                    trail.sql("update audit_entry set at = ? where number = ?", at, row.number());
                }
                case 1 -> trail.sql("update audit_entry set attempt = attempt + 1 where number = ?", row.number());
                case 2 -> {
                    String column = pick(List.of("subject", "plan_id", "run_id", "command_id"), random);
                    trail.sql(
                            "update audit_entry set " + column + " = ? where number = ?",
                            UUID.randomUUID(),
                            row.number());
                }
                default -> trail.sql("update audit_entry set actor = actor || ' ' where number = ?", row.number());
            }
        }
    },
    ROW_DELETED {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            trail.sql(
                    "delete from audit_entry where number = ?",
                    pick(trail.whole().rows(), random).number());
        }
    },
    ROW_INSERTED {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            List<AuditEntry> rows = trail.whole().rows();
            AuditEntry last = rows.get(rows.size() - 1);
            long number = random.nextBoolean() ? last.number() + 1 + random.nextInt(9) : -random.nextInt(9);
            trail.insert(Chain.entry(number, last.at(), last.event(), last.hash()));
        }
    },
    ROWS_EXCHANGED {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            List<AuditEntry> rows = new ArrayList<>(trail.whole().rows());
            Collections.shuffle(rows, random);
            long one = rows.get(0).number();
            long two = rows.get(1).number();
            trail.sql("update audit_entry set number = -1 where number = ?", one);
            trail.sql("update audit_entry set number = ? where number = ?", one, two);
            trail.sql("update audit_entry set number = ? where number = -1", two);
        }
    },
    ROWS_CUT_AT_THE_END {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            trail.sql(
                    "delete from audit_entry where number >= ?",
                    pick(trail.whole().rows(), random).number());
        }
    },
    ROWS_WRITTEN_ANEW {
        @Override
        void change(TamperedTrail trail, Random random) throws SQLException {
            List<AuditEntry> entries = trail.whole().rows();
            trail.rows(TamperedTrail.recomputed(entries, pick(entries, random).number()));
        }
    };

    abstract void change(TamperedTrail trail, Random random) throws IOException, SQLException;

    private static <T> T pick(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String head(String segment) {
        return segment.replace(".jsonl", ".head");
    }

    private static void flip(TamperedTrail trail, String file, Random random) {
        byte[] bytes = trail.files.get(file).clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        trail.files.put(file, bytes);
    }

    private static void swap(TamperedTrail trail, String one, String two) {
        byte[] first = trail.files.remove(one);
        byte[] second = trail.files.remove(two);
        if (first != null) {
            trail.files.put(two, first);
        }
        if (second != null) {
            trail.files.put(one, second);
        }
    }

    /** An entry that never was, with hashes that fit behind this line. */
    private static String forgedAfter(String line) {
        AuditEntry before = TamperedTrail.entry(line);
        AuditEvent event = AuditEvent.of(AuditEvent.Kind.APPROVED, "lin", "never was");
        return Chain.line(Chain.entry(before.number() + 1, Instant.EPOCH, event, before.hash())) + "\n";
    }

    /** One bit of one character is another; never one that a database refuses. */
    private static String changed(String before, Random random) {
        if (before.isEmpty()) {
            return "x";
        }
        char[] text = before.toCharArray();
        int at = random.nextInt(text.length);
        text[at] ^= (char) (1 << random.nextInt(4));
        return text[at] == 0 ? before + "x" : new String(text);
    }
}
