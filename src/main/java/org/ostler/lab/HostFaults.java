package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the technician broke on a host. A command is meant by the beginning of its words, joined by blanks. */
final class HostFaults {
    private boolean refusesSsh;
    private final Map<String, Duration> slow = new LinkedHashMap<>();
    private final Set<String> losesAnswer = new LinkedHashSet<>();

    synchronized boolean refusesSsh() {
        return refusesSsh;
    }

    synchronized void refusesSsh(boolean now) {
        refusesSsh = now;
    }

    /** Commands that begin so take this much longer, in seconds of the visitor; zero ends it. */
    synchronized void slow(String beginning, Duration extra) {
        if (extra.isZero()) {
            slow.remove(beginning);
        } else {
            slow.put(beginning, extra);
        }
    }

    synchronized Duration slowness(String line) {
        return slow.entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** The next command that begins so is carried out, and the connection is cut before its answer. */
    synchronized void losesAnswer(String beginning) {
        losesAnswer.add(beginning);
    }

    /** Whether this command's answer is to be lost; said once per order. */
    synchronized boolean takesAnswerOf(String line) {
        Optional<String> hit = losesAnswer.stream().filter(line::startsWith).findFirst();
        hit.ifPresent(losesAnswer::remove);
        return hit.isPresent();
    }

    synchronized void mend() {
        refusesSsh = false;
        slow.clear();
        losesAnswer.clear();
    }

    synchronized ObjectNode save() {
        ObjectNode saved = LabJson.object().put("refusesSsh", refusesSsh);
        ObjectNode slowness = saved.putObject("slow");
        slow.forEach((beginning, extra) -> slowness.put(beginning, extra.toMillis()));
        losesAnswer.forEach(saved.putArray("losesAnswer")::add);
        return saved;
    }

    synchronized void restore(JsonNode saved) {
        refusesSsh = saved.path("refusesSsh").asBoolean();
        slow.clear();
        saved.path("slow")
                .properties()
                .forEach(entry -> slow.put(
                        entry.getKey(), Duration.ofMillis(entry.getValue().asLong())));
        losesAnswer.clear();
        saved.path("losesAnswer").forEach(line -> losesAnswer.add(line.asText()));
    }
}
