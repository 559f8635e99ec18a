package org.ostler.cloudstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ostler.credential.Credentials;
import org.ostler.facts.Answer;
import org.ostler.platform.Json;

/** The API over HTTP. What it says of a failure names neither key nor secret nor the request's text. */
final class HttpCloudStackClient implements CloudStackClient {
    /** The server's own largest page (default.page.size). Smaller: more calls. Larger: refused with 431. */
    private static final int PAGE = 500;

    /** Smaller: large clouds are cut off. Larger: a server that ignores paging keeps us asking. */
    private static final int PAGES = 400;

    /** Smaller: a list of thousands is called lost. Larger: a dead server is noticed later. */
    private static final Duration ANSWER = Duration.ofMinutes(1);

    /** updateCluster blocks up to 200 s on the server. Smaller: its answer is lost. Larger: a dead server hides. */
    private static final Duration SLOW_ANSWER = Duration.ofMinutes(5);

    /** How long a captured request could be replayed. Smaller: clocks that differ are refused. Larger: more risk. */
    private static final Duration VALIDITY = Duration.ofMinutes(15);

    private final HttpClient http;
    private final URI url;
    private final Credentials.Login login;
    private final Clock clock;
    private final Duration patience;

    HttpCloudStackClient(HttpClient http, URI url, Credentials.Login login, Clock clock) {
        this(http, url, login, clock, ANSWER);
    }

    /** @param patience for the answer to a call that is not known to be slow */
    HttpCloudStackClient(HttpClient http, URI url, Credentials.Login login, Clock clock, Duration patience) {
        this.patience = patience;
        this.http = http;
        this.url = url;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public Answer list(String command, Map<String, String> parameters) throws NoAnswer {
        ObjectNode merged = Json.mapper().createObjectNode();
        for (int page = 1; page <= PAGES; page++) {
            Map<String, String> paged = new TreeMap<>(parameters);
            paged.put("page", Integer.toString(page));
            paged.put("pagesize", Integer.toString(PAGE));
            Answer answer = send(command, paged, false);
            if (!answer.ok() || merge(merged, answer.out()) < PAGE) {
                return answer.ok() ? Answer.of(merged.toString()) : answer;
            }
        }
        throw new NoAnswer(command + ": more than " + PAGES + " pages", true, null);
    }

    @Override
    public Answer call(String command, Map<String, String> parameters) throws NoAnswer {
        return send(command, parameters, true);
    }

    @Override
    public Answer job(String id) throws NoAnswer {
        return send("queryAsyncJobResult", Map.of("jobid", id), false);
    }

    /** How many elements the page had. */
    private static int merge(ObjectNode merged, String page) throws NoAnswer {
        int elements = 0;
        for (Map.Entry<String, JsonNode> field : parsed(page).properties()) {
            if (field.getValue() instanceof ArrayNode array) {
                merged.withArray("/" + field.getKey()).addAll(array);
                elements += array.size();
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        }
        return elements;
    }

    private Answer send(String command, Map<String, String> parameters, boolean post) throws NoAnswer {
        String form =
                SignedRequest.form(command, parameters, login, clock.instant().plus(VALIDITY));
        HttpRequest request = post
                ? HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build()
                : HttpRequest.newBuilder(URI.create(url + "?" + form)).GET().build();
        HttpResponse<byte[]> response = exchange(command, request, slow(command) ? SLOW_ANSWER : patience);
        return answer(command, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    }

    private static boolean slow(String command) {
        return command.equals("updateCluster") || command.equals("addHost");
    }

    private HttpResponse<byte[]> exchange(String command, HttpRequest request, Duration limit) throws NoAnswer {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            exchange.cancel(true);
            throw new NoAnswer(command + ": no answer within " + limit.toSeconds() + " s", true, late);
        } catch (InterruptedException stopped) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswer(command + ": stopped while waiting for the answer", true, stopped);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new NoAnswer(command + ": " + cause.getClass().getSimpleName(), !neverSent(cause), cause);
        }
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException;
    }

    /** A body that is no envelope of CloudStack's comes from something in between: nothing is known then. */
    private static Answer answer(String command, int status, String body) throws NoAnswer {
        JsonNode envelope;
        try {
            envelope = parsed(body);
        } catch (NoAnswer foreign) {
            throw new NoAnswer(command + ": HTTP " + status + ", " + foreign.getMessage(), true, foreign);
        }
        if (envelope.size() != 1 || !envelope.iterator().next().isObject()) {
            throw new NoAnswer(command + ": HTTP " + status + " without CloudStack's envelope", true, null);
        }
        JsonNode inner = envelope.iterator().next();
        int error = inner.path("errorcode").asInt(0);
        if (status == 200 && error == 0) {
            return Answer.of(inner.toString());
        }
        return new Answer(
                status == 200 ? error : status,
                inner.toString(),
                inner.path("errortext").asText("HTTP " + status));
    }

    private static JsonNode parsed(String body) throws NoAnswer {
        try {
            JsonNode node = Json.mapper().readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException noJson) {
            throw new NoAnswer("the answer is no JSON", true, noJson);
        }
        throw new NoAnswer("the answer is no JSON object", true, null);
    }
}
