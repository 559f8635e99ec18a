package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.Wire;

/** However an address is written: who is not signed in reaches nothing but the way to sign in. */
class PathsIT {
    /** What only we, signed in, would have said. */
    private static final Pattern OURS = Pattern.compile(
            "<web-app|<ui:|xmlns:cc|create table|root:x:|osLiveForm|\"zones\"|# TYPE |\"openapi\":|CAFEBABE|ostler\\.db\\.");

    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/jakarta\\.faces\\.resource/[^\"]+)\"");

    private static final List<String> VERBS =
            List.of("HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW");

    private static Site site;

    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void reach() throws Exception {
        site = Site.shared();
    }

    @Test
    void noDisguiseLetsAStrangerIn() throws Exception {
        Set<String> routes = Routes.all(site);
        assertTrue(routes.size() > 60, routes.toString());
        long errors = site.errorsInTheLog();
        for (String route : routes) {
            expectClosed("GET", route);
            for (String trick : Table.lines("tricks.txt")) {
                expectClosed("GET", disguised(route, trick));
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertEquals(errors, site.errorsInTheLog(), "strangers can fill the log");
    }

    @Test
    void noVerbLetsAStrangerIn() throws Exception {
        for (String route : Routes.all(site)) {
            for (String verb : VERBS) {
                expectClosed(verb, route);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void nobodyIsGivenWhatItIsMadeOf() throws Exception {
        Wire wire = site.wire();
        org.ostler.Visitor visitor = site.signedIn(Who.VIEWER);
        for (String path : Table.lines("inside.txt")) {
            for (Wire.Answer answer : List.of(wire.get(path), wire.get(path, visitor.cookie()))) {
                boolean empty = answer.status() == 302 || answer.body().isBlank();
                if (answer.status() >= 500
                        || OURS.matcher(answer.body()).find()
                        || (answer.status() == 200 && !empty)) {
                    wrong.add(path + ": " + answer);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void theSignInPageAndWhatItNeedsAreForAnyone() throws Exception {
        Wire.Answer page = site.wire().get("/sign-in.xhtml");
        assertEquals(200, page.status());
        Set<String> needed = LINKED.matcher(page.body())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(needed.size() >= 3, needed.toString());
        for (String path : needed) {
            assertEquals(200, site.wire().get(path).status(), path);
        }
        assertEquals(200, site.wire().get("/health/ready").status());
        assertEquals(200, site.wire().get("/health/live").status());
    }

    private void expectClosed(String verb, String path) throws IOException {
        Optional<Wire.Answer> answer = site.wire()
                .raw(Bytes.of(verb + " " + path
                        + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        if (answer.isEmpty()) {
            return;
        }
        int status = answer.get().status();
        String to = answer.get().header("Location").orElse("");
        boolean toSignIn = status == 302 && (to.equals("/sign-in.xhtml") || to.startsWith("/sign-in.xhtml?back="));
        boolean harmless =
                verb.equals("OPTIONS") && status == 200 && answer.get().body().isEmpty();
        if (!(toSignIn || harmless || (status >= 400 && status < 500))
                || OURS.matcher(answer.get().body()).find()) {
            wrong.add(verb + " " + path + ": " + answer.get());
        }
    }

    private static String disguised(String route, String trick) {
        String rest = route.substring(1);
        String first = rest.isEmpty() ? "2f" : Integer.toHexString(rest.charAt(0));
        return trick.replace("{route}", route)
                .replace("{rest}", rest)
                .replace("{first}", first)
                .replace("{more}", rest.isEmpty() ? "" : rest.substring(1))
                .replace("{UPPER}", route.toUpperCase(Locale.ROOT))
                .replace("{Mixed}", mixed(route))
                .replace("{2f}", "/" + rest.replace("/", "%2f"))
                .replace("{5c}", "/" + rest.replace("/", "\\"))
                .replace("{2e}", route.replace(".", "%2e"))
                .replace("{25}", "/" + rest.replace("/", "%252f").replace(".", "%252e"));
    }

    private static String mixed(String route) {
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < route.length(); i++) {
            char c = route.charAt(i);
            mixed.append(i % 2 == 0 ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return mixed.toString();
    }
}
