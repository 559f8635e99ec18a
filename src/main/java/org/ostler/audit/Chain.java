package org.ostler.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.ostler.platform.Json;

/**
 * How an entry becomes a line and back. The hash covers the line's own text without its last property, so a line of
 * an older version is checked without knowing that version's properties.
 */
final class Chain {
    /** What the first entry names as the one before it. */
    static final String BEGINNING = "0".repeat(64);

    private static final String HASH = ",\"hash\":\"";
    private static final int TAIL = HASH.length() + 64 + 2;

    private Chain() {}

    private record Content(Instant at, AuditEvent event, long number, String previous) {}

    static AuditEntry entry(long number, Instant at, AuditEvent event, String previous) {
        return new AuditEntry(number, at, event, previous, sha256(content(number, at, event, previous)));
    }

    static String line(AuditEntry entry) {
        String content = content(entry.number(), entry.at(), entry.event(), entry.previous());
        return content.substring(0, content.length() - 1) + HASH + entry.hash() + "\"}";
    }

    /** @throws Damage when the text is not what was written */
    static AuditEntry parse(String line) throws Damage {
        if (line.length() <= TAIL
                || !line.endsWith("\"}")
                || !line.startsWith(HASH, line.length() - TAIL)
                || line.charAt(0) != '{') {
            throw new Damage("is no entry");
        }
        String hash = line.substring(line.length() - 66, line.length() - 2);
        if (!sha256(line.substring(0, line.length() - TAIL) + "}").equals(hash)) {
            throw new Damage("does not have the hash that it names");
        }
        try {
            return Json.mapper().readValue(line, AuditEntry.class);
        } catch (JsonProcessingException notOurs) {
            throw new Damage("cannot be read");
        }
    }

    private static String content(long number, Instant at, AuditEvent event, String previous) {
        return Json.write(new Content(at, event, number, previous));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A line that was changed after it was written; the message completes "entry n …". */
    static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        Damage(String message) {
            super(message);
        }
    }
}
