package org.ostler.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * YAML as netplan's files use it: read as a tree, written in blocks, and edited as text. A parser that writes back what
 * it read would lose an operator's comments, so a definition is taken out of a file by turning its lines into comments.
 */
final class YamlBlocks {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern KEY = Pattern.compile("( *)(\"[^\"]+\"|'[^']+'|[^\\s#:'\"][^:#]*?)\\s*:(\\s.*)?");

    /** Words that YAML 1.1 takes for something else than text. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|yes|no|on|off|y|n|null)$)[A-Za-z][A-Za-z0-9_./-]*");

    private YamlBlocks() {}

    /** Empty when it is no YAML; a missing node when it says nothing. */
    static Optional<JsonNode> tree(String text) {
        try {
            JsonNode node = YAML.readTree(text);
            return Optional.of(node == null ? MissingNode.getInstance() : node);
        } catch (JsonProcessingException notYaml) {
            return Optional.empty();
        }
    }

    /**
     * @param path of keys from the outermost on
     * @return the text in which this definition is a comment, and its parents too when nothing else is left in them;
     *     the text itself when the definition does not stand there in lines of its own
     */
    static String commentedOut(String text, List<String> path) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int depth = path.size(); depth > 1; depth--) {
            Optional<int[]> block = block(lines, path.subList(0, depth));
            if (block.isEmpty()) {
                return text;
            }
            boolean parent = depth < path.size();
            int from = block.get()[0];
            int to = block.get()[1];
            if (parent && lines.subList(from + 1, to).stream().anyMatch(YamlBlocks::speaks)) {
                break;
            }
            for (int i = from; i < to; i++) {
                if (speaks(lines.get(i))) {
                    lines.set(i, "#" + lines.get(i));
                }
            }
        }
        return lines.isEmpty() ? text : String.join("\n", lines) + "\n";
    }

    private static boolean speaks(String line) {
        return !line.isBlank() && !line.strip().startsWith("#");
    }

    private static Optional<int[]> block(List<String> lines, List<String> path) {
        int from = 0;
        int to = lines.size();
        int indent = -1;
        for (String key : path) {
            int found = -1;
            int child = Integer.MAX_VALUE;
            for (int i = from; i < to && found < 0; i++) {
                Matcher match = KEY.matcher(lines.get(i));
                if (speaks(lines.get(i)) && match.matches() && match.group(1).length() > indent) {
                    child = Math.min(child, match.group(1).length());
                    if (match.group(1).length() == child
                            && unquoted(match.group(2)).equals(key)) {
                        found = i;
                    }
                }
            }
            if (found < 0) {
                return Optional.empty();
            }
            indent = child;
            from = found + 1;
            to = end(lines, from, to, indent);
        }
        return Optional.of(new int[] {from - 1, to});
    }

    /** A list may stand at its key's own indent. */
    private static int end(List<String> lines, int from, int limit, int indent) {
        for (int i = from; i < limit; i++) {
            String line = lines.get(i);
            int own = line.length() - line.stripLeading().length();
            boolean item = own == indent && line.strip().startsWith("- ");
            if (speaks(line) && own <= indent && !item) {
                return i;
            }
        }
        return limit;
    }

    private static String unquoted(String key) {
        return key.replaceAll("^([\"'])(.*)\\1$", "$2");
    }

    /** Maps in blocks, lists of plain values on one line. */
    static void write(StringBuilder out, int indent, String key, JsonNode value) {
        String at = " ".repeat(indent) + scalar(key) + ":";
        if (value.isObject() && !value.isEmpty()) {
            out.append(at).append('\n');
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                write(out, indent + 2, field.getKey(), field.getValue());
            }
        } else if (value.isArray() && !value.isEmpty() && isDeep(value)) {
            out.append(at).append('\n');
            value.forEach(item -> item(out, indent + 2, item));
        } else {
            out.append(at).append(' ').append(flow(value)).append('\n');
        }
    }

    private static boolean isDeep(JsonNode list) {
        for (JsonNode item : list) {
            if (item.isObject()) {
                return true;
            }
        }
        return false;
    }

    private static void item(StringBuilder out, int indent, JsonNode item) {
        if (!item.isObject() || item.isEmpty()) {
            out.append(" ".repeat(indent)).append("- ").append(flow(item)).append('\n');
            return;
        }
        StringBuilder block = new StringBuilder();
        item.properties().forEach(field -> write(block, indent + 2, field.getKey(), field.getValue()));
        block.setCharAt(indent, '-');
        out.append(block);
    }

    private static String flow(JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(flow(item)));
            return "[" + String.join(", ", items) + "]";
        }
        if (value.isObject()) {
            List<String> fields = new ArrayList<>();
            value.properties().forEach(field -> fields.add(scalar(field.getKey()) + ": " + flow(field.getValue())));
            return "{" + String.join(", ", fields) + "}";
        }
        return value.isTextual() ? scalar(value.asText()) : value.asText();
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
