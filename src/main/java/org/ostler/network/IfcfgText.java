package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One ifcfg file as text: shell assignments whose last occurrence counts, edited in place. */
final class IfcfgText {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_]*)=(\"[^\"]*\"|'[^']*'|[^#\\s]*)(.*)");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/,@%+-]*");

    private IfcfgText() {}

    static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher match = ASSIGNMENT.matcher(line);
            if (match.matches()) {
                values.put(match.group(2), unquoted(match.group(3)));
            }
        }
        return values;
    }

    /**
     * @param managed keys that stand in the result only when they are wanted
     * @param wanted in the order in which missing ones are appended
     */
    static String merged(String present, Map<String, String> wanted, Set<String> managed) {
        Map<String, String> missing = new LinkedHashMap<>(wanted);
        List<String> lines = new ArrayList<>(present.lines().toList());
        Map<String, Integer> lastLine = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher match = ASSIGNMENT.matcher(lines.get(i));
            if (match.matches()) {
                lastLine.put(match.group(2), i);
            }
        }
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher match = ASSIGNMENT.matcher(lines.get(i));
            if (!match.matches()) {
                kept.add(lines.get(i));
                continue;
            }
            String key = match.group(2);
            if (wanted.containsKey(key)) {
                if (lastLine.get(key) == i) {
                    boolean same = unquoted(match.group(3)).equals(wanted.get(key));
                    kept.add(same ? lines.get(i) : match.group(1) + assignment(key, wanted.get(key)) + match.group(4));
                    missing.remove(key);
                }
            } else if (!managed.contains(key)) {
                kept.add(lines.get(i));
            }
        }
        missing.forEach((key, value) -> kept.add(assignment(key, value)));
        return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    }

    private static String assignment(String key, String value) {
        return key + "=" + (PLAIN.matcher(value).matches() ? value : "\"" + value + "\"");
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
