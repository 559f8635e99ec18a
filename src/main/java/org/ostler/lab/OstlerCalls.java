package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Calls of Ostler's REST API, as the person who is named, and of the lab's technician, as nobody. */
final class OstlerCalls {
    /** For one answer. Smaller: planning, which looks at every host, is cut off. Larger: a hanging server is found late. */
    static final Duration ANSWER = Duration.ofMinutes(5);

    private final String ostler;
    private final String authorization;
    private final HttpClient client;

    /** Something is not as promised; the message says what. */
    static class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** Ostler does not answer, or not yet: it may have been restarted. What was asked for is looked up, never repeated. */
    static final class Away extends Broken {
        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message);
        }
    }

    record Reply(int status, String body) {
        boolean isGood() {
            return status / 100 == 2;
        }

        JsonNode json() {
            try {
                return LabJson.MAPPER.readTree(body);
            } catch (IOException none) {
                return MissingNode.getInstance();
            }
        }
    }

    OstlerCalls(Map<String, String> environment) {
        ostler = environment.get("OSTLER_URL").replaceAll("/+$", "");
        String user = environment.get("OSTLER_USER") + ":" + environment.get("OSTLER_PASSWORD");
        authorization = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        client = LoopbackTrust.clientFor(URI.create(ostler))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    String url() {
        return ostler;
    }

    boolean isReady() {
        return send("GET", ostler + "/health/ready", null, false).status() == 200;
    }

    JsonNode get(String path) {
        return good("GET " + path, send("GET", ostler + path, null, true));
    }

    JsonNode post(String path, Object body) {
        return good("POST " + path, send("POST", ostler + path, body, true));
    }

    /** What a person does at a step: confirm, look, mend. A refusal may be of use, so it is no trouble here. */
    Reply act(String run, String step, String verb, Map<String, Object> body) {
        return send("POST", ostler + "/api/runs/" + run + "/steps/" + encoded(step) + "/" + verb, body, true);
    }

    /** An address of the lab. */
    JsonNode look(String url) {
        return good("GET " + url, send("GET", url, null, false));
    }

    void order(String url, Map<String, Object> order) {
        good("POST " + url, send("POST", url, order, false));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static void demand(boolean promise, String otherwise) {
        if (!promise) {
            throw new Broken(otherwise);
        }
    }

    private static JsonNode good(String call, Reply reply) {
        demand(reply.isGood(), call + " answered " + reply.status() + ": " + reply.body());
        return reply.json();
    }

    private Reply send(String method, String url, Object body, boolean signedIn) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(LabJson.text(body)));
        if (signedIn) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            boolean json =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json");
            if (signedIn && answer.statusCode() >= 400 && !json) {
                throw new Away(method + " " + url + " answered " + answer.statusCode() + " and no JSON");
            }
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException lost) {
            if (signedIn) {
                throw new Away(method + " " + url + ": " + lost);
            }
            return new Reply(0, lost.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Broken("interrupted");
        }
    }
}
