package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;
import org.ostler.Visitor;
import org.ostler.Wire;

/**
 * Who guesses, steals or keeps what is not theirs any more. Each test asks from addresses of its own: the throttle of one
 * is no other's.
 */
class SignInIT {
    private static final String OURS = "/api/me";

    private static Site site;

    @BeforeAll
    static void reach() throws Exception {
        site = Site.shared();
    }

    @Test
    void oneAddressHasTenTriesAndOthersStayFree() throws Exception {
        Wire guesser = site.wire().from("127.0.0.21");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(guesser.get(OURS, Wire.basic("guess" + i, "wrong")).status());
        }
        assertEquals(List.of(401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 429, 429), statuses);
        Wire.Answer waits = guesser.get(OURS, Wire.basic(Who.VIEWER.person(), Who.PASSWORD + "x"));
        int seconds = Integer.parseInt(waits.header("Retry-After").orElse("0"));
        assertTrue(seconds > 200 && seconds <= 301, waits.toString());
        assertTrue(waits.json().path("next").asText().contains("Wait"), waits.body());
        Wire.Answer page = new Visitor(guesser).signIn(Who.VIEWER.person(), Who.PASSWORD, "/index.xhtml");
        assertEquals(200, page.status(), "the sign-in page counts the same tries");
        Wire other = site.wire().from("127.0.0.22");
        assertEquals(
                200,
                other.get(OURS, Wire.basic(Who.VIEWER.person(), Who.PASSWORD)).status());
    }

    @Test
    void anAccountIsSlowedWhereverTheGuessesComeFrom() throws Exception {
        site.addPerson("guessed", "VIEWER");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Wire wire = site.wire().from("127.0.1." + (1 + i));
            statuses.add(wire.get(OURS, Wire.basic("Guessed", "wrong")).status());
        }
        assertEquals(List.of(401, 401, 401, 401, 401), statuses.subList(0, 5));
        assertTrue(statuses.subList(5, 7).contains(429), statuses.toString());
    }

    @Test
    void nobodyLocksAnAdministratorOut() throws Exception {
        for (String address : List.of("127.0.0.31", "127.0.0.32")) {
            for (int i = 0; i < 9; i++) {
                site.wire().from(address).get(OURS, Wire.basic("admin", "wrong" + i));
            }
        }
        Wire.Answer in = site.wire().from("127.0.0.33").get(OURS, Wire.basic("admin", RunningOstler.PASSWORD));
        assertEquals(200, in.status(), in.body());
        Wire.Answer page =
                new Visitor(site.wire().from("127.0.0.34")).signIn("admin", RunningOstler.PASSWORD, "/index.xhtml");
        assertEquals(302, page.status());
    }

    @Test
    void aNameThatDoesNotExistTakesAsLongAsOneThatDoes() throws Exception {
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            known = Math.min(known, nanos("127.0.2." + (1 + i), Who.OPERATOR.person()));
            unknown = Math.min(unknown, nanos("127.0.2." + (11 + i), "nobody-of-this-name"));
        }
        double ratio = (double) unknown / known;
        assertTrue(ratio > 0.5 && ratio < 2, "unknown " + unknown + " ns, known " + known + " ns");
    }

    private static long nanos(String address, String name) throws Exception {
        long begun = System.nanoTime();
        int status =
                site.wire().from(address).get(OURS, Wire.basic(name, "wrong")).status();
        assertEquals(401, status);
        return System.nanoTime() - begun;
    }

    @Test
    void aSessionIsNeverTheOneThatWasThereBefore() throws Exception {
        Visitor visitor = new Visitor(site.wire());
        String made = "Cookie: OSTLER=0123456789abcdef0123456789ab";
        Wire.Answer page = site.wire().get("/sign-in.xhtml", made);
        assertFalse(page.headers().toString().contains("0123456789abcdef0123456789ab"), "a made-up id was taken");
        visitor.get("/sign-in.xhtml");
        String before = visitor.cookie();
        visitor.signIn(Who.VIEWER.person(), Who.PASSWORD, "/index.xhtml");
        assertNotEquals(before, visitor.cookie());
        assertEquals(302, site.wire().get("/index.xhtml", before).status(), "the old id is good for something");
        assertEquals(302, site.wire().get("/index.xhtml", made).status());
    }

    @Test
    void theCookieIsForThisServerAloneAndStandsInNoAddress() throws Exception {
        Visitor visitor = site.signedIn(Who.VIEWER);
        String set = visitor.setCookie().toLowerCase(Locale.ROOT);
        assertTrue(set.contains("httponly") && set.contains("samesite=lax") && set.contains("path=/"), set);
        assertFalse(set.contains("domain="), set);
        String anonymous = site.wire().get("/sign-in.xhtml").body();
        String page = visitor.get("/index.xhtml").body();
        for (String body : List.of(anonymous, page)) {
            assertFalse(body.toLowerCase(Locale.ROOT).contains("jsessionid"), "the session stands in a link");
            assertFalse(body.contains(visitor.cookie().split("=", 2)[1]), "the session stands in the page");
        }
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        Visitor visitor = site.signedIn(Who.VIEWER);
        String cookie = visitor.cookie();
        assertEquals(200, site.wire().get("/index.xhtml", cookie).status());
        Browser browser = new Browser(site, visitor);
        Roles.Row out = act("account.signOut");
        Wire.Answer page = browser.open(out);
        assertEquals(302, browser.send(out, browser.form(page, out)).status());
        assertEquals(302, site.wire().get("/index.xhtml", cookie).status());
        assertEquals(401, site.wire().get("/metrics", cookie).status());
    }

    /** Every button that an administrator with all roles is offered, pressed by a page of somebody else. */
    @Test
    void noFormOfAnotherPageChangesAnything() throws Exception {
        site.addPerson("everything", "VIEWER,OPERATOR,APPROVER,ADMINISTRATOR");
        Browser mine = new Browser(site, site.signedIn("everything", Who.PASSWORD));
        Browser theirs = new Browser(site, site.signedIn(Who.ADMINISTRATOR));
        Map<String, String> before = site.state();
        List<String> wrong = new ArrayList<>();
        for (Roles.Row act : Roles.of("act")) {
            if (act.what().contains("signIn") || act.what().contains("signOut")) {
                continue;
            }
            Wire.Answer page = mine.open(act);
            Map<String, String> form = mine.form(page, act);
            Map<String, String> foreign = new TreeMap<>(form);
            foreign.put(
                    "jakarta.faces.ViewState",
                    theirs.form(theirs.open(act), act).get("jakarta.faces.ViewState"));
            Map<String, String> without = new TreeMap<>(form);
            without.remove("jakarta.faces.ViewState");
            Map<String, String> madeUp = new TreeMap<>(form);
            madeUp.put("jakarta.faces.ViewState", "-1234567890:-1234567890");
            for (Map<String, String> bad : List.of(foreign, without, madeUp)) {
                expectRefused(act, mine.send(act, bad), wrong);
            }
        }
        Roles.Row make = act("profilePage.makeToken");
        Map<String, String> form = mine.form(mine.open(make), make);
        form.put("tokens:tokenName", "mine");
        for (String header : List.of(
                "Origin: https://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site")) {
            assertEquals(403, mine.send(make, form, header).status(), header);
        }
        assertEquals("", String.join("\n", wrong));
        site.assertStill(before);
        mine.send(make, form);
        String basic = Wire.basic("everything", Who.PASSWORD);
        assertEquals(
                1, site.wire().get("/api/tokens", basic).json().path("tokens").size(), "the form itself is good");
    }

    private static void expectRefused(Roles.Row act, Wire.Answer answer, List<String> wrong) {
        if (answer.status() >= 500) {
            wrong.add(act.what() + ": " + answer.status());
        }
    }

    private static Roles.Row act(String method) {
        return Roles.of("act").stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theHeaderAndNotTheCookieSaysWhoCallsTheApi() throws Exception {
        Visitor visitor = site.signedIn(Who.VIEWER);
        String cookie = visitor.cookie();
        assertEquals(401, site.wire().get(OURS, cookie).status());
        Wire.Answer both = site.wire().get(OURS, cookie, site.as(Who.OPERATOR));
        assertEquals(Who.OPERATOR.person(), both.json().path("name").asText());
        String facts = "{\"hosts\":[\"4711\"]}";
        assertEquals(
                403,
                site.wire()
                        .json("POST", "/api/facts", facts, cookie, site.as(Who.VIEWER))
                        .status());
        Wire.Answer page = site.wire().get("/person.xhtml?name=admin", cookie, site.as(Who.ADMINISTRATOR));
        assertEquals(403, page.status(), "a page is the session's person's");
    }

    @Test
    void whatWasTakenAwayIsGoneAtOnce() throws Exception {
        site.addPerson("leaving", "VIEWER,OPERATOR,APPROVER");
        String token = site.token("leaving", Who.PASSWORD);
        Browser browser = new Browser(site, site.signedIn("leaving", Who.PASSWORD));
        Roles.Row approve = act("planDecision.approve");
        Wire.Answer page = browser.open(approve);
        assertTrue(Browser.offers(page, approve), "the page does not offer it");
        change("leaving", "{\"roles\":[\"VIEWER\"]}");
        Map<String, String> before = site.state();
        browser.send(approve, browser.form(page, approve));
        String approval = site.filled("/api/plans/{plan}/approval");
        String digest = site.filled("{\"digest\":\"{digest}\"}");
        assertEquals(403, site.wire().json("POST", approval, digest, token).status());
        site.assertStill(before);
        change("leaving", "{\"disabled\":true}");
        assertEquals(401, site.wire().get(OURS, token).status());
        assertEquals(
                401, site.wire().get(OURS, Wire.basic("leaving", Who.PASSWORD)).status());
        assertEquals(302, browser.visitor().get("/index.xhtml").status());
    }

    @Test
    void aTokenDiesWithItsRemovalAndANewPasswordEndsAllOfThem() throws Exception {
        site.addPerson("with-tokens", "VIEWER");
        String first = site.token("with-tokens", Who.PASSWORD);
        String second = site.token("with-tokens", Who.PASSWORD);
        String id =
                site.wire().get("/api/tokens", first).json().at("/tokens/0/id").asText();
        assertEquals(
                404,
                site.wire()
                        .json("DELETE", "/api/tokens/" + id, "", site.as(Who.ADMINISTRATOR))
                        .status());
        assertEquals(
                204, site.wire().json("DELETE", "/api/tokens/" + id, "", second).status());
        assertEquals(401, site.wire().get(OURS, first).status());
        assertEquals(200, site.wire().get(OURS, second).status());
        change("with-tokens", "{\"password\":\"quite another word 2\"}");
        assertEquals(401, site.wire().get(OURS, second).status());
    }

    private static void change(String name, String body) throws Exception {
        assertEquals(200, site.ostler().put("/api/people/" + name, body).status());
    }
}
