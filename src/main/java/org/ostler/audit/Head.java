package org.ostler.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last entry of a closed segment, or of the whole journal. One that was written down elsewhere proves later that
 * the journal was not replaced by another one.
 *
 * @param hash hex SHA-256
 */
record Head(long number, String hash) {
    /** Before the first entry. */
    static final Head NONE = new Head(0, ChainLine.BEGINNING);

    private static final Pattern JSON = Pattern.compile("\\{\"hash\":\"([0-9a-f]{64})\",\"number\":(\\d{1,18})}\\s*");

    /** As it stands in a segment's head file. */
    String json() {
        return "{\"hash\":\"" + hash + "\",\"number\":" + number + "}";
    }

    /** Empty for text that is no head file's. */
    static Optional<Head> read(String json) {
        Matcher found = JSON.matcher(json);
        return found.matches()
                ? Optional.of(new Head(Long.parseLong(found.group(2)), found.group(1)))
                : Optional.empty();
    }

    String briefly() {
        return "entry " + number + " (" + hash.substring(0, 12) + "…)";
    }
}
