package org.ostler.procedure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The approved form of an action that is decided late: the text of {@link Action#shown()} with slots in angle
 * brackets, for example {@code xe vm-migrate uuid=<vm> host-uuid=<target> live=true}, and the rule in words that
 * binds the slots. The rule's check itself is {@link Step.Late#allowed}.
 *
 * @param text literal but for its slots; a slot matches one shell word or a part of one
 */
public record Template(String text, String rule) {
    private static final Pattern SLOT = Pattern.compile("<([a-z][a-z0-9-]*)>");

    /** The slots' values when {@code shown} is an instance of this template. */
    public Optional<Map<String, String>> match(String shown) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new java.util.ArrayList<>();
        Matcher slots = SLOT.matcher(text);
        int end = 0;
        while (slots.find()) {
            regex.append(Pattern.quote(text.substring(end, slots.start())));
            int seen = names.indexOf(slots.group(1));
            if (seen >= 0) {
                regex.append("\\").append(seen + 1);
            } else {
                names.add(slots.group(1));
                regex.append("(\\S+?|'[^']*')");
            }
            end = slots.end();
        }
        regex.append(Pattern.quote(text.substring(end)));
        Matcher match = Pattern.compile(regex.toString()).matcher(shown);
        if (!match.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), match.group(i + 1));
        }
        return Optional.of(values);
    }
}
