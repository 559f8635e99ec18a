package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.Visitor;
import org.ostler.Wire;

/** The sockets open for those who may, from our own pages, and close when that ends. */
class SocketsIT {
    private static final Pattern PUSH = Pattern.compile("/jakarta\\.faces\\.push/runs\\?[0-9a-f-]{36}");
    private static final Pattern PASS = Pattern.compile("&#34;pass&#34;:&#34;([0-9a-f-]{36})&#34;");
    private static final String[] UPGRADE = {
        "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    /** What is promised, and one more for a machine that does other things as well. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2 + 1);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Site site;

    @BeforeAll
    static void reach() throws Exception {
        site = Site.shared();
    }

    /** A socket that is open, and how it ends. */
    private static final class Line implements WebSocket.Listener {
        private final CompletableFuture<String> ended = new CompletableFuture<>();
        private final StringBuilder said = new StringBuilder();

        @Override
        public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            said.append(text);
            socket.request(1);
            return null;
        }

        synchronized String said() {
            return said.toString();
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            ended.complete(status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable trouble) {
            ended.complete("error " + trouble.getMessage());
        }

        String end() throws Exception {
            return ended.get(CLOSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static WebSocket open(String path, Visitor visitor, Line line) throws Exception {
        return HTTP.newWebSocketBuilder()
                .header("Cookie", visitor.cookie().substring("Cookie: ".length()))
                .header("Origin", site.wire().origin())
                .buildAsync(URI.create(site.wire().origin().replace("http:", "ws:") + path), line)
                .get(20, TimeUnit.SECONDS);
    }

    private static String push(Visitor visitor) throws Exception {
        Matcher found = PUSH.matcher(visitor.get("/runs.xhtml").body().replace("\\/", "/"));
        assertTrue(found.find(), "the page opens no socket");
        return found.group();
    }

    private static String terminal(Visitor visitor) throws Exception {
        Browser browser = new Browser(site, visitor);
        Roles.Row act = Roles.of("act").stream()
                .filter(row -> row.method().equals("consolePage.open"))
                .findFirst()
                .orElseThrow();
        Map<String, String> form = browser.form(browser.open(act), act);
        form.put("jakarta.faces.partial.ajax", "true");
        form.put("jakarta.faces.source", "consoleForm:open");
        form.put("jakarta.faces.partial.execute", "consoleForm");
        Wire.Answer answer = browser.send(act, form, "Faces-Request: partial/ajax");
        Matcher pass = PASS.matcher(answer.body());
        assertTrue(pass.find(), answer.body());
        return site.filled("/console/terminals/{host}?cols=80&rows=24&pass=") + pass.group(1);
    }

    private static String run() {
        return site.filled("/console/runs/{run}?after=0");
    }

    @Test
    void onlyOurOwnPagesAndSignedInPeopleOpenOne() throws Exception {
        Visitor viewer = site.signedIn(Who.VIEWER);
        List<String> wrong = new ArrayList<>();
        for (String path : List.of(run(), site.filled("/console/terminals/{host}?pass=x"), push(viewer))) {
            expect(401, path, wrong, "Origin: " + site.wire().origin());
            expect(403, path, wrong, "Origin: https://evil.example", viewer.cookie());
            expect(403, path, wrong, "Origin: null", viewer.cookie());
            expect(403, path, wrong, "Origin: " + site.wire().origin() + ".evil.example", viewer.cookie());
            expect(403, path, wrong, viewer.cookie());
            expect(403, path, wrong, "Origin: https://evil.example", site.as(Who.ADMINISTRATOR));
            expect(401, path, wrong, "Origin: " + site.wire().origin(), site.as(Who.ADMINISTRATOR));
        }
        String terminal = site.filled("/console/terminals/{host}?pass=x");
        expect(403, terminal, wrong, "Origin: " + site.wire().origin(), viewer.cookie());
        expect(
                403,
                terminal,
                wrong,
                "Origin: " + site.wire().origin(),
                site.signedIn(Who.ADMINISTRATOR).cookie());
        assertEquals("", String.join("\n", wrong));
    }

    private static void expect(int status, String path, List<String> wrong, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(UPGRADE));
        all.addAll(List.of(headers));
        int came = site.wire().get(path, all.toArray(String[]::new)).status();
        if (came != status) {
            wrong.add(path + " " + List.of(headers) + ": " + came + ", not " + status);
        }
    }

    @Test
    void aTerminalIsForOneWhoHasAPass() throws Exception {
        Visitor operator = site.signedIn(Who.OPERATOR);
        for (String pass : List.of("", "&pass=", "&pass=00000000-0000-0000-0000-000000000000")) {
            Line line = new Line();
            open(site.filled("/console/terminals/{host}?cols=80&rows=24") + pass, operator, line);
            assertEquals("1008 no-pass", line.end());
        }
        String once = terminal(operator);
        Line stranger = new Line();
        open(once, site.signedIn(Who.APPROVER), stranger);
        assertEquals("1008 no-pass", stranger.end());
        Line late = new Line();
        open(once, operator, late);
        assertEquals("1008 no-pass", late.end(), "a pass that was tried is good for a second one");
    }

    @Test
    void theyCloseWhenTheirPersonSignsOut() throws Exception {
        Visitor operator = site.signedIn(Who.OPERATOR);
        List<Line> lines = openAll(operator);
        Browser browser = new Browser(site, operator);
        Roles.Row out = Roles.of("act").stream()
                .filter(row -> row.method().equals("account.signOut"))
                .findFirst()
                .orElseThrow();
        browser.send(out, browser.form(browser.open(out), out));
        expectEnd(lines);
    }

    @Test
    void theyCloseWhenTheirPersonIsDisabled() throws Exception {
        site.addPerson("watching", "OPERATOR");
        List<Line> lines = openAll(site.signedIn("watching", Who.PASSWORD));
        assertEquals(
                200,
                site.ostler().put("/api/people/watching", "{\"disabled\":true}").status());
        expectEnd(lines);
    }

    @Test
    void theyCloseWhenSomebodyElseSignsInWithTheSameBrowser() throws Exception {
        Visitor visitor = site.signedIn(Who.OPERATOR);
        Line line = new Line();
        open(run(), visitor, line);
        visitor.signIn(Who.VIEWER.person(), Who.PASSWORD, "/index.xhtml");
        line.end();
    }

    @Test
    void aTerminalClosesWhenTheRoleGoes() throws Exception {
        site.addPerson("typing", "OPERATOR");
        Visitor visitor = site.signedIn("typing", Who.PASSWORD);
        Line terminal = new Line();
        Line run = new Line();
        open(terminal(visitor), visitor, terminal);
        open(run(), visitor, run);
        assertEquals(
                200,
                site.ostler()
                        .put("/api/people/typing", "{\"roles\":[\"VIEWER\"]}")
                        .status());
        assertEquals("1008 signed-out", terminal.end());
        assertFalse(run.ended.isDone(), "who may still read is cut off");
    }

    private static List<Line> openAll(Visitor visitor) throws Exception {
        List<Line> lines = new ArrayList<>();
        for (String path : List.of(run(), terminal(visitor), push(visitor))) {
            Line line = new Line();
            open(path, visitor, line);
            lines.add(line);
        }
        TimeUnit.MILLISECONDS.sleep(300);
        lines.forEach(line -> assertFalse(line.ended.isDone(), () -> "closed before: " + line.ended.join()));
        return lines;
    }

    private static void expectEnd(List<Line> lines) throws Exception {
        for (Line line : lines) {
            line.end();
        }
    }

    @Test
    void nonsenseIsIgnoredOrEndsTheSocketAndNothingElse() throws Exception {
        Visitor viewer = site.signedIn(Who.VIEWER);
        Map<String, String> before = site.state();
        long errors = site.errorsInTheLog();
        for (String text : Table.lines("frames.txt")) {
            Line line = new Line();
            WebSocket socket = open(run(), viewer, line);
            socket.sendText(Bytes.text(text), true).get(20, TimeUnit.SECONDS);
            socket.sendText("{\"op\":\"read\",\"from\":1,\"limit\":1}", true)
                    .exceptionally(closed -> socket)
                    .get(20, TimeUnit.SECONDS);
            socket.abort();
        }
        WebSocket binary = open(run(), viewer, new Line());
        binary.sendBinary(ByteBuffer.wrap(new byte[] {0, 1, 2, (byte) 0xff}), true)
                .get(20, TimeUnit.SECONDS);
        binary.abort();
        Line whole = new Line();
        open(run(), viewer, whole);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!whole.said().contains("\"records\"") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(whole.said().contains("\"records\""), "the socket serves nobody any more");
        site.assertStill(before);
        assertEquals(errors, site.errorsInTheLog());
    }

    /** One that takes nothing costs nobody else anything. */
    @Test
    void aReaderThatDoesNotReadHoldsNobodyUp() throws Exception {
        Visitor viewer = site.signedIn(Who.VIEWER);
        WebSocket.Listener deaf = new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket socket) {
                // asks for nothing, ever
            }
        };
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sockets.add(HTTP.newWebSocketBuilder()
                    .header("Cookie", viewer.cookie().substring("Cookie: ".length()))
                    .header("Origin", site.wire().origin())
                    .buildAsync(URI.create(site.wire().origin().replace("http:", "ws:") + run()), deaf)
                    .get(20, TimeUnit.SECONDS));
        }
        Line line = new Line();
        open(run(), viewer, line);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!line.said().contains("\"records\"") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(line.said().contains("\"records\""), "those who read wait for the one who does not");
        sockets.forEach(WebSocket::abort);
    }
}
