package org.ostler.lab;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of one API call; names without regard to case, unknown ones ignored, as the server does. */
record CloudRequest(Map<String, String> parameters) {
    /** The page size when none is asked for, and the largest one: {@code default.page.size}. */
    static final int PAGE = 500;

    private static final Set<String> ENVELOPE =
            Set.of("command", "apikey", "signature", "signatureversion", "expires", "response");

    static CloudRequest parse(String... forms) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String form : forms) {
            for (String pair : form.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return new CloudRequest(parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    Optional<String> command() {
        return get("command");
    }

    boolean changesNothing() {
        String command = lowerCaseCommand();
        return command.startsWith("list") || command.startsWith("query");
    }

    /** What is asked for, without who asks and how: the command, then its parameters in order. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(command().orElse("")));
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!ENVELOPE.contains(name.toLowerCase(Locale.ROOT))) {
                words.add(name + "=" + value);
            }
        });
        return words;
    }

    String lowerCaseCommand() {
        return command().orElse("").toLowerCase(Locale.ROOT);
    }

    boolean wantsJson() {
        return get("response").map(form -> form.equalsIgnoreCase("json")).orElse(false);
    }

    Optional<String> get(String name) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name)
                        && !entry.getValue().isEmpty())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    String required(String name) throws CloudError {
        return get(name)
                .orElseThrow(() -> CloudError.parameter(
                        "Unable to execute API command " + lowerCaseCommand() + " due to missing parameter " + name));
    }

    boolean is(String name, String value) {
        return get(name).equals(Optional.of(value));
    }

    /** True when the parameter is absent or has this value. */
    boolean allows(String name, String value) {
        return get(name).map(wanted -> wanted.equals(value)).orElse(true);
    }

    /** True when there is no keyword or the text contains it. */
    boolean allowsKeyword(String text) {
        return get("keyword")
                .map(word -> text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    CloudError unknownId(String name) {
        return CloudError.parameter("Unable to execute API command " + lowerCaseCommand()
                + " due to invalid value. Invalid parameter " + name + " value="
                + get(name).orElse("") + " due to incorrect long value format, or entity does not exist or due to"
                + " incorrect parameter annotation for the field in api cmd class.");
    }

    /** @return index of the first and of the one after the last item of a list of this size */
    int[] page(int size) throws CloudError {
        if (get("page").isPresent() && get("pagesize").isEmpty()) {
            throw CloudError.parameter("\"pagesize\" parameter is required when \"page\" is specified");
        }
        int length = number("pagesize", PAGE);
        if (length > PAGE) {
            throw CloudError.parameter("Page size can't exceed max allowed page size value: " + PAGE);
        }
        int page = Math.max(1, number("page", 1));
        int from = (int) Math.min(size, (page - 1L) * Math.max(length, 0));
        return new int[] {from, Math.min(size, from + Math.max(length, 0))};
    }

    private int number(String name, int otherwise) throws CloudError {
        Optional<String> text = get(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.get());
        } catch (NumberFormatException none) {
            throw unknownId(name);
        }
    }
}
