package org.ostler.configfile;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file change as people read it: unified, three lines of context, values of secret keys never shown. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\\ No newline at end of file";

    private UnifiedDiff() {}

    /**
     * The same difference on many hosts.
     *
     * @param hosts by name, in the order given
     */
    public record Group(String path, String diff, List<String> hosts) {}

    /** Empty text when nothing changes. */
    public static String of(FileChange change) {
        if (change.isEmpty()) {
            return "";
        }
        String before = change.before().orElse("");
        String after = change.after().orElse("");
        List<String> old = lines(before, change.secretKeys(), before, after, true);
        List<String> wanted = lines(after, change.secretKeys(), before, after, false);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                change.before().isPresent() ? change.path() : "/dev/null",
                change.after().isPresent() ? change.path() : "/dev/null",
                old,
                DiffUtils.diff(old, wanted),
                CONTEXT);
        return diff.isEmpty() ? headerOnly(change) : String.join("\n", diff) + "\n";
    }

    /** Identical differences under one heading, the most frequent first. */
    public static List<Group> grouped(Map<String, List<FileChange>> changesByHost) {
        Map<Map.Entry<String, String>, List<String>> hosts = new LinkedHashMap<>();
        changesByHost.forEach((host, changes) -> changes.forEach(
                change -> hosts.computeIfAbsent(Map.entry(change.path(), of(change)), same -> new ArrayList<>())
                        .add(host)));
        return hosts.entrySet().stream()
                .filter(entry -> !entry.getKey().getValue().isEmpty())
                .map(entry ->
                        new Group(entry.getKey().getKey(), entry.getKey().getValue(), List.copyOf(entry.getValue())))
                .sorted(Comparator.comparingInt((Group group) -> -group.hosts().size()))
                .toList();
    }

    /** An empty file comes or goes: no line differs, the file itself does. */
    private static String headerOnly(FileChange change) {
        return "--- " + (change.before().isPresent() ? change.path() : "/dev/null") + "\n+++ "
                + (change.after().isPresent() ? change.path() : "/dev/null") + "\n";
    }

    private static List<String> lines(
            String text, Set<String> secretKeys, String before, String after, boolean isBefore) {
        List<String> lines = new ArrayList<>(text.lines().map(line -> line).toList());
        for (int i = 0; i < lines.size(); i++) {
            for (String key : secretKeys) {
                lines.set(i, masked(lines.get(i), key, before, after, isBefore));
            }
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            lines.add(NO_NEWLINE);
        }
        return lines;
    }

    private static String masked(String line, String key, String before, String after, boolean isBefore) {
        Matcher match = Pattern.compile("(\\s*#?\\s*" + Pattern.quote(key) + "\\s*[=:]\\s*).*")
                .matcher(line);
        if (!match.matches()) {
            return line;
        }
        boolean unchanged = KeyValueFile.value(before, key).equals(KeyValueFile.value(after, key));
        return match.group(1) + (unchanged ? "(secret, unchanged)" : isBefore ? "(secret)" : "(secret, changed)");
    }
}
