package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lab's import against a server that answers as Ostler's API does. */
class LabImportTest {
    /** The lab itself is not ready before it is imported. */
    private static final String READY = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"},"
            + "{\"name\":\"people\",\"status\":\"UP\"},{\"name\":\"lab\",\"status\":\"DOWN\"}]}";

    private final List<String> asked = new ArrayList<>();
    private HttpServer ostler;
    private int notThereYet;
    private String acceptedKey = "";
    private int refuseWith;
    private final Deque<String> readiness = new ArrayDeque<>(List.of(READY));

    @BeforeEach
    void open() throws IOException {
        ostler = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ostler.createContext("/", this::answer);
        ostler.start();
    }

    @AfterEach
    void close() {
        ostler.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (notThereYet-- > 0) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/health/ready")) {
                tell(exchange, 503, readiness.removeFirst());
                return;
            }
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " " + body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (refuseWith > 0) {
                exchange.sendResponseHeaders(refuseWith, -1);
                return;
            }
            tell(exchange, 200, "{\"accepted\":{\"fingerprint\":\"" + acceptedKey + "\"}}");
        }
    }

    private static void tell(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private LabImport wanted() {
        return new LabImport(
                URI.create("http://127.0.0.1:" + ostler.getAddress().getPort()), "admin", "secret");
    }

    private static ObjectNode lab() {
        ObjectNode lab = LabJson.object();
        lab.putArray("hosts").addObject().put("name", "xs1").put("fingerprint", "SHA256:abc");
        lab.putObject("credentials").putObject("lab-xs1").put("kind", "SSH_PASSWORD");
        lab.putObject("inventory").putArray("zones");
        return lab;
    }

    @Test
    void waitsForOstlerAndThenTellsItEverything() throws Exception {
        notThereYet = 1;
        wanted().run(lab());
        assertEquals(
                List.of(
                        "PUT /api/credentials/lab-xs1 {\"kind\":\"SSH_PASSWORD\"}",
                        "PUT /api/inventory {\"zones\":[]}",
                        "GET /api/hosts/xs1/host-key ",
                        "POST /api/hosts/xs1/host-key {\"fingerprint\":\"SHA256:abc\",\"replacing\":false}"),
                asked);
    }

    @Test
    void signsInOnlyWhenThereArePeople() throws Exception {
        readiness.clear();
        readiness.add("{\"status\":\"UP\",\"checks\":[]}");
        readiness.add(READY.replace("\"people\",\"status\":\"UP\"", "\"people\",\"status\":\"DOWN\""));
        readiness.add(READY);
        refuseWith = 401;
        assertThrows(LabImport.Refused.class, () -> wanted().run(lab()));
        assertEquals(0, readiness.size());
        assertEquals(1, asked.size());
    }

    @Test
    void leavesAcceptedKeysAlone() throws Exception {
        acceptedKey = "SHA256:abc";
        wanted().run(lab());
        assertTrue(asked.stream().noneMatch(call -> call.startsWith("POST")));
    }

    @Test
    void givesUpAtOnceWhenOstlerSaysNo() {
        refuseWith = 400;
        assertThrows(LabImport.Refused.class, () -> wanted().run(lab()));
        assertEquals(1, asked.size());
    }

    @Test
    void importsOnlyWhenTheEnvironmentNamesAnOstlerAndAPassword() {
        assertTrue(LabImport.of(Map.of("OSTLER_URL", "http://127.0.0.1:1")).isEmpty());
        assertTrue(LabImport.of(Map.of("OSTLER_URL", "http://127.0.0.1:1", "OSTLER_ADMIN_PASSWORD", "x"))
                .isPresent());
    }
}
