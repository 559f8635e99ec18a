package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;
import org.ostler.Wire;

/** Bad input is the sender's to mend: it is told so, with what to do next, and nothing has changed. */
class HostileInputIT {
    /** What would tell a stranger how it is built. */
    private static final Pattern INSIDES = Pattern.compile(
            "Exception|org\\.ostler|jakarta\\.|java\\.(lang|util|time)|com\\.fasterxml|\\bat [a-z.]+\\(");

    private static Site site;

    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void reach() throws Exception {
        site = Site.shared();
    }

    @Test
    void everyBadRequestIsRefusedWithWhatToDoNextAndChangesNothing() throws Exception {
        JsonNode document = site.wire().get("/openapi", site.as(Who.VIEWER)).json();
        List<Corpus.Case> cases = new Corpus(site, document).all();
        assertTrue(cases.size() >= 500, cases.size() + " cases");
        Map<String, String> before = site.state();
        long errors = site.errorsInTheLog();
        String key = Wire.basic("admin", RunningOstler.PASSWORD);
        for (Corpus.Case one : cases) {
            check(one, one.sent(site, key), document);
        }
        assertEquals("", String.join("\n", wrong));
        site.assertStill(before);
        assertEquals(errors, site.errorsInTheLog(), "the server's log has errors of its own");
    }

    @Test
    void whatIsNoRequestIsRefusedOrCutOff() throws Exception {
        Map<String, String> before = site.state();
        long errors = site.errorsInTheLog();
        String key = Wire.basic("admin", RunningOstler.PASSWORD);
        int tried = 0;
        for (String block : Table.text("raw.txt").split("(?m)^=== ", 0)) {
            String[] named = block.split("\n", 2);
            if (block.startsWith("#")) {
                continue;
            }
            tried++;
            Optional<Wire.Answer> answer =
                    site.wire().raw(Bytes.of(named[1].replace("{key}", key).replace("\n", "\r\n")));
            int status = answer.map(Wire.Answer::status).orElse(400);
            if (status / 100 != 4 && !named[0].endsWith("(" + status + ")")) {
                wrong.add(named[0] + ": " + answer.get());
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(tried > 30, tried + " tried");
        site.assertStill(before);
        assertEquals(errors, site.errorsInTheLog(), "the server's log has errors of its own");
    }

    @Test
    void theImportPageTakesNoDocumentThatIsNoInventory() throws Exception {
        Map<String, String> before = site.state();
        long errors = site.errorsInTheLog();
        Browser browser = new Browser(site, site.signedIn(Who.ADMINISTRATOR));
        Roles.Row preview = act("inventoryImport.preview");
        Roles.Row take = act("inventoryImport.take");
        int tried = 0;
        for (String block : Table.text("yaml.txt").split("(?m)^=== ", -1)) {
            String[] named = block.split("\n", 2);
            if (!block.startsWith("#")) {
                tried++;
                Wire.Answer page = browser.visitor().get("/import.xhtml");
                Wire.Answer shown = sent(browser, browser.form(page, preview), named[1]);
                Wire.Answer taken = sent(browser, browser.form(shown, take), named[1]);
                if (shown.status() != 200
                        || taken.status() != 200
                        || INSIDES.matcher(notices(taken)).find()) {
                    wrong.add(named[0] + ": " + shown.status() + " " + taken.status() + notices(taken));
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(tried > 25, tried + " tried");
        site.assertStill(before);
        assertEquals(errors, site.errorsInTheLog());
    }

    /** What the page says about what was done. */
    private static String notices(Wire.Answer page) {
        int at = Math.max(0, page.body().indexOf("id=\"notices\""));
        return page.body().substring(at, Math.min(page.body().length(), at + 1_000));
    }

    /** As a browser sends a form with a file in it. */
    private static Wire.Answer sent(Browser browser, Map<String, String> form, String yaml) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> fields = new TreeMap<>(form);
        fields.remove("import:yaml");
        fields.remove("import:prune");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            part(body, field.getKey(), "", field.getValue().getBytes(StandardCharsets.UTF_8));
        }
        part(body, "import:file", "; filename=\"inventory.yaml\"", Bytes.of(yaml));
        body.writeBytes("--part--\r\n".getBytes(StandardCharsets.UTF_8));
        return site.wire()
                .send(
                        "POST",
                        "/import.xhtml",
                        "multipart/form-data; boundary=part",
                        body.toByteArray(),
                        browser.visitor().cookie());
    }

    private static void part(ByteArrayOutputStream body, String name, String more, byte[] value) {
        body.writeBytes(("--part\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(value);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static Roles.Row act(String method) {
        return Roles.of("act").stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private void check(Corpus.Case one, Wire.Answer answer, JsonNode document) throws IOException {
        List<String> why = new ArrayList<>();
        if (!one.right().contains(answer.status())) {
            why.add("not one of " + one.right());
        }
        if (!answer.type().startsWith("application/problem+json")) {
            why.add("is " + answer.type());
        } else {
            JsonNode problem = answer.json();
            if (problem.path("status").asInt() != answer.status()
                    || problem.path("title").asText().isBlank()
                    || problem.path("code").asText().isBlank()
                    || problem.path("next").asText().isBlank()) {
                why.add("does not say what to do next");
            }
        }
        if (INSIDES.matcher(answer.body()).find()) {
            why.add("tells its insides");
        }
        if (!one.call().isEmpty() && !isDescribed(document, one.call(), answer.status())) {
            why.add("is not in the OpenAPI document");
        }
        if (!why.isEmpty()) {
            String body = answer.body();
            wrong.add(one + ": " + answer.status() + " " + why + " "
                    + (body.length() > 300 ? body.substring(0, 300) + "…" : body));
        }
    }

    private static boolean isDescribed(JsonNode document, String call, int status) {
        String[] parts = call.split(" ", 2);
        return document.path("paths")
                .path(parts[1])
                .path(parts[0].toLowerCase(java.util.Locale.ROOT))
                .path("responses")
                .has(Integer.toString(status));
    }
}
