package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Forms that no page has sent, to every page: made up, cut, of another kind, too large, for rows that are not there. */
final class HostileForms {
    /** Sends so many wrong passwords that it has to wait; the other one must not. */
    private static final String STRANGER = "127.0.0.4";

    private static final String MEMBER = "127.0.0.5";
    private static final String SIGN_IN = "/sign-in.xhtml";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String AJAX = "Faces-Request: partial/ajax";
    private static final String VIEW = "jakarta.faces.ViewState";
    private static final String NONCE = "primefaces.nonce";
    private static final Map<String, String> BACKGROUND = Map.of(
            "jakarta.faces.partial.ajax", "true",
            "jakarta.faces.partial.execute", "@all",
            "jakarta.faces.partial.render", "@all");

    /** Of repeated things a page shows many; a few of them stand for all. */
    private static final int FEW = 15;

    private final RunningOstler ostler;
    private Wire wire;
    private Visitor visitor;
    private final List<String> wrong = new ArrayList<>();
    private int sent;

    HostileForms(RunningOstler ostler) throws Exception {
        this.ostler = ostler;
        come(STRANGER);
    }

    private void come(String address) throws Exception {
        wire = new Wire(URI.create(ostler.url()).toURL()).from(address);
        visitor = new Visitor(wire);
    }

    void check() throws Exception {
        List<String> pages = pages();
        kinds(SIGN_IN);
        fields(SIGN_IN);
        come(MEMBER);
        visitor.signIn("admin", ostler.password(), "/index.xhtml");
        assertEquals(200, visitor.get("/index.xhtml").status(), "signed in");
        kinds("/import.xhtml");
        for (String page : pages) {
            fields(page);
        }
        assertEquals("", String.join("\n", wrong).replaceAll("[^\\x20-\\x7e\n]", "?"));
        assertEquals(200, visitor.get("/index.xhtml").status(), "the session is as it was");
        assertTrue(sent > 500, () -> "only " + sent + " forms were sent");
    }

    /** Each page of the source tree, about something that is there. */
    private List<String> pages() throws Exception {
        JsonNode zone = ok(ostler.get("/api/inventory")).path("zones").path(0);
        JsonNode cluster = zone.at("/pods/0/clusters/0");
        String host = cluster.at("/hosts/0/id").asText();
        JsonNode plan = ok(ostler.post(
                "/api/plans",
                "{\"guide\":\"xenserver-rolling-upgrade\",\"cluster\":\""
                        + cluster.path("name").asText() + "\"}"));
        ok(ostler.post(
                "/api/plans/" + plan.path("id").asText() + "/approval",
                "{\"digest\":\"" + plan.path("digest").asText() + "\"}"));
        JsonNode run =
                ok(ostler.post("/api/runs", "{\"plan\":\"" + plan.path("id").asText() + "\"}"));
        Map<String, String> about = Map.ofEntries(
                Map.entry("cluster", "?id=" + cluster.path("id").asText()),
                Map.entry("console", "?host=" + host),
                Map.entry("guide", "?id=xenserver-rolling-upgrade"),
                Map.entry("host", "?id=" + host),
                Map.entry("looking", "?id=" + host),
                Map.entry(
                        "new-plan",
                        "?guide=xenserver-rolling-upgrade&cluster="
                                + cluster.path("id").asText()),
                Map.entry("plan", "?id=" + plan.path("id").asText()),
                Map.entry("run", "?id=" + run.path("id").asText()),
                Map.entry("search", "?q=xs"),
                Map.entry("server", "?id=" + zone.at("/managementServers/0/id").asText()));
        try (Stream<Path> files = Files.list(Path.of("webapp"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".xhtml") && !SIGN_IN.equals("/" + name))
                    .sorted()
                    .map(name -> "/" + name + about.getOrDefault(name.replace(".xhtml", ""), ""))
                    .toList();
        }
    }

    /** What no browser sends for this page; every one of them is the sender's trouble. */
    private void kinds(String path) throws IOException {
        Page page = page(path);
        String good = encoded(page.base());
        for (String view : List.of("1:2", "none", "", "stateless", "9".repeat(100_000) + ":1", "\u0000:\uffff;")) {
            refused(path, "view " + shortened(view), FORM, encoded(page.with(VIEW, view)));
        }
        either(path, "no nonce", Map.of(VIEW, page.view()));
        for (String nonce : List.of("AAAA", "\"'<>\n;", "=".repeat(1000))) {
            either(path, "nonce " + shortened(nonce), page.with(NONCE, nonce));
        }
        refused(path, "too large", FORM, good + "&a=" + "h".repeat(3_000_000));
        int cut = post(path, FORM, VIEW + "=%zz&a=%&b=%e").status();
        check(cut < 500, path + " cut percent: " + cut);
        refused(path, "JSON", "application/json", "{\"a\":1}");
        refused(path, "XML", "text/xml", "<a/>");
        refused(path, "text", "text/plain", good);
        refused(path, "no type", "", good);
        refused(path, "odd type", ";;;", good);
        refused(path, "no character set", FORM + "; charset=nope", good);
        refused(path, "two bytes a character", FORM + "; charset=UTF-16", good);
        String part = "Content-Disposition: form-data; name=\"" + VIEW + "\"\r\n\r\n" + page.view() + "\r\n--X--\r\n";
        refused(path, "without boundary", "multipart/form-data", part);
        refused(path, "cut part", "multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-d");
        refused(
                path,
                "many megabytes of parts",
                "multipart/form-data; boundary=X",
                "--X\r\n" + part.replace(page.view(), "1".repeat(9_000_000)));
        for (String query : List.of("jakarta.faces.partial.ajax=true", VIEW + "=1:2")) {
            int status = wire.get(path + "?" + query, visitor.cookie()).status();
            check(status >= 400 && status < 500, path + "?" + query + ": " + status);
        }
    }

