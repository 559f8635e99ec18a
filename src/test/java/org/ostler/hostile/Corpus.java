package org.ostler.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ostler.Wire;

/**
 * Bad requests: every call that the OpenAPI document describes, times what the data files say can be wrong with its
 * address, its parameters, its body and its headers; and the single cases written by hand.
 */
final class Corpus {
    private static final Set<Integer> BODY = Set.of(400, 413, 415);
    private static final Set<Integer> NO_SUCH = Set.of(400, 404);
    private static final List<String> VERBS =
            List.of("GET", "PUT", "POST", "DELETE", "PATCH", "PROPFIND", "MKCOL", "BREW", "get");

    /** Fields that take any text there is. */
    private static final Set<String> FREE = Set.of("POST /api/tokens", "PUT /api/handover", "POST /api/backups");

    /** What stands for a parameter of an address, by the segment before it. */
    private static final Map<String, String> REAL = Map.of(
            "runs", "{run}",
            "steps", "{step}",
            "plans", "{plan}",
            "hosts", "{host}",
            "tokens", "{token}",
            "people", "only-viewer",
            "credentials", "lab-ms1",
            "guides", "kvm-host");

    private final Site site;
    private final JsonNode document;
    private final List<Case> cases = new ArrayList<>();

    /**
     * @param call what the document calls it; empty when it is none of its calls
     * @param right the statuses that are right
     */
    record Case(
            String name, String call, String verb, String path, List<String> headers, byte[] body, Set<Integer> right) {
        Wire.Answer sent(Site site, String key) throws IOException {
            List<String> all = new ArrayList<>(headers);
            all.add(key);
            return site.wire().send(verb, path, "", body, all.toArray(String[]::new));
        }

        @Override
        public String toString() {
            return name + ": " + verb + " " + (path.length() > 120 ? path.substring(0, 120) + "…" : path);
        }
    }

    /** A call of the document. */
    private record Call(String name, String verb, String template, String real, String none, JsonNode described) {
        boolean takesBody() {
            return described.has("requestBody");
        }

        JsonNode schema() {
            return described.at("/requestBody/content").path("application/json").path("schema");
        }
    }

    Corpus(Site site, JsonNode document) {
        this.site = site;
        this.document = document;
    }

