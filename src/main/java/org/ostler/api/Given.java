package org.ostler.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.ostler.platform.Refusal;

/** What came in, checked: a missing or malformed value is the sender's to mend. */
final class Given {
    /** Databases have no years before and after. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Given() {}

    static <T> T required(Optional<T> value, String field) {
        if (value == null || value.isEmpty()) {
            throw Refusal.badInput("field-missing", "The field \"" + field + "\" is missing.", "Add it to the body.");
        }
        return value.get();
    }

    /** The body itself may be left out, and then is what an empty one is. */
    static String note(NoteBody body) {
        return body == null || body.note() == null ? "" : body.note().orElse("");
    }

    static <T> T body(T body) {
        if (body == null) {
            throw Refusal.badInput("body-missing", "The body is missing.", "Send a JSON object.");
        }
        return body;
    }

    static <T> List<T> list(List<T> values, String field) {
        if (values == null) {
            return List.of();
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw Refusal.badInput("field-null", "\"" + field + "\" holds a null.", "Leave it out.");
        }
        return List.copyOf(values);
    }

    static UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException malformed) {
            throw noId(text);
        }
        throw noId(text);
    }

    static boolean isId(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    /** @param text may be null: the parameter was not given */
    static long number(String name, String text, long standard, long most) {
        if (text == null || text.isBlank()) {
            return standard;
        }
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
            throw Refusal.badInput(
                    "parameter", "\"" + name + "\" is no number from 0 to " + most + ".", "Correct the parameter.");
        }
        return Long.parseLong(text);
    }

    static boolean flag(String name, String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true") || text.isEmpty()) {
            return true;
        }
        throw Refusal.badInput("parameter", "\"" + name + "\" is neither true nor false.", "Correct the parameter.");
    }

    static Optional<String> text(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
    }

    static Optional<Instant> instant(String name, String text) {
        Optional<Instant> time;
        try {
            time = text(text).map(Instant::parse);
        } catch (DateTimeParseException malformed) {
            throw noTime(name);
        }
        if (time.filter(at -> at.isBefore(EARLIEST) || !at.isBefore(LATEST)).isPresent()) {
            throw noTime(name);
        }
        return time;
    }

    private static Refusal noTime(String name) {
        return Refusal.badInput("parameter", "\"" + name + "\" is no time.", "Write it as 2026-11-22T09:30:00Z.");
    }

    private static Refusal noId(String text) {
        String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return Refusal.badInput("no-id", "\"" + shown + "\" is no id.", "An id is a UUID.");
    }
}
