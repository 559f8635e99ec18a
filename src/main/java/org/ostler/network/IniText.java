package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key file as text: {@code [section]} and {@code key=value}, edited in place. */
final class IniText {
    private static final Pattern SECTION = Pattern.compile("\\s*\\[([^]]+)]\\s*");
    private static final Pattern ENTRY = Pattern.compile("\\s*([^#=\\s][^=]*?)\\s*=\\s*(.*?)\\s*");

    private IniText() {}

    static Map<String, Map<String, String>> values(String text) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> at = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher section = SECTION.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (section.matches()) {
                at = sections.computeIfAbsent(section.group(1), name -> new LinkedHashMap<>());
            } else if (entry.matches()) {
                at.put(entry.group(1), entry.group(2));
            }
        }
        return sections;
    }

    /** @param managed section and key: whether the line stands in the result only when it is wanted */
    static String merged(String present, Map<String, Map<String, String>> wanted, BiPredicate<String, String> managed) {
        Map<String, Map<String, String>> missing = new LinkedHashMap<>();
        wanted.forEach((section, entries) -> missing.put(section, new LinkedHashMap<>(entries)));
        List<String> lines = new ArrayList<>();
        String section = "";
        int lastOfSection = 0;
        for (String line : present.lines().toList()) {
            Matcher header = SECTION.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (header.matches()) {
                add(lines, lastOfSection, missing.remove(section));
                section = header.group(1);
                lines.add(line);
                lastOfSection = lines.size();
            } else if (entry.matches()) {
                String value = missing.getOrDefault(section, Map.of()).get(entry.group(1));
                if (value != null) {
                    lines.add(value.equals(entry.group(2)) ? line : entry.group(1) + "=" + value);
                    missing.get(section).remove(entry.group(1));
                    lastOfSection = lines.size();
                } else if (!managed.test(section, entry.group(1))) {
                    lines.add(line);
                    lastOfSection = lines.size();
                }
            } else {
                lines.add(line);
            }
        }
        add(lines, lastOfSection, missing.remove(section));
        withoutEmptied(lines, values(present));
        missing.forEach((name, entries) -> {
            if (!lines.isEmpty() && !lines.get(lines.size() - 1).isBlank()) {
                lines.add("");
            }
            lines.add("[" + name + "]");
            entries.forEach((key, value) -> lines.add(key + "=" + value));
        });
        return String.join("\n", lines) + "\n";
    }

    /** A section that lost all it said: of an empty one NetworkManager asks for its method. */
    private static void withoutEmptied(List<String> lines, Map<String, Map<String, String>> before) {
        Map<String, Map<String, String>> now = values(String.join("\n", lines));
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher header = SECTION.matcher(lines.get(i));
            if (header.matches()
                    && now.get(header.group(1)).isEmpty()
                    && !before.getOrDefault(header.group(1), Map.of()).isEmpty()) {
                lines.remove(i);
                if (i > 0 && lines.get(i - 1).isBlank()) {
                    lines.remove(i - 1);
                    i--;
                }
            }
        }
    }

    private static void add(List<String> lines, int at, Map<String, String> entries) {
        if (entries != null) {
            List<String> added = new ArrayList<>();
            entries.forEach((key, value) -> added.add(key + "=" + value));
            lines.addAll(at, added);
        }
    }
}
