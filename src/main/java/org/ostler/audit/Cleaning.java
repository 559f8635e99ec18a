package org.ostler.audit;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.platform.Json;

/**
 * Makes an event one that journal and both databases keep unchanged: no NUL (PostgreSQL refuses it), no half
 * surrogates (UTF-8 has none), no text longer than its column. What is cut says so.
 */
final class Cleaning {
    static final int NAME = 255;
    /** PostgreSQL indexes at most 2,704 bytes. */
    static final int PATH = 600;

    static final int SUMMARY = 4_000;
    /** H2 takes at most 1,048,576 characters in a column. */
    static final int DETAILS = 1_000_000;

    private static final int MOST_DETAILS = 200;
    private static final String CUT = " … (cut)";

    private Cleaning() {}

    static AuditEvent clean(AuditEvent event) {
        Map<String, String> details = new TreeMap<>();
        event.details().entrySet().stream()
                .limit(MOST_DETAILS)
                .forEach(detail -> details.put(text(detail.getKey(), NAME), text(detail.getValue(), DETAILS / 2)));
        while (Json.write(details).length() > DETAILS) {
            details.entrySet().stream()
                    .max(Comparator.comparingInt(detail -> detail.getValue().length()))
                    .ifPresent(longest -> longest.setValue(
                            text(longest.getValue(), longest.getValue().length() / 2)));
        }
        return new AuditEvent(
                event.kind(),
                text(event.actor(), NAME),
                event.subject(),
                event.subjectName().map(name -> text(name, NAME)),
                event.plan(),
                event.run(),
                event.step().map(step -> text(step, NAME)),
                event.attempt(),
                event.command(),
                event.path().map(path -> text(path, PATH)),
                text(event.summary(), SUMMARY),
                details);
    }

    private static String text(String raw, int limit) {
        String whole = Optional.ofNullable(raw).orElse("").replace('\0', '\uFFFD');
        String valid = new String(whole.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        if (valid.length() <= limit) {
            return valid;
        }
        int end = limit - CUT.length();
        if (Character.isHighSurrogate(valid.charAt(end - 1))) {
            end--;
        }
        return valid.substring(0, end) + CUT;
    }
}
