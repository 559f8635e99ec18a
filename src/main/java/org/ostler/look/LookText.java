package org.ostler.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;
import org.ostler.platform.Json;

/**
 * The JSON text of what a look brought. Each name is written here and not taken from a field, so that renaming a field
 * cannot make old rows unreadable.
 *
 * <pre>
 * {"version":1,
 *  "answers":{"HOST/kernel":{"exit":0,"out":"5.14.0\n","err":""}},
 *  "missing":{"HOST/xe-pool":"xe ended with 1"},
 *  "files":[{"path":"/etc/a","written":"SHA-256","seen":"SHA-256","entry":12}],
 *  "cloud":{"state":"Up","resourceState":"Enabled"}}
 * </pre>
 */
final class LookText {
    private static final int VERSION = 1;

    /** Of one answer. Smaller: long listings of big pools lose their end. Larger: a row outgrows its column. */
    private static final int LONGEST_ANSWER = 32_000;

    /** The column's size less what names and escapes need. What does not fit is left out and said to be. */
    private static final int LONGEST = 900_000;

    /** What one look stores beside the row's own columns. */
    record Brought(
            Facts facts,
            Map<String, String> missing,
            List<HostLook.SeenFile> files,
            Optional<HostLook.CloudState> cloud) {}

    private LookText() {}

    static String write(Brought brought) {
        ObjectNode root = Json.mapper().createObjectNode().put("version", VERSION);
        Map<String, String> missing = new TreeMap<>(brought.missing());
        ObjectNode answers = root.putObject("answers");
        int room = LONGEST;
        for (Map.Entry<String, Answer> each : brought.facts().answers().entrySet()) {
            Answer answer = each.getValue();
            ObjectNode node = Json.mapper()
                    .createObjectNode()
                    .put("exit", answer.exit())
                    .put("out", cut(answer.out()))
                    .put("err", cut(answer.err()));
            int length = node.toString().length();
            if (length > room) {
                missing.put(each.getKey(), "it was too long to be kept");
            } else {
                answers.set(each.getKey(), node);
                room -= length;
            }
        }
        ObjectNode reasons = root.putObject("missing");
        missing.forEach((fact, reason) -> reasons.put(fact, cut(reason)));
        ArrayNode files = root.putArray("files");
        brought.files().forEach(file -> files.addObject()
                .put("path", file.path())
                .put("written", file.written())
                .put("seen", file.seen())
                .put("entry", file.entry()));
        brought.cloud().ifPresent(cloud -> root.putObject("cloud")
                .put("state", cloud.state())
                .put("resourceState", cloud.resourceState()));
        return root.toString();
    }

    private static String cut(String text) {
        return text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) : text;
    }

    /** @throws IllegalStateException for text of another kind: stored rows are a contract */
    static Brought read(String text) {
        JsonNode root = tree(text);
        Map<String, Answer> answers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : root.path("answers").properties()) {
            JsonNode node = each.getValue();
            answers.put(
                    each.getKey(),
                    new Answer(
                            node.path("exit").asInt(),
                            node.path("out").asText(),
                            node.path("err").asText()));
        }
        Map<String, String> missing = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : root.path("missing").properties()) {
            missing.put(each.getKey(), each.getValue().asText());
        }
        List<HostLook.SeenFile> files = new ArrayList<>();
        for (JsonNode file : root.path("files")) {
            files.add(new HostLook.SeenFile(
                    file.path("path").asText(),
                    file.path("written").asText(),
                    file.path("seen").asText(),
                    file.path("entry").asLong()));
        }
        Optional<HostLook.CloudState> cloud = Optional.of(root.path("cloud"))
                .filter(JsonNode::isObject)
                .map(node -> new HostLook.CloudState(
                        node.path("state").asText(), node.path("resourceState").asText()));
        return new Brought(new Facts(answers), missing, files, cloud);
    }

    private static JsonNode tree(String text) {
        JsonNode root;
        try {
            root = Json.mapper().readTree(text);
        } catch (JsonProcessingException damage) {
            throw new IllegalStateException("a stored look is no JSON", damage);
        }
        if (root.path("version").asInt() != VERSION) {
            throw new IllegalStateException("a stored look has the unknown version " + root.path("version"));
        }
        return root;
    }
}
