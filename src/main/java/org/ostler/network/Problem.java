package org.ostler.network;

/**
 * Something about a wanted network that would not work, said before anything is touched.
 *
 * @param what a sentence: what is wrong
 * @param where the interface, file or setting it is about
 * @param remedy what to do next
 */
public record Problem(Severity severity, String what, String where, String remedy) {
    public enum Severity {
        /** A person should look at it; it may well be right. */
        WARNING,
        /** The network would not work, or CloudStack would not find its way in it. */
        ERROR
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
