package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.audit.AuditEntry;
import org.ostler.console.TranscriptRecord;
import org.ostler.credential.KnownHosts;
import org.ostler.inventory.PlainInventory;
import org.ostler.plan.Plans;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;

/** Takes orders to an engine as JSON, so that they can come from another process: {@code {do: …}} → {@code {ok: …}}. */
final class EngineDesk {
    private final Engine engine;

    EngineDesk(Engine engine) {
        this.engine = engine;
    }

    JsonNode answer(JsonNode order) {
        ObjectNode answer = Json.mapper().createObjectNode();
        try {
            answer.set("ok", Json.mapper().valueToTree(carriedOut(order)));
        } catch (Refusal refusal) {
            answer.put("refused", refusal.code()).put("words", refusal.getMessage() + " " + refusal.next());
        }
        return answer;
    }

    private Object carriedOut(JsonNode order) {
        return switch (order.path("do").asText()) {
            case "start" -> engine.start(request(order)).id();
            case "runs" -> engine.runs.list(100);
            case "run" -> engine.runs.run(order.path("run").asText());
            case "keys" -> keys(order.path("host").asText());
            case "accept" -> accepted(order);
            case "broken" -> engine.audit.broken().or(this::untold).orElse("");
            case "entries" -> entries(order.path("run").asText());
            case "transcript" -> transcript(UUID.fromString(order.path("run").asText()));
            default -> acted(order);
        };
    }

    /** What of the runs that are over cannot be made again from the journal. */
    private Optional<String> untold() {
        List<UUID> over = engine.runs.list(500).stream()
                .filter(run -> run.state().isOver())
                .map(RunView::id)
                .toList();
        return Retold.difference(engine.ledger, engine.audit.all(), over);
    }

    private static Plans.Request request(JsonNode order) {
        List<String> hosts = new ArrayList<>();
        order.path("hosts").forEach(host -> hosts.add(host.asText()));
        Map<String, String> settings = new LinkedHashMap<>();
        order.path("settings")
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
        return new Plans.Request(
                order.path("guide").asText(),
                Optional.ofNullable(order.path("cluster").textValue()),
                hosts,
                settings);
    }

    private Object acted(JsonNode order) {
        UUID run = UUID.fromString(order.path("run").asText());
        String step = order.path("step").asText();
        String note = order.path("note").asText("said by the test");
        switch (order.path("do").asText()) {
            case "confirm" ->
                engine.runs.confirm(
                        run,
                        step,
                        order.has("version") ? Optional.of(order.path("version").asLong()) : Optional.empty(),
                        note);
            case "look" -> engine.runs.lookAgain(run, step);
            case "mend" -> engine.runs.mend(run, step, order.path("mend").asText(), note);
            case "retry" -> engine.runs.retry(run, step, note);
            case "resolve" -> engine.runs.resolve(run, step, order.path("done").asBoolean(), note);
            case "cancel" -> engine.runs.cancel(run, note);
            case "rollback" -> engine.runs.rollback(run, step, note);
            default -> throw new IllegalArgumentException("what is " + order + "?");
        }
        return true;
    }

    private Object keys(String host) {
        UUID id = PlainInventory.id(host);
        return Map.of(
                "accepted",
                        engine.keys
                                .accepted(id)
                                .map(KnownHosts.Key::fingerprint)
                                .orElse(""),
                "offered",
                        engine.keys.offered(id).map(KnownHosts.Key::fingerprint).orElse(""));
    }

    private Object accepted(JsonNode order) {
        engine.keys.accept(
                PlainInventory.id(order.path("host").asText()),
                order.path("fingerprint").asText(),
                true);
        return true;
    }

    private Object entries(String run) {
        ArrayNode entries = Json.mapper().createArrayNode();
        for (AuditEntry entry : engine.audit.all()) {
            if (entry.event().run().map(UUID::toString).filter(run::equals).isPresent()) {
                entries.addObject()
                        .put("kind", entry.event().kind().name())
                        .put("step", entry.event().step().orElse(""))
                        .put("attempt", entry.event().attempt())
                        .put(
                                "command",
                                entry.event().command().map(UUID::toString).orElse(""))
                        .put("result", entry.event().details().getOrDefault("result", ""))
                        .put("summary", entry.event().summary());
            }
        }
        return entries;
    }

    private Object transcript(UUID run) {
        ArrayNode lines = Json.mapper().createArrayNode();
        long last = 0;
        while (true) {
            List<TranscriptRecord> page = engine.transcripts.read(run, Optional.empty(), last, 5_000);
            if (page.isEmpty()) {
                return lines;
            }
            page.forEach(record -> lines.addObject()
                    .put("number", record.number())
                    .put("host", record.host())
                    .put("stream", record.stream().name())
                    .put("step", record.step())
                    .put("text", record.text()));
            last = page.get(page.size() - 1).number();
        }
    }
}
