package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The lab's one HTTP server, on loopback only: the technician's page, the simulated API, the state. */
final class LabHttp implements AutoCloseable {
    /** Takes a request; an {@link IllegalArgumentException} becomes a 400 with its words. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Request request) throws Exception;
    }

    /**
     * One request.
     *
     * @param path the values of the route's <code>{names}</code>
     * @param query of the URL, decoded, the last one of a name
     */
    record Request(
            String method,
            URI uri,
            Map<String, String> headers,
            Map<String, String> path,
            Map<String, String> query,
            byte[] body) {
        Optional<String> parameter(String name) {
            return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The fields of a posted form. */
        Map<String, String> form() {
            return decoded(text());
        }

        /** The posted JSON object; an empty one when there is no body. */
        ObjectNode json() {
            try {
                return body.length == 0 ? LabJson.object() : LabJson.readObject(body);
            } catch (IOException none) {
                throw new IllegalArgumentException("the body is not a JSON object", none);
            }
        }
    }

    record Answer(int status, String type, byte[] body, Map<String, String> headers) {
        /** The connection ends without a word. */
        static final Answer LOST = new Answer(0, "", new byte[0], Map.of());

        static Answer json(int status, Object value) {
            return new Answer(
                    status, "application/json", LabJson.text(value).getBytes(StandardCharsets.UTF_8), Map.of());
        }

        static Answer json(Object value) {
            return json(200, value);
        }

        static Answer html(String page) {
            return new Answer(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        static Answer text(int status, String words) {
            return new Answer(
                    status, "text/plain; charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
        }

        /** After a form was posted: look at this page again. */
        static Answer seeOther(String location) {
            return new Answer(303, "text/plain", new byte[0], Map.of("Location", location));
        }
    }

    private record Route(String method, String[] segments, Handler handler) {}

    private static final System.Logger LOG = System.getLogger(LabHttp.class.getName());

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Route> routes = new ArrayList<>();

    /** @param port 0 for a free one */
    LabHttp(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "lab http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /** @param path like {@code /api/hosts/{host}/reboot} */
    void route(String method, String path, Handler handler) {
        routes.add(new Route(method, path.split("/", -1), handler));
    }

    void open() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** For texts in pages and attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            if (answer.status() == 0) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless =
                    answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
            if (!bodiless) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer.body());
                }
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        if (!isFromHere(exchange)) {
            return Answer.text(403, "the lab answers only pages of its own");
        }
        String[] segments = exchange.getRequestURI().getPath().split("/", -1);
        boolean known = false;
        for (Route route : routes) {
            Optional<Map<String, String>> values = match(route.segments(), segments);
            known |= values.isPresent();
            if (values.isPresent() && route.method().equals(method)) {
                return handled(route, request(exchange, values.get()));
            }
        }
        return known ? Answer.text(405, "not by " + method) : Answer.text(404, "nothing here");
    }

    private static Answer handled(Route route, Request request) {
        try {
            return route.handler().answer(request);
        } catch (IllegalArgumentException bad) {
            return Answer.json(400, LabJson.object().put("error", String.valueOf(bad.getMessage())));
        } catch (Exception bug) {
            LOG.log(Level.ERROR, request.method() + " " + request.uri().getPath() + " failed", bug);
            return Answer.json(500, LabJson.object().put("error", bug.toString()));
        }
    }

    private static Request request(HttpExchange exchange, Map<String, String> values) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, all.get(0)));
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                values,
                decoded(query == null ? "" : query),
                exchange.getRequestBody().readAllBytes());
    }

    /** Keeps other sites' pages in the same browser out: neither a foreign name for this address nor a foreign origin. */
    private static boolean isFromHere(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        boolean named = host != null && host.matches("(127\\.0\\.0\\.1|localhost)(:\\d+)?");
        return named && (origin == null || origin.equals("http://" + host));
    }

    private static Optional<Map<String, String>> match(String[] wanted, String[] present) {
        if (wanted.length != present.length) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                values.put(wanted[i].substring(1, wanted[i].length() - 1), present[i]);
            } else if (!wanted[i].equals(present[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static Map<String, String> decoded(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] both = pair.split("=", 2);
                values.put(
                        URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                        both.length == 1 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
            }
        }
        return values;
    }
}