    /** Fields of the page with values of no page, rows that are not there, events that no component has. */
    private void fields(String path) throws IOException {
        Page page = page(path);
        for (String value : List.of("x", "", "h".repeat(20_000), "\u0000\ud7ff<script>\uD83D\uDE00")) {
            Map<String, String> all = page.base();
            page.names().forEach(name -> all.putIfAbsent(name, value));
            page.forms().forEach(form -> all.put(form, form));
            either(path, "all fields " + shortened(value), all);
        }
        for (String form : page.forms()) {
            either(path, "form " + form, page.with(form, form));
        }
        page.names().stream().limit(FEW).forEach(name -> either(path, "field " + name, pressed(page, name, name)));
        page.rows().stream().limit(FEW).forEach(row -> {
            for (String other : List.of("999", "-1", "x", "99999999999999")) {
                String name = row.replace(":N:", ":" + other + ":");
                either(path, "row " + name, pressed(page, name, name));
            }
        });
        for (String table : page.tables()) {
            for (String asked : List.of("x,y", "-5,-7", "99999999999999,25")) {
                Map<String, String> paging = pressed(page, table, table);
                paging.put("jakarta.faces.behavior.event", "page");
                paging.put(table + "_pagination", "true");
                paging.put(table + "_first", asked.substring(0, asked.indexOf(',')));
                paging.put(table + "_rows", asked.substring(asked.indexOf(',') + 1));
                either(path, "table " + table + " " + asked, paging);
            }
        }
        for (String target : List.of("no:such:thing", ":::", "@none(@x)", "@form @this @parent")) {
            Map<String, String> odd = pressed(page, target, "");
            odd.put("jakarta.faces.partial.execute", target);
            odd.put("jakarta.faces.partial.render", target);
            odd.put("jakarta.faces.partial.resetValues", "true");
            either(path, "target " + target, odd);
        }
    }

    private static Map<String, String> pressed(Page page, String source, String value) {
        Map<String, String> form = page.base();
        String of = source.split(":", 2)[0];
        form.put(of, of);
        form.put(source, value);
        form.put("jakarta.faces.source", source);
        return form;
    }

    /** As a whole page and in the background: anything but an error of the server. */
    private void either(String path, String what, Map<String, String> form) {
        try {
            int whole = post(path, FORM, encoded(form)).status();
            check(whole < 500, path + " " + what + ": " + whole);
            Map<String, String> partial = new LinkedHashMap<>(BACKGROUND);
            partial.putAll(form);
            int background = post(path, FORM, encoded(partial), AJAX).status();
            check(background < 500, path + " " + what + " in the background: " + background);
        } catch (IOException gone) {
            wrong.add(path + " " + what + ": " + gone);
        }
    }

    private void refused(String path, String what, String type, String body) throws IOException {
        for (String[] headers : new String[][] {{}, {AJAX}}) {
            int status = post(path, type, body, headers).status();
            check(
                    status >= 400 && status < 500,
                    path + " " + what + (headers.length > 0 ? " in the background" : "") + ": " + status);
        }
    }

    private void check(boolean right, String otherwise) {
        sent++;
        if (!right) {
            wrong.add(otherwise);
        }
    }

    private Wire.Answer post(String path, String type, String body, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = visitor.cookie();
        return wire.send("POST", path, type, body, all);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String shortened(String value) {
        return value.length() > 12 ? value.substring(0, 12) + "…" : value;
    }

    private Page page(String path) throws IOException {
        Wire.Answer answer = visitor.get(path);
        assertTrue(answer.status() < 500, path + ": " + answer.status());
        String body = answer.body();
        Set<String> names = all("<(?:input|select|textarea|button)[^>]*name=\"([^\"]+)\"", body);
        Set<String> rows = names.stream()
                .filter(name -> name.matches(".*:\\d+:.*"))
                .map(name -> name.replaceFirst(":\\d+:", ":N:"))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Page(
                all("name=\"" + VIEW + "\"[^>]*value=\"([^\"]*)\"", body).stream()
                        .findFirst()
                        .orElse("1:2"),
                all("nonce=\"([^\"]+)\"", body).stream().findFirst().orElse(""),
                all("<form id=\"([^\"]+)\"", body),
                names,
                rows,
                all("<div id=\"([^\"]+)\" class=\"ui-datatable", body));
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher match = Pattern.compile(pattern).matcher(text);
        while (match.find()) {
            found.add(match.group(1));
        }
        return found;
    }

    /** What a page would send. */
    private record Page(
            String view, String nonce, Set<String> forms, Set<String> names, Set<String> rows, Set<String> tables) {
        Map<String, String> base() {
            return new LinkedHashMap<>(Map.of(VIEW, view, NONCE, nonce));
        }

        Map<String, String> with(String name, String value) {
            Map<String, String> form = base();
            form.put(name, value);
            return form;
        }
    }
}
