package org.ostler.audit;

/**
 * The first bad place and the side that shows it.
 *
 * @param entry its number, or that of the first entry which cannot be trusted
 * @param what in words, without the side
 */
record Break(Side side, long entry, String what) {
    /** What disagrees with the rest. */
    enum Side {
        JOURNAL,
        DATABASE,
        WITNESS
    }

    String words() {
        return side.name().toLowerCase(java.util.Locale.ROOT) + ": " + what;
    }

    Break also(String more) {
        return new Break(side, entry, what + "; " + more);
    }
}
