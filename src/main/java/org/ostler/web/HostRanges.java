package org.ostler.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host names short enough to be read: what is numbered through is told by its first and last, as {@code a01–a16}. */
final class HostRanges {
    /** Fewer are told one by one: a range of two is no shorter. */
    private static final int SHORTEST = 3;

    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,9})");

    private HostRanges() {}

    /** @param names in the order in which they are to be told */
    static List<String> of(List<String> names) {
        List<String> told = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= names.size(); i++) {
            if (i == names.size() || !follows(names.get(i - 1), names.get(i))) {
                tell(told, names.subList(from, i));
                from = i;
            }
        }
        return told;
    }

    private static void tell(List<String> told, List<String> run) {
        if (run.size() < SHORTEST) {
            told.addAll(run);
        } else {
            told.add(run.get(0) + "–" + run.get(run.size() - 1));
        }
    }

    private static boolean follows(String before, String after) {
        Matcher one = NUMBERED.matcher(before);
        Matcher other = NUMBERED.matcher(after);
        return one.matches()
                && other.matches()
                && one.group(1).equals(other.group(1))
                && !padded(one.group(2), other.group(2))
                && Long.parseLong(other.group(2)) == Long.parseLong(one.group(2)) + 1;
    }

    /** {@code 9} and {@code 010} are not numbered alike, {@code 9} and {@code 10} are. */
    private static boolean padded(String one, String other) {
        return (one.startsWith("0") || other.startsWith("0")) && one.length() != other.length();
    }
}
