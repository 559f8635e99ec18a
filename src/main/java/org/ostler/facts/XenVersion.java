package org.ostler.facts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of XenServer, comparable whichever way it is written: the manual says "5.6 SP2" where the host's {@code
 * product_version} says 5.6.100 (5.6 FP1 and SP2 share that number).
 */
public record XenVersion(int major, int minor, int micro) implements Comparable<XenVersion> {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.(\\d{1,4}))?.*");
    private static final Pattern SERVICE_PACK = Pattern.compile("(?i).*\\b(SP|FP)\\s?\\d.*");

    /** @throws Fact.Unreadable when no number is in it */
    public static XenVersion of(String text) {
        Matcher match = NUMBERS.matcher(text.strip());
        if (!match.matches()) {
            throw new Fact.Unreadable("no version of XenServer: " + text);
        }
        int micro = SERVICE_PACK.matcher(text).matches() ? 100 : number(match.group(3));
        return new XenVersion(number(match.group(1)), number(match.group(2)), micro);
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    public boolean isOlderThan(XenVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(XenVersion other) {
        int first = Integer.compare(major, other.major);
        int second = first != 0 ? first : Integer.compare(minor, other.minor);
        return second != 0 ? second : Integer.compare(micro, other.micro);
    }

    /** As the manual writes it. */
    @Override
    public String toString() {
        return switch (major * 1_000_000 + minor * 1_000 + micro) {
            case 5_006_000 -> "5.6";
            case 5_006_100 -> "5.6 SP2";
            default -> major + "." + minor + (micro == 0 && major >= 7 ? "" : "." + micro);
        };
    }
}
