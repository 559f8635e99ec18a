package org.ostler.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of one call of xe: its command and its parameters. A parameter is split at the first {@code =}, a bare
 * word is one without a value, {@code --name} is {@code name=true}.
 */
record XeArguments(String command, Map<String, String> parameters) {
    private static final Set<String> DIADIC = Set.of("s", "h", "p", "u", "pw", "pwf", "force", "live", "internal");

    /** Parameters that never filter records. */
    private static final Set<String> STANDARD = Set.of(
            "server",
            "password",
            "port",
            "username",
            "minimal",
            "force",
            "multiple",
            "all",
            "message-priority",
            "trace",
            "params",
            "debug",
            "nossl",
            "s",
            "h",
            "p",
            "u",
            "pw",
            "pwf",
            "live",
            "internal");

    static XeArguments of(List<String> words) throws XeError {
        List<String> bare = new ArrayList<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (word.startsWith("--") && equals < 0) {
                parameters.put(word.substring(2), "true");
            } else if (word.startsWith("-") && equals < 0) {
                String name = word.substring(1);
                if (!DIADIC.contains(name)) {
                    throw XeError.bare("Unknown switch: " + word);
                }
                parameters.put(name, i + 1 < words.size() ? words.get(++i) : "");
            } else if (bare.isEmpty()) {
                bare.add(word);
            } else if (equals < 0) {
                parameters.put(word, "");
            } else {
                String name = word.substring(0, equals);
                parameters.put(name.startsWith("--") ? name.substring(2) : name, word.substring(equals + 1));
            }
        }
        return new XeArguments(bare.isEmpty() ? "" : bare.get(0), parameters);
    }

    boolean isMinimal() {
        return flag("minimal");
    }

    boolean flag(String name) {
        return "true".equals(parameters.get(name));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) throws XeError {
        String value = parameters.get(name);
        if (value == null) {
            throw XeError.missing(name);
        }
        return value;
    }

    /** What selects records: everything but the standard parameters and these. */
    Map<String, String> filters(Set<String> own) {
        Map<String, String> filters = new LinkedHashMap<>(parameters);
        filters.keySet().removeAll(STANDARD);
        filters.keySet().removeAll(own);
        filters.keySet().removeIf(name -> name.startsWith("database:"));
        return filters;
    }
}
