package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.ostler.RunningOstler;

/** Who stands in the practice data centre: puts the installer in, reads a host's own screen. */
final class Technician {
    private final RunningOstler ostler;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> installed = new HashSet<>();

    Technician(RunningOstler ostler) {
        this.ostler = ostler;
    }

    /** The installer goes in once; then it takes its time. The first host comes back with another host key. */
    boolean isInstalled(String host) throws Exception {
        boolean first = installed.isEmpty();
        if (installed.add(host)) {
            order(host, "installer", "{\"version\":\"6.0.2\",\"newHostKey\":" + first + "}");
            order(host, "power", "{\"power\":\"cycle\"}");
        }
        JsonNode screen = screen(host);
        return screen.path("version").asText().equals("6.0.2")
                && screen.path("power").asText().equals("on");
    }

    JsonNode screen(String host) throws Exception {
        HttpResponse<String> state = http.send(
                HttpRequest.newBuilder(URI.create(ostler.labUrl() + "/hosts/" + host))
                        .header("Accept", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(state.body());
    }

    private void order(String host, String what, String body) throws Exception {
        HttpResponse<String> done = http.send(
                HttpRequest.newBuilder(URI.create(ostler.labUrl() + "/hosts/" + host + "/" + what))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(done.statusCode() < 300, done::body);
    }
}
