package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.Visitor;
import org.ostler.Wire;

/** Each call, page and action of a page, tried by somebody of each role, against the table of who may do what. */
class RolesIT {
    private static final Pattern ACTION = Pattern.compile("(?:action|listener)=\"#\\{([a-zA-Z]+\\.[a-zA-Z]+)");
    private static final String AJAX = "Faces-Request: partial/ajax";

    private static Site site;

    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void reach() throws Exception {
        site = Site.shared();
    }

    @Test
    void theTableNamesEveryCall() throws Exception {
        JsonNode document =
                site.wire().get("/openapi", site.as(Who.VIEWER)).json().path("paths");
        Set<String> described = new TreeSet<>();
        document.properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertEquals(described, Roles.names(Roles.calls()));
    }

    @Test
    void theTableNamesEveryPageAndEveryAction() throws Exception {
        Set<String> pages = new TreeSet<>();
        Roles.of("page").forEach(row -> pages.add(row.path()));
        assertEquals(Routes.pages(), pages);
        Set<String> written = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("webapp"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".xhtml")).toList()) {
                ACTION.matcher(Files.readString(file)).results().forEach(found -> written.add(found.group(1)));
            }
        }
        written.remove("request.contextPath");
        Set<String> tabled = new TreeSet<>();
        Roles.of("act").forEach(row -> tabled.add(row.method()));
        assertEquals(written, tabled);
    }

    @Test
    void eachPageIsForThoseOfTheTableAlone() throws Exception {
        for (Who who : Who.values()) {
            Browser browser = browser(who);
            for (Roles.Row page : Roles.of("page")) {
                int right = page.allowed().contains(who) ? 200 : who == Who.NOBODY ? 302 : 403;
                Wire.Answer answer = browser.open(page);
                if (answer.status() != right) {
                    wrong.add(page.what() + " as " + who + ": " + answer.status());
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void whatAPageDoesNotOfferDoesNothingWhenItIsSent() throws Exception {
        Map<String, String> before = site.state();
        long errors = site.errorsInTheLog();
        for (Who who : Who.values()) {
            Browser browser = browser(who);
            for (Roles.Row act : Roles.of("act")) {
                Wire.Answer page = browser.open(act);
                boolean allowed = act.allowed().contains(who);
                boolean always = !act.how().get(1).startsWith("?");
                if (page.status() == 200 && always && allowed != Browser.offers(page, act)) {
                    wrong.add(act.what() + " as " + who + (allowed ? " is not offered" : " is offered"));
                }
                if (!allowed) {
                    Map<String, String> form = browser.form(page, act);
                    Wire.Answer answer = form.containsKey("jakarta.faces.partial.ajax")
                            ? browser.send(act, form, AJAX)
                            : browser.send(act, form);
                    if (answer.status() >= 500) {
                        wrong.add(act.what() + " as " + who + ": " + answer.status());
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        site.assertStill(before);
        assertEquals(errors, site.errorsInTheLog());
        pauseAsAllowed();
    }

    /** The same way, taken by one who may: else what was sent above may have been nothing. */
    private void pauseAsAllowed() throws Exception {
        Browser operator = browser(Who.OPERATOR);
        Roles.Row pause = act("pause");
        operator.send(pause, operator.form(operator.open(pause), pause), AJAX);
        String trail = site.ostler().get(site.filled("/api/audit?run={run}")).text();
        assertTrue(trail.contains("paused by " + Who.OPERATOR.person()), trail);
        ok(site.ostler().post(site.filled("/api/runs/{run}/resume"), "{}"));
    }

    private static Roles.Row act(String kind) {
        return Roles.of("act").stream()
                .filter(row -> row.what().endsWith(" " + kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDialogOfARunAsksForTheRoleOnceMore() throws Exception {
        Map<String, String> before = site.state();
        Browser operator = browser(Who.OPERATOR);
        for (String kind : List.of("SKIP", "ABANDON")) {
            Roles.Row act = act(kind);
            Wire.Answer page = operator.open(act);
            Map<String, String> form = operator.form(page, act);
            operator.send(act, form, AJAX);
            Map<String, String> answer = new TreeMap<>(form);
            answer.keySet().removeIf(key -> key.startsWith("runForm"));
            answer.putAll(Map.of(
                    "answerForm", "answerForm",
                    "answerForm:yes", "answerForm:yes",
                    "answerForm:note", "a reason that is long enough",
                    "answerForm:typed", "xs-pool-a"));
            answer.putAll(Browser.background("answerForm:yes"));
            Wire.Answer refused = operator.send(act, answer, AJAX);
            assertTrue(refused.body().contains("APPROVER") || refused.body().contains("approver"), refused.body());
        }
        site.assertStill(before);
    }

    private static Browser browser(Who who) throws Exception {
        return new Browser(site, who == Who.NOBODY ? new Visitor(site.wire()) : site.signedIn(who));
    }

    @Test
    void eachCallIsForThoseOfTheTableAlone() throws Exception {
        Map<String, String> before = site.state();
        for (Roles.Row call : Roles.calls()) {
            for (Who who : Who.values()) {
                Wire.Answer answer = site.wire().json(call.verb(), call.somewhere(), call.body(), site.as(who));
                boolean refused = who == Who.NOBODY ? answer.status() == 401 : answer.status() == 403;
                boolean odd = answer.status() >= 500 || (answer.status() == 401) != (who == Who.NOBODY);
                if (call.allowed().contains(who) == refused || odd) {
                    wrong.add(call.what() + " as " + who + ": " + answer.status() + " " + answer.body());
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        site.assertStill(before);
    }
}
