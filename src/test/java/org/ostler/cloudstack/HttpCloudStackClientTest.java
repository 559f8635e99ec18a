package org.ostler.cloudstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Facts;
import org.ostler.platform.Json;

/** Against answers that a real management server (4.21) gave. */
class HttpCloudStackClientTest {
    private record Canned(int status, String body) {}

    private final Deque<Canned> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private CloudStackClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/client/api", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery() + " " + body);
            Canned canned = answers.remove();
            byte[] bytes = canned.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(canned.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = client(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static CloudStackClient client(int port) {
        return new HttpCloudStackClient(
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + port + "/client/api"),
                new Credentials.Login("the-key", new Secret("the-secret")),
                Clock.systemUTC());
    }

    private void answersWith(String sample) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/cloudstack/" + sample + ".json")) {
            JsonNode response = Json.mapper().readTree(in).path("response");
            JsonNode body = response.path("body");
            answers.add(
                    new Canned(response.path("status").asInt(), body.isTextual() ? body.asText() : body.toString()));
        }
    }

    @Test
    void givesTheInnerResponse() throws Exception {
        answersWith("ok-listClusters");
        Answer answer = client.list("listClusters", Map.of());
        assertTrue(answer.ok());
        assertFalse(Facts.none()
                .with(CloudFacts.CLUSTERS, answer)
                .get(CloudFacts.CLUSTERS)
                .isEmpty());
        assertTrue(requests.get(0).startsWith("GET "), requests.get(0));
        assertTrue(requests.get(0).contains("page=1&pagesize=500"), requests.get(0));
    }

    @Test
    void readsAnEmptyListWithoutCount() throws Exception {
        answersWith("ok-listHosts-empty");
        Answer answer = client.list("listHosts", Map.of("name", "nobody"));
        assertEquals(List.of(), Facts.none().with(CloudFacts.HOSTS, answer).get(CloudFacts.HOSTS));
    }

    @Test
    void mergesPages() throws Exception {
        String full = "{\"id\":\"x\"}" + ",{\"id\":\"x\"}".repeat(499);
        answers.add(new Canned(200, "{\"listhostsresponse\":{\"count\":501,\"host\":[" + full + "]}}"));
        answers.add(new Canned(200, "{\"listhostsresponse\":{\"count\":501,\"host\":[{\"id\":\"y\"}]}}"));
        Answer answer = client.list("listHosts", Map.of());
        assertEquals(501, Json.mapper().readTree(answer.out()).path("host").size());
        assertTrue(requests.get(1).contains("page=2"), requests.get(1));
    }

    @Test
    void postsAChange() throws Exception {
        answersWith("ok-updateCluster-Unmanaged");
        Answer answer = client.call("updateCluster", Map.of("id", "8396", "managedstate", "Unmanaged"));
        assertTrue(answer.ok());
        assertTrue(requests.get(0).startsWith("POST null apikey="), requests.get(0));
        assertFalse(requests.get(0).contains("the-secret"));
    }

    @Test
    void tellsTheStatusAndTextOfAnError() throws Exception {
        answersWith("err-listHosts-unknown-id");
        Answer answer = client.list("listHosts", Map.of("id", "x"));
        assertEquals(431, answer.exit());
        assertTrue(answer.err().contains("id"), answer.err());
    }

    @Test
    void readsTheOddEnvelopesOfRefusedRequests() throws Exception {
        for (String sample : List.of("err-no-command", "err-unknown-command", "err-wrong-signature")) {
            answersWith(sample);
            assertEquals(401, client.call("x", Map.of()).exit(), sample);
        }
    }

    @Test
    void readsAJobThatFailed() throws Exception {
        answersWith("job-prepareHostForMaintenance-in-Unmanaged");
        Answer answer = client.job("2cdb");
        assertTrue(answer.ok());
        assertEquals(2, Json.mapper().readTree(answer.out()).path("jobstatus").asInt());
    }

    @Test
    void doesNotTakeAProxysPageForAnAnswer() throws Exception {
        answersWith("err-wrong-signature-xml");
        answers.add(new Canned(502, "<html>Bad Gateway</html>"));
        assertTrue(assertThrows(CloudStackClient.NoAnswer.class, () -> client.call("updateCluster", Map.of()))
                .mayHaveReachedTheServer());
        assertTrue(assertThrows(CloudStackClient.NoAnswer.class, () -> client.call("updateCluster", Map.of()))
                .mayHaveReachedTheServer());
    }

    @Test
    void knowsThatARefusedConnectionSentNothing() {
        int port = server.getAddress().getPort();
        server.stop(0);
        CloudStackClient.NoAnswer none =
                assertThrows(CloudStackClient.NoAnswer.class, () -> client(port).call("updateCluster", Map.of()));
        assertFalse(none.mayHaveReachedTheServer());
        assertFalse(none.getMessage().contains("the-key"), none.getMessage());
    }
}
