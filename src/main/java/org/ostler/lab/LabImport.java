package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Tells Ostler of the lab through its public API, as an administrator would by hand: credentials, the inventory, and
 * the host keys, whose fingerprints the lab knows. Doing it again changes nothing.
 */
public final class LabImport {
    /**
     * How long to wait for Ostler to come up. Smaller: a slow machine that builds its first database is given up
     * on. Larger: a wrong URL is complained about later.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Between two tries while it is not there. Smaller: busy waiting. Larger: the start takes longer. */
    private static final Duration BETWEEN = Duration.ofMillis(500);

    /** For one answer. Smaller: the first look at a host is cut off. Larger: a hanging server holds the start. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final System.Logger LOG = System.getLogger(LabImport.class.getName());

    private final URI ostler;
    private final String authorization;
    private final HttpClient client;

    /** An answer that waiting does not mend. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    LabImport(URI ostler, String user, String password) {
        this.ostler = ostler;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.client = LoopbackTrust.clientFor(ostler)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        URI ostler = URI.create(environment.getOrDefault("OSTLER_URL", "http://127.0.0.1:8080"));
        String user = environment.getOrDefault("OSTLER_USER", "admin");
        String variable = "OSTLER_ADMIN_PASSWORD";
        Path directory =
                Path.of(environment.getOrDefault("OSTLER_DATA_DIR", "data")).resolve("lab");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--import" -> ostler = URI.create(value);
                case "--user" -> user = value;
                case "--password-env" -> variable = value;
                case "--data" -> directory = Path.of(value);
                default ->
                    throw new IllegalArgumentException("what is " + arguments[i]
                            + "? There are --import URL, --user NAME, --password-env VARIABLE, --data DIRECTORY");
            }
        }
        String password = environment.getOrDefault(variable, "");
        if (password.isEmpty()) {
            System.err.println("the environment has no " + variable);
            System.exit(2);
        }
        try {
            new LabImport(ostler, user, password).run(published(directory));
            System.out.println("the lab's inventory is in " + ostler);
        } catch (Refused refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    /** An import as the environment asks for it; empty when it names no Ostler or no password. */
    static Optional<LabImport> of(Map<String, String> environment) {
        String url = environment.getOrDefault("OSTLER_URL", "");
        String password = environment.getOrDefault("OSTLER_ADMIN_PASSWORD", "");
        if (url.isBlank() || password.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new LabImport(URI.create(url), environment.getOrDefault("OSTLER_USER", "admin"), password));
    }

    static ObjectNode published(Path directory) throws IOException {
        return LabJson.readObject(Files.readAllBytes(directory.resolve("lab.json")));
    }

    /**
     * @param lab what the lab published: hosts with fingerprints, credentials, the inventory
     * @throws Refused when Ostler says no, or does not come up in time
     */
    void run(ObjectNode lab) throws Refused, InterruptedException {
        awaitOstler();
        for (Map.Entry<String, JsonNode> credential : lab.path("credentials").properties()) {
            call("PUT", "/api/credentials/" + encoded(credential.getKey()), credential.getValue());
        }
        call("PUT", "/api/inventory", lab.path("inventory"));
        for (JsonNode host : lab.path("hosts")) {
            accept(host.path("name").asText(), host.path("fingerprint").asText());
        }
        LOG.log(Level.INFO, "credentials, inventory and host keys of the lab are in {0}", ostler);
    }

    /**
     * Until it has started, and made its first administrator: a sign-in that came too early would be told in its audit
     * trail as a refused one, and several would slow down the sign-ins of everybody on this machine. That the lab is
     * ready is no condition: it is so after this import.
     */
    private void awaitOstler() throws Refused, InterruptedException {
        Instant began = Instant.now();
        while (!isThere()) {
            if (Duration.between(began, Instant.now()).compareTo(PATIENCE) >= 0) {
                throw new Refused(ostler + " did not become ready within " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    private boolean isThere() throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(
                    request("GET", "/health/ready", null).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode checks = LabJson.MAPPER.readTree(answer.body()).path("checks");
            boolean people = false;
            for (JsonNode check : checks) {
                String name = check.path("name").asText();
                if (!name.equals("lab") && !check.path("status").asText().equals("UP")) {
                    return false;
                }
                people |= name.equals("people");
            }
            return people;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void accept(String host, String fingerprint) throws Refused, InterruptedException {
        String path = "/api/hosts/" + encoded(host) + "/host-key";
        JsonNode known = call("GET", path, null);
        String accepted = known.path("accepted").path("fingerprint").asText();
        if (accepted.equals(fingerprint)) {
            return;
        }
        call("POST", path, LabJson.object().put("fingerprint", fingerprint).put("replacing", !accepted.isEmpty()));
    }

    private JsonNode call(String method, String path, JsonNode body) throws Refused, InterruptedException {
        Instant began = Instant.now();
        while (true) {
            Duration patience = PATIENCE;
            String trouble;
            try {
                HttpResponse<String> answer = client.send(
                        request(method, path, body)
                                .header("Authorization", authorization)
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (answer.statusCode() < 300) {
                    return answer.body().isBlank() ? LabJson.object() : LabJson.MAPPER.readTree(answer.body());
                }
                trouble = method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body();
                patience = patience(answer);
            } catch (IOException notYet) {
                trouble = ostler + " does not answer: " + notYet;
            }
            if (Duration.between(began, Instant.now()).compareTo(patience) >= 0) {
                throw new Refused(trouble);
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    /** While it starts, a server answers 404 or 403 by itself, or 503; what Ostler's API refuses for good is JSON. */
    private static Duration patience(HttpResponse<String> answer) {
        boolean json = answer.headers()
                .firstValue("Content-Type")
                .map(type -> type.contains("json"))
                .orElse(false);
        return json && answer.statusCode() != 503 ? Duration.ZERO : PATIENCE;
    }

    private HttpRequest.Builder request(String method, String path, JsonNode body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(LabJson.text(body), StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(ostler.resolve(path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, publisher);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