    List<Case> all() {
        for (Call call : calls()) {
            if (call.takesBody()) {
                bodies(call);
                values(call);
                texts(call);
            }
            ids(call);
            queries(call);
            headers(call);
        }
        verbs();
        single();
        return cases;
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(verb -> calls.add(new Call(
                        verb.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        verb.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        real(path.getKey()),
                        path.getKey().replaceAll("\\{[a-z]+}", "4711"),
                        verb.getValue()))));
        return calls;
    }

    private String real(String template) {
        String[] segments = template.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            if (segments[i].startsWith("{")) {
                segments[i] = REAL.get(segments[i - 1]);
            }
        }
        return site.filled(String.join("/", segments));
    }

    private void add(String name, Call call, String path, String body, Set<Integer> right) {
        List<String> headers =
                body.isEmpty() && !call.takesBody() ? List.of() : List.of("Content-Type: application/json");
        cases.add(new Case(name, call.name(), call.verb(), path, headers, Bytes.of(body), right));
    }

    private void bodies(Call call) {
        boolean needed = call.described().at("/requestBody/required").asBoolean();
        for (List<String> body : Table.rows("bodies.txt", 2)) {
            if (needed || !Bytes.text(body.get(1)).isEmpty()) {
                add(body.get(0), call, call.real(), body.get(1), BODY);
            }
        }
    }

    private void values(Call call) {
        Form form = new Form(document, call.schema());
        Map<String, List<String>> values = new TreeMap<>();
        Table.rows("values.txt", 2).forEach(row -> values.computeIfAbsent(row.get(0), kind -> new ArrayList<>())
                .add(row.get(1)));
        for (Form.Place place : form.places()) {
            for (String value : values.get(place.kind())) {
                add(place.at() + " is " + shown(value), call, call.real(), form.with(place, value), BODY);
            }
        }
        for (String place : form.required()) {
            add("without " + place, call, call.real(), form.without(place), BODY);
        }
    }

    private void texts(Call call) {
        Form form = new Form(document, call.schema());
        if (FREE.contains(call.name())) {
            return;
        }
        for (String text : Table.lines("texts.txt")) {
            add("texts are " + text, call, call.none(), form.withText(text), Set.of(400, 404, 409));
        }
    }

    private void ids(Call call) {
        if (!call.template().contains("{")) {
            return;
        }
        List<String> ids = new ArrayList<>(Table.lines("ids.txt"));
        if (call.verb().equals("GET")) {
            Table.lines("texts.txt").stream().map(Corpus::encoded).forEach(ids::add);
        }
        String body =
                call.takesBody() ? new Form(document, call.schema()).filled().toString() : "";
        for (String id : ids) {
            String bad = Bytes.text(id);
            add(
                    "id " + shown(id),
                    call,
                    call.template().replaceAll("\\{[a-z]+}", java.util.regex.Matcher.quoteReplacement(bad)),
                    body,
                    NO_SUCH);
        }
    }

    private void queries(Call call) {
        if (call.takesBody()) {
            return;
        }
        add("an unknown parameter", call, call.real() + "?no-such=1", "", Set.of(400));
        for (JsonNode parameter : call.described().path("parameters")) {
            String name = parameter.path("name").asText();
            if (!parameter.path("in").asText().equals("query")) {
                continue;
            }
            add("twice " + name, call, call.real() + "?" + name + "=1&" + name + "=1", "", Set.of(400));
            JsonNode schema = parameter.path("schema");
            String kind = schema.has("enum")
                    ? "enum"
                    : schema.path("format").asText().equals("date-time")
                            ? "date-time"
                            : schema.path("type").asText();
            Table.rows("queries.txt", 2).stream()
                    .filter(row -> row.get(0).equals(kind))
                    .forEach(row -> add(
                            name + " is " + shown(row.get(1)),
                            call,
                            call.real() + "?" + name + "=" + Bytes.text(row.get(1)),
                            "",
                            NO_SUCH));
        }
    }

    private void headers(Call call) {
        for (List<String> row : Table.rows("headers.txt", 3)) {
            boolean fits =
                    call.takesBody() ? !row.get(0).equals("reads") : row.get(0).equals("reads");
            if (fits && (call.takesBody() || !call.verb().equals("DELETE"))) {
                Set<Integer> right = statuses(row.get(1));
                List<String> headers = row.get(2).startsWith("Content-Encoding")
                        ? List.of("Content-Type: application/json", row.get(2))
                        : List.of(row.get(2));
                byte[] body = call.takesBody() ? Bytes.of("{}") : new byte[0];
                cases.add(new Case(row.get(2), call.name(), call.verb(), call.none(), headers, body, right));
            }
        }
    }

    /** What an address does not take. */
    private void verbs() {
        document.path("paths").properties().forEach(path -> {
            Set<String> taken = new TreeSet<>();
            path.getValue().fieldNames().forEachRemaining(verb -> taken.add(verb.toUpperCase(Locale.ROOT)));
            VERBS.stream()
                    .filter(verb -> !taken.contains(verb))
                    .forEach(verb -> cases.add(new Case(
                            "another verb", "", verb, real(path.getKey()), List.of(), new byte[0], Set.of(405))));
        });
    }

    private void single() {
        for (List<String> row : Table.rows("cases.txt", 3)) {
            String[] call = site.filled(row.get(1)).split(" ", 2);
            String body = row.size() > 2 ? site.filled(row.get(2)) : "";
            List<String> headers = body.isEmpty() ? List.of() : List.of("Content-Type: application/json");
            cases.add(new Case(
                    "by hand " + shown(body), "", call[0], call[1], headers, Bytes.of(body), statuses(row.get(0))));
        }
    }

    private static Set<Integer> statuses(String text) {
        return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
