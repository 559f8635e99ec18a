package org.ostler.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A journal line as far as the chain goes, without understanding what it tells: its number, the hash of the line before
 * and its own. The hash covers the line's bytes without their last property, so a line of an older version is checked
 * without knowing that version's properties, and a verifier needs nothing but the JDK.
 *
 * @param text the whole line without its end
 */
record ChainLine(long number, String previous, String hash, String text) {
    /** What the first entry names as the one before it. */
    static final String BEGINNING = "0".repeat(64);

    private static final String HASH = ",\"hash\":\"";
    private static final int TAIL = HASH.length() + 64 + 2;

    /** Where the chain's own properties stand: at the end of the line, the hash last. */
    private static final Pattern END =
            Pattern.compile(",\"number\":(\\d{1,18}),\"previous\":\"([0-9a-f]{64})\",\"hash\":\"([0-9a-f]{64})\"}$");

    private static final int LONGEST_END = 64 + 64 + 80;

    /** A line, or what follows from it, that is not as it was written; the message completes "entry n …". */
    static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        Damage(String message) {
            super(message);
        }
    }

    /** @throws Damage when the line is not what was written */
    static ChainLine parse(byte[] line) throws Damage {
        int from = Math.max(0, line.length - LONGEST_END);
        Matcher end = END.matcher(new String(line, from, line.length - from, StandardCharsets.ISO_8859_1));
        if (!end.find() || line[0] != '{') {
            throw new Damage("is no entry");
        }
        byte[] content = Arrays.copyOf(line, line.length - TAIL + 1);
        content[content.length - 1] = '}';
        if (!sha256(content).equals(end.group(3))) {
            throw new Damage("does not have the hash that it names");
        }
        return new ChainLine(
                Long.parseLong(end.group(1)), end.group(2), end.group(3), new String(line, StandardCharsets.UTF_8));
    }

    /** @param content a line without its hash, as JSON of its own */
    static String closed(String content, String hash) {
        return content.substring(0, content.length() - 1) + HASH + hash + "\"}";
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Head head() {
        return new Head(number, hash);
    }

    /** @throws Damage when this is not the line after that one */
    void follows(Head before) throws Damage {
        if (number != before.number() + 1) {
            throw new Damage("has the number " + number);
        }
        if (!previous.equals(before.hash())) {
            throw new Damage("does not follow the entry before it");
        }
    }
}
