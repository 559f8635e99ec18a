package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An {@code interfaces(5)} file as a list of lines with the stanzas that begin among them; edited in place, so that
 * everything that is not about the wanted interfaces stays byte for byte.
 */
final class InterfacesFile {
    private static final Set<String> STARTS = Set.of(
            "iface",
            "mapping",
            "auto",
            "source",
            "source-directory",
            "no-auto-down",
            "no-scripts",
            "template",
            "rename");

    private final List<String> lines;
    private boolean touched;

    /**
     * @param start the line with {@code iface}
     * @param end after its last option; comments and blank lines that follow are not its own
     */
    record Stanza(String name, String family, String method, List<Option> options, int start, int end) {}

    /** @param value the rest of the line, stripped */
    record Option(String key, String value) {}

    InterfacesFile(String text) {
        lines = new ArrayList<>(text.lines().toList());
    }

    String text(String original) {
        return touched ? String.join("\n", lines) + "\n" : original;
    }

    List<Stanza> stanzas() {
        List<Stanza> stanzas = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            if (words.size() >= 2 && words.get(0).equals("iface")) {
                stanzas.add(stanza(words, i));
            }
        }
        return stanzas;
    }

    List<Stanza> stanzasOf(String name) {
        return stanzas().stream().filter(stanza -> stanza.name().equals(name)).toList();
    }

    private Stanza stanza(List<String> words, int start) {
        List<Option> options = new ArrayList<>();
        int end = start + 1;
        for (int i = start + 1; i < lines.size() && !startsStanza(lines.get(i)); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                List<String> parts = words(line);
                options.add(new Option(
                        parts.get(0), line.substring(parts.get(0).length()).strip()));
                end = i + 1;
            }
        }
        return new Stanza(
                words.get(1),
                words.size() > 2 ? words.get(2) : "inet",
                words.size() > 3 ? words.get(3) : "manual",
                options,
                start,
                end);
    }

    private static boolean startsStanza(String line) {
        List<String> words = words(line);
        return !words.isEmpty()
                && (STARTS.contains(words.get(0)) || words.get(0).startsWith("allow-"));
    }

    boolean isListed(String keyword, String name) {
        return lines.stream()
                .map(InterfacesFile::words)
                .anyMatch(words -> !words.isEmpty()
                        && words.get(0).equals(keyword)
                        && words.subList(1, words.size()).contains(name));
    }

    /** Takes a name out of the lines that bring interfaces up; a line with nothing else becomes a comment. */
    void unlist(String name) {
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            boolean lists = !words.isEmpty()
                    && (words.get(0).equals("auto") || words.get(0).startsWith("allow-"))
                    && words.subList(1, words.size()).contains(name);
            if (lists) {
                touched = true;
                List<String> others =
                        words.stream().filter(word -> !word.equals(name)).toList();
                lines.set(i, others.size() > 1 ? String.join(" ", others) : "# " + lines.get(i));
            }
        }
    }

    /** Lines before this stanza. */
    void insertBefore(int line, List<String> added) {
        touched = true;
        lines.addAll(line, added);
    }

    void append(List<String> added) {
        touched = true;
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isBlank()) {
            lines.add("");
        }
        lines.addAll(added);
    }

    /** The stanza's lines, one by one; an empty answer drops the line. Lines to add come after its last. */
    void rewrite(Stanza stanza, UnaryOperator<List<String>> change) {
        List<String> old = List.copyOf(lines.subList(stanza.start(), stanza.end()));
        List<String> wanted = change.apply(old);
        if (!wanted.equals(old)) {
            touched = true;
            lines.subList(stanza.start(), stanza.end()).clear();
            lines.addAll(stanza.start(), wanted);
        }
    }

    static List<String> words(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() || stripped.startsWith("#") ? List.of() : List.of(stripped.split("\\s+"));
    }
}
