package org.ostler.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.RunningOstler;
import org.ostler.Visitor;
import org.ostler.Wire;

/** Somebody who has signed in to the deployed server and watches a run or sits at a terminal. */
final class Viewer {
    private static final Pattern VIEW = Pattern.compile("name=\"jakarta\\.faces\\.ViewState\"[^>]*value=\"([^\"]*)\"");
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
    private static final Pattern PASS = Pattern.compile("&#34;pass&#34;:&#34;([0-9a-f-]{36})&#34;");

    private final Wire wire;
    private final Visitor visitor;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Viewer(RunningOstler ostler) throws IOException {
        wire = new Wire(URI.create(ostler.url()).toURL());
        visitor = new Visitor(wire);
        Wire.Answer answer = visitor.signIn("admin", RunningOstler.PASSWORD, "/index.xhtml");
        if (answer.status() != 302) {
            throw new AssertionError("cannot sign in: " + answer.status());
        }
    }

    WebSocket watch(String run, Arrivals arrivals) throws Exception {
        return open("/console/runs/" + run + "?after=0", arrivals);
    }

    /** A terminal that is open. */
    WebSocket terminal(String host, Arrivals arrivals) throws Exception {
        String page = "/console.xhtml?host=" + host;
        Wire.Answer asked = visitor.get(page);
        Map<String, String> form = new TreeMap<>(Map.of(
                "consoleForm",
                "consoleForm",
                "consoleForm:open",
                "consoleForm:open",
                "jakarta.faces.partial.ajax",
                "true",
                "jakarta.faces.source",
                "consoleForm:open",
                "jakarta.faces.partial.execute",
                "consoleForm",
                "jakarta.faces.ViewState",
                first(VIEW, asked.body()),
                "primefaces.nonce",
                first(NONCE, asked.body())));
        String pass = first(
                PASS, visitor.post(page, form, "Faces-Request: partial/ajax").body());
        WebSocket socket = open("/console/terminals/" + host + "?cols=120&rows=40&pass=" + pass, arrivals);
        arrivals.await("\"open\"");
        return socket;
    }

    private WebSocket open(String path, Arrivals arrivals) throws Exception {
        return http.newWebSocketBuilder()
                .header("Cookie", visitor.cookie().substring("Cookie: ".length()))
                .header("Origin", wire.origin())
                .buildAsync(URI.create(wire.origin().replace("http:", "ws:") + path), new Listener(arrivals))
                .get(20, TimeUnit.SECONDS);
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    private record Listener(Arrivals arrivals) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            arrivals.came(text);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            arrivals.came(new String(copy, StandardCharsets.ISO_8859_1));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            arrivals.came("the socket was closed: " + status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable trouble) {
            arrivals.came("the socket failed: " + trouble);
        }
    }
}
