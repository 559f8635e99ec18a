package org.ostler.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The multi-line records that {@code xe *-list} prints: one {@code label ( RO): value} a line, a record begins with its
 * uuid (xapi, cli_printer.ml). Sets are joined by {@code "; "}, maps are {@code k: v; k: v}.
 */
final class XeRecords {
    private static final Pattern FIELD = Pattern.compile(
            "\\s*([A-Za-z][A-Za-z0-9_-]*)\\s*\\(\\s*(?:RO|RW|SRO|SRW|MRO|MRW)\\)(?: \\[DEPRECATED\\])?\\s*:(?: (.*))?");

    private XeRecords() {}

    /** @throws Fact.Unreadable when xe failed */
    static List<Map<String, String>> parse(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable(
                    answer.err().isBlank()
                            ? "xe ended with " + answer.exit()
                            : answer.err().strip());
        }
        List<Map<String, String>> records = new ArrayList<>();
        String field = "";
        for (String line : answer.out().split("\n", -1)) {
            Matcher match = FIELD.matcher(line);
            if (match.matches()) {
                field = match.group(1);
                if (field.equals("uuid") && line.startsWith("uuid")) {
                    records.add(new LinkedHashMap<>());
                }
                String value = match.group(2) == null ? "" : match.group(2).strip();
                if (!records.isEmpty()) {
                    records.get(records.size() - 1).put(field, value);
                }
            } else if (!line.isBlank() && !records.isEmpty()) {
                records.get(records.size() - 1).merge(field, line, (first, more) -> first + "\n" + more);
            }
        }
        return records;
    }

    static List<String> set(String value) {
        return Stream.of(value.split(";"))
                .map(String::strip)
                .filter(element -> !element.isEmpty() && !isNull(element))
                .toList();
    }

    static Map<String, String> map(String value) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : set(value)) {
            int colon = pair.indexOf(": ");
            if (colon > 0) {
                map.put(pair.substring(0, colon), pair.substring(colon + 2));
            } else if (pair.endsWith(":")) {
                map.put(pair.substring(0, pair.length() - 1), "");
            }
        }
        return map;
    }

    /** What xe prints for a reference to nothing. */
    static boolean isNull(String value) {
        return value.equals("<not in database>");
    }
}
