package org.ostler.facts;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How two versions are compared: text order takes 0.10 for older than 0.9, so each kind of version has the rules of
 * those who number it.
 */
public enum VersionRules implements Comparator<String> {
    /** Dotted numbers as projects use them: a missing number is 0, a word such as rc1 comes before the release. */
    UPSTREAM {
        @Override
        public int compare(String one, String other) {
            return upstream(one, other);
        }
    },
    /** Debian Policy 5.6.12: epoch, upstream version, revision; {@code ~} comes before the end. */
    DEBIAN {
        @Override
        public int compare(String one, String other) {
            Parts a = Parts.of(one);
            Parts b = Parts.of(other);
            int epoch = number(a.epoch(), b.epoch());
            int version = debian(a.version(), b.version());
            return epoch != 0 ? epoch : version != 0 ? version : debian(a.revision(), b.revision());
        }
    },
    /** RPM's rpmvercmp with epoch and release; {@code ~} comes before the end, {@code ^} after it. */
    RPM {
        @Override
        public int compare(String one, String other) {
            Parts a = Parts.of(one);
            Parts b = Parts.of(other);
            int epoch = number(a.epoch(), b.epoch());
            int version = rpm(a.version(), b.version());
            if (epoch != 0 || version != 0) {
                return epoch != 0 ? epoch : version;
            }
            // A release that is not named matches any.
            return a.revision().isEmpty() || b.revision().isEmpty() ? 0 : rpm(a.revision(), b.revision());
        }
    };

    private static final Pattern UPSTREAM_PIECE = Pattern.compile("\\d+|[A-Za-z]+");

    /** Neither text goes on with one of RPM's signs, or both do: no answer yet. */
    private static final int NO_SIGN = 2;

    private static final int SAME_SIGN = 3;

    /** {@code epoch:version-revision}; the last dash begins the revision. */
    private record Parts(String epoch, String version, String revision) {
        static Parts of(String text) {
            int colon = text.indexOf(':');
            String rest = text.substring(colon + 1);
            int dash = rest.lastIndexOf('-');
            return new Parts(
                    colon < 0 ? "0" : text.substring(0, colon),
                    dash < 0 ? rest : rest.substring(0, dash),
                    dash < 0 ? "" : rest.substring(dash + 1));
        }
    }

    public boolean isAtLeast(String version, String least) {
        return compare(version, least) >= 0;
    }

    /** Digits of any length, without their leading zeros. */
    private static int number(String one, String other) {
        String a = one.replaceFirst("^0+", "");
        String b = other.replaceFirst("^0+", "");
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static int upstream(String one, String other) {
        Matcher a = UPSTREAM_PIECE.matcher(one.replaceFirst("^[vV](?=\\d)", ""));
        Matcher b = UPSTREAM_PIECE.matcher(other.replaceFirst("^[vV](?=\\d)", ""));
        while (true) {
            String left = a.find() ? a.group() : "";
            String right = b.find() ? b.group() : "";
            if (left.isEmpty() && right.isEmpty()) {
                return 0;
            }
            int order = piece(left, right);
            if (order != 0) {
                return order;
            }
        }
    }

    /** A word before a release comes before nothing at all, any other word after it. */
    private static int piece(String one, String other) {
        boolean words = isWord(one) || isWord(other);
        if (!words) {
            return number(one.isEmpty() ? "0" : one, other.isEmpty() ? "0" : other);
        }
        int rank = Integer.compare(rank(one), rank(other));
        return rank != 0 ? rank : one.compareTo(other);
    }

    private static boolean isWord(String piece) {
        return !piece.isEmpty() && !Character.isDigit(piece.charAt(0));
    }

    private static int rank(String piece) {
        if (isWord(piece)) {
            return piece.matches("(?i)rc|pre|beta|alpha|dev") ? 0 : 2;
        }
        return piece.isEmpty() ? 1 : 3;
    }

    private static int debian(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            while ((i < one.length() && !isDigit(one, i)) || (j < other.length() && !isDigit(other, j))) {
                int order = Integer.compare(weight(one, i), weight(other, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endOne = endOfDigits(one, i);
            int endOther = endOfDigits(other, j);
            int order = number(text(one, i, endOne), text(other, j, endOther));
            if (order != 0) {
                return order;
            }
            i = endOne;
            j = endOther;
        }
        return 0;
    }

    /** Tilde, then the end of the part, then letters, then all else. */
    private static int weight(String text, int at) {
        if (at >= text.length() || isDigit(text, at)) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : isLetter(c) ? c : c + 256;
    }

    private static String text(String whole, int from, int to) {
        return from >= whole.length() ? "" : whole.substring(from, to);
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static int endOfDigits(String text, int from) {
        int at = from;
        while (isDigit(text, at)) {
            at++;
        }
        return at;
    }

    /** As rpm 4.15 and newer do it (lib/rpmvercmp.c). */
    private static int rpm(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            i = separatorsEnd(one, i);
            j = separatorsEnd(other, j);
            int sign = signs(one, i, other, j);
            if (sign == SAME_SIGN) {
                i++;
                j++;
                continue;
            }
            if (sign != NO_SIGN) {
                return sign;
            }
            if (i >= one.length() || j >= other.length()) {
                break;
            }
            boolean numeric = isDigit(one, i);
            int endOne = end(one, i, numeric);
            int endOther = end(other, j, numeric);
            if (endOther == j) {
                return numeric ? 1 : -1;
            }
            String a = one.substring(i, endOne);
            String b = other.substring(j, endOther);
            int order = numeric ? number(a, b) : a.compareTo(b);
            if (order != 0) {
                return order;
            }
            i = endOne;
            j = endOther;
        }
        return Boolean.compare(i < one.length(), j < other.length());
    }

    private static int signs(String one, int i, String other, int j) {
        char a = i < one.length() ? one.charAt(i) : 0;
        char b = j < other.length() ? other.charAt(j) : 0;
        if (a == '~' || b == '~') {
            return a == b ? SAME_SIGN : a == '~' ? -1 : 1;
        }
        if (a == '^' || b == '^') {
            if (a == b) {
                return SAME_SIGN;
            }
            // A caret is newer than the end and older than anything else.
            return a == '^' ? (b == 0 ? 1 : -1) : (a == 0 ? -1 : 1);
        }
        return NO_SIGN;
    }

    private static int separatorsEnd(String text, int from) {
        int at = from;
        while (at < text.length()
                && !isDigit(text, at)
                && !isLetter(text.charAt(at))
                && text.charAt(at) != '~'
                && text.charAt(at) != '^') {
            at++;
        }
        return at;
    }

    private static int end(String text, int from, boolean numeric) {
        int at = from;
        while (at < text.length() && (numeric ? isDigit(text, at) : isLetter(text.charAt(at)))) {
            at++;
        }
        return at;
    }
}
