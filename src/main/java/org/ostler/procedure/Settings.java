package org.ostler.procedure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The chosen values, validated against the guide's {@link Setting}s before a plan is made. */
public record Settings(@JsonValue Map<String, String> values) {
    @JsonCreator
    public Settings {
        values = Map.copyOf(new TreeMap<>(values));
    }

    public String text(Setting setting) {
        return values.getOrDefault(setting.key(), setting.standard());
    }

    public Optional<String> given(Setting setting) {
        return Optional.of(text(setting)).filter(value -> !value.isBlank());
    }

    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting).strip());
    }

    /** A comma-separated list, blanks dropped. */
    public List<String> list(Setting setting) {
        return Stream.of(text(setting).split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }
}
