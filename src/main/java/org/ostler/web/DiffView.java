package org.ostler.web;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.configfile.FileChange;

/**
 * A file's change as {@code os:diff} shows it: unified, three lines around each change, the changed part of a line
 * marked. Values of secret keys are never part of it.
 *
 * @param folded rows left out because the change is very long
 */
public record DiffView(String path, List<Row> rows, int added, int removed, int folded) {
    private static final int AROUND = 3;
    private static final int MOST_ROWS = 500;

    /**
     * @param kind a (added), d (removed), h (where we are in the file) or empty
     * @param first of its change, where the keys n and N go
     */
    public record Row(String kind, String left, String right, List<Piece> pieces, boolean first) {
        public String text() {
            return pieces.stream().map(Piece::text).collect(java.util.stream.Collectors.joining());
        }

        public String getSign() {
            return kind.equals("a") ? "+" : kind.equals("d") ? "−" : "";
        }
    }

    /** @param changed marked within its line */
    public record Piece(String text, boolean changed) {}

    public static DiffView of(FileChange change) {
        return of(change.path(), change.before(), change.after(), change.secretKeys());
    }

    public static DiffView of(String path, Optional<String> before, Optional<String> after, Set<String> secretKeys) {
        List<String> old = lines(before);
        List<String> wanted = lines(after);
        Masking masking = new Masking(secretKeys, old, wanted);
        List<Row> rows = new ArrayList<>();
        int added = 0;
        int removed = 0;
        int shownTo = 0;
        for (AbstractDelta<String> delta : DiffUtils.diff(old, wanted).getDeltas()) {
            int from = delta.getSource().getPosition();
            int there = delta.getTarget().getPosition();
            int shift = there - from;
            int tail = rows.isEmpty() ? 0 : Math.min(from, shownTo + AROUND);
            context(rows, old, masking, shownTo, tail, shift);
            int start = Math.max(tail, from - AROUND);
            if (rows.isEmpty() || start > tail) {
                rows.add(heading(start + 1, start + 1 + shift));
            }
            context(rows, old, masking, start, from, shift);
            change(rows, delta, masking);
            removed += delta.getSource().size();
            added += delta.getTarget().size();
            shownTo = from + delta.getSource().size();
        }
        if (!rows.isEmpty()) {
            int shift = wanted.size() - old.size();
            context(rows, old, masking, shownTo, Math.min(old.size(), shownTo + AROUND), shift);
        }
        int folded = Math.max(0, rows.size() - MOST_ROWS);
        return new DiffView(path, List.copyOf(rows.subList(0, rows.size() - folded)), added, removed, folded);
    }

    private static Row heading(int left, int right) {
        return new Row("h", "", "", List.of(new Piece("@@ -" + left + " +" + right + " @@", false)), false);
    }

    private static void context(List<Row> rows, List<String> lines, Masking masking, int from, int to, int shift) {
        for (int i = from; i < to; i++) {
            String text = masking.shown(lines.get(i));
            rows.add(new Row("", "" + (i + 1), "" + (i + 1 + shift), List.of(new Piece(text, false)), false));
        }
    }

    private static void change(List<Row> rows, AbstractDelta<String> delta, Masking masking) {
        List<String> old = delta.getSource().getLines();
        List<String> wanted = delta.getTarget().getLines();
        int pairs = delta.getType() == DeltaType.CHANGE ? Math.min(old.size(), wanted.size()) : 0;
        for (int i = 0; i < old.size(); i++) {
            String text = masking.shown(old.get(i));
            List<Piece> pieces =
                    i < pairs ? marked(text, masking.shown(wanted.get(i))) : List.of(new Piece(text, false));
            rows.add(new Row("d", "" + (delta.getSource().getPosition() + i + 1), "", pieces, i == 0));
        }
        for (int i = 0; i < wanted.size(); i++) {
            String text = masking.shown(wanted.get(i));
            List<Piece> pieces = i < pairs ? marked(text, masking.shown(old.get(i))) : List.of(new Piece(text, false));
            boolean first = old.isEmpty() && i == 0;
            rows.add(new Row("a", "", "" + (delta.getTarget().getPosition() + i + 1), pieces, first));
        }
    }

    /** The part of {@code text} between what both lines begin and end with; nothing when they share too little. */
    static List<Piece> marked(String text, String other) {
        int shorter = Math.min(text.length(), other.length());
        int head = 0;
        while (head < shorter && text.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && text.charAt(text.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        if ((head + tail) * 3 < shorter || head + tail == text.length()) {
            return List.of(new Piece(text, false));
        }
        return List.of(
                new Piece(text.substring(0, head), false),
                new Piece(text.substring(head, text.length() - tail), true),
                new Piece(text.substring(text.length() - tail), false));
    }

    private static List<String> lines(Optional<String> text) {
        return text.filter(present -> !present.isEmpty())
                .map(present -> List.of((present.endsWith("\n") ? present.substring(0, present.length() - 1) : present)
                        .split("\n", -1)))
                .orElse(List.of());
    }

    /** Says of a secret only whether it changes. */
    private record Masking(Set<String> keys, List<String> old, List<String> wanted) {
        String shown(String line) {
            for (String key : keys) {
                String bare = line.strip();
                if (bare.startsWith(key) && bare.substring(key.length()).strip().matches("[=:].*")) {
                    boolean same = old.contains(line) && wanted.contains(line);
                    return line.substring(0, line.indexOf(key) + key.length()) + " = (secret, "
                            + (same ? "unchanged)" : "changed)");
                }
            }
            return line.replace('\t', '→').replaceAll("\\p{Cntrl}", "�");
        }
    }
}
