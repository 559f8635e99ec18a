package org.ostler.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.configfile.FileChange;
import org.ostler.procedure.Action;

/** Files as they may be shown and stored: the values of secret keys say only whether they change. */
public final class SecretLines {
    private SecretLines() {}

    public static List<Action> masked(List<Action> actions) {
        return actions.stream().map(SecretLines::masked).toList();
    }

    public static Action masked(Action action) {
        if (action instanceof Action.Guarded guarded) {
            return guarded.with(
                    guarded.files().stream().map(SecretLines::masked).toList());
        }
        return action instanceof Action.WriteFile write
                ? new Action.WriteFile(write.place(), masked(write.change()))
                : action;
    }

    public static FileChange masked(FileChange change) {
        if (change.secretKeys().isEmpty()) {
            return change;
        }
        Map<String, List<String>> before = new TreeMap<>();
        Map<String, List<String>> after = new TreeMap<>();
        for (String key : change.secretKeys()) {
            before.put(key, values(change.before(), key));
            after.put(key, values(change.after(), key));
        }
        Optional<String> shownBefore = change.before();
        Optional<String> shownAfter = change.after();
        for (String key : change.secretKeys()) {
            boolean same = before.get(key).equals(after.get(key));
            shownBefore = shownBefore.map(text -> hide(text, key, same ? "(secret, unchanged)" : "(secret, earlier)"));
            shownAfter = shownAfter.map(text -> hide(text, key, same ? "(secret, unchanged)" : "(secret, changed)"));
        }
        return new FileChange(
                change.path(), shownBefore, shownAfter, change.mode(), change.owner(), change.secretKeys());
    }

    private static List<String> values(Optional<String> text, String key) {
        return text.map(some -> form(key)
                        .matcher(some)
                        .results()
                        .map(found -> found.group(2))
                        .toList())
                .orElse(List.of());
    }

    private static String hide(String text, String key, String instead) {
        return form(key).matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + instead));
    }

    /** {@code key = value}, {@code key: value}, {@code key value} to the end of the line; {@code <key>value}. */
    private static Pattern form(String key) {
        String name = Pattern.quote(key);
        return Pattern.compile("(?m)((?:^[ \\t]*[\"']?" + name + "[\"']?(?:[ \\t]*[=:][ \\t]*|[ \\t]+))|<" + name
                + ">)((?<=>)[^<]*|[^\\n]*)");
    }
}
