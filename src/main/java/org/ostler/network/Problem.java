package org.ostler.network;

import java.util.regex.Pattern;

/**
 * Something about a wanted network that would not work, said before anything is touched.
 *
 * @param what a sentence on one line: what is wrong; whatever a person typed that does not print stands as {@code ?}
 * @param where the interface, file or setting it is about
 * @param remedy what to do next
 */
public record Problem(Severity severity, String what, String where, String remedy) {
    private static final Pattern PRINTS_NOT = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    public enum Severity {
        /** A person should look at it; it may well be right. */
        WARNING,
        /** The network would not work, or CloudStack would not find its way in it. */
        ERROR
    }

    public Problem {
        what = PRINTS_NOT.matcher(what).replaceAll("?");
    }

    static Problem error(String where, String what, String remedy) {
        return new Problem(Severity.ERROR, what, where, remedy);
    }

    static Problem warning(String where, String what, String remedy) {
        return new Problem(Severity.WARNING, what, where, remedy);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
