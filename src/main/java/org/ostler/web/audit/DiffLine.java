package org.ostler.web.audit;

import java.util.List;

/**
 * A line of a stored unified diff, as {@code os:diff} colours it.
 *
 * @param kind a (added), d (removed), h (where we are in the file) or empty
 */
public record DiffLine(String kind, String sign, String text) {
    public static List<DiffLine> of(String unified) {
        return unified.lines()
                .filter(line -> !line.startsWith("--- ") && !line.startsWith("+++ "))
                .map(DiffLine::line)
                .toList();
    }

    private static DiffLine line(String line) {
        if (line.startsWith("@@")) {
            return new DiffLine("h", "", line);
        }
        if (line.startsWith("+")) {
            return new DiffLine("a", "+", line.substring(1));
        }
        return line.startsWith("-")
                ? new DiffLine("d", "−", line.substring(1))
                : new DiffLine("", "", line.startsWith(" ") ? line.substring(1) : line);
    }
}
