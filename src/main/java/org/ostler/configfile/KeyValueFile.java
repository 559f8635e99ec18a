package org.ostler.configfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets keys in an operator's {@code key = value} file and keeps everything else, comments included. Both {@code key =
 * value} and {@code key=value} are read. Where a key stands more than once each of its lines gets the value: a shell
 * takes the last one, libvirt the first. A commented-out default keeps its place: it is uncommented when it is the wanted value, else the wanted
 * line follows it.
 */
public final class KeyValueFile {
    private static final String VALUE = "(\"[^\"\\n]*\"|'[^'\\n]*'|[^#\\n]*?)";

    private final String separator;

    private KeyValueFile(String separator) {
        this.separator = separator;
    }

    /** {@code key = value}: libvirt's own files. */
    public static KeyValueFile spaced() {
        return new KeyValueFile(" = ");
    }

    /** {@code key=value}: files that a shell or systemd reads, and Java properties. */
    public static KeyValueFile tight() {
        return new KeyValueFile("=");
    }

    /** One wanted setting; the value as it stands in the file, quotes included. */
    public record Setting(String key, String value) {}

    /** @param present the text, empty for a new file */
    public String merged(String present, List<Setting> wanted) {
        List<String> lines = lines(present);
        for (Setting setting : wanted) {
            put(lines, setting);
        }
        return String.join("", lines);
    }

    /** The value that a shell would take, without quotes; empty text when the key is not set. */
    public static String value(String text, String key) {
        String found = "";
        for (String line : lines(text)) {
            Matcher match = active(key).matcher(line);
            if (match.matches()) {
                found = match.group(2).strip().replaceAll("^([\"'])(.*)\\1$", "$2");
            }
        }
        return found;
    }

    private void put(List<String> lines, Setting setting) {
        String wanted = setting.key() + separator + setting.value();
        if (replace(lines, setting, wanted)) {
            return;
        }
        int comment = last(lines, commented(setting.key()));
        if (comment < 0) {
            endLastLine(lines);
            lines.add(wanted + "\n");
            return;
        }
        Matcher match = commented(setting.key()).matcher(lines.get(comment));
        if (match.matches() && match.group(2).strip().equals(setting.value())) {
            lines.set(comment, wanted + match.group(3) + match.group(4));
        } else {
            lines.set(comment, lines.get(comment).stripTrailing() + "\n");
            lines.add(comment + 1, wanted + "\n");
        }
    }

    /** @return whether the key was set anywhere */
    private static boolean replace(List<String> lines, Setting setting, String wanted) {
        Pattern active = active(setting.key());
        boolean found = false;
        for (int i = 0; i < lines.size(); i++) {
            Matcher match = active.matcher(lines.get(i));
            if (match.matches()) {
                found = true;
                if (!match.group(2).strip().equals(setting.value())) {
                    lines.set(i, match.group(1) + wanted + match.group(3) + match.group(4));
                }
            }
        }
        return found;
    }

    private static void endLastLine(List<String> lines) {
        int last = lines.size() - 1;
        if (last >= 0 && !lines.get(last).endsWith("\n")) {
            lines.set(last, lines.get(last) + "\n");
        }
    }

    private static int last(List<String> lines, Pattern pattern) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (pattern.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /** Indent, value, trailing comment, line end. */
    private static Pattern active(String key) {
        return Pattern.compile("(\\s*)" + Pattern.quote(key) + "\\s*=\\s*" + VALUE + "(\\s*(?:#[^\\n]*)?)(\\n?)");
    }

    private static Pattern commented(String key) {
        return Pattern.compile("(\\s*)#\\s*" + Pattern.quote(key) + "\\s*=\\s*" + VALUE + "(\\s*(?:#[^\\n]*)?)(\\n?)");
    }

    /** Lines with their ends, so that a missing final newline stays missing. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, next));
            start = next;
        }
        return lines;
    }
}
