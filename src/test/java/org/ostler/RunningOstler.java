package org.ostler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The product as a user has it: {@code payara/start} as a process, with server and practice lab, on a free port and an
 * empty directory. Talks to it only through its public API.
 */
public final class RunningOstler implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery staple";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path data;
    private final Path output;
    private final int port;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private RunningOstler(Path data, int port, Process process, Path output) {
        this.data = data;
        this.port = port;
        this.process = process;
        this.output = output;
    }

    /** An answer of the API. */
    public record Reply(int status, JsonNode body, String text) {}

    private static RunningOstler shared;

    /** One for all tests that do not kill it: a start costs ten seconds and more. Ends with the JVM. */
    public static synchronized RunningOstler shared() throws Exception {
        if (shared == null) {
            shared = start(Files.createTempDirectory("ostler-shared").resolve("data"), Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "end of the shared Ostler"));
        }
        return shared;
    }

    /** Starts it and waits until the start command says that it is ready. */
    public static RunningOstler start(Path data, Map<String, String> settings) throws Exception {
        int port = freePort();
        Files.createDirectories(data);
        Path output = data.resolveSibling(data.getFileName() + ".out");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("payara/start").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = new TreeMap<>(Map.of(
                "OSTLER_HTTP_PORT",
                Integer.toString(port),
                "OSTLER_DATA_DIR",
                data.toString(),
                "OSTLER_ADMIN_PASSWORD",
                PASSWORD,
                "OSTLER_LAB_SPEED",
                "100",
                "OSTLER_RESTARTS",
                "1000"));
        environment.putAll(settings);
        builder.environment().putAll(environment);
        RunningOstler running = new RunningOstler(data, port, builder.start(), output);
        running.await("Ostler is ready after", 1, Duration.ofMinutes(6));
        return running;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public Path data() {
        return data;
    }

    /** The technician's side of the practice lab. */
    public String labUrl() throws IOException {
        return Files.readString(data.resolve("lab/url")).strip();
    }

    public Reply get(String path) throws Exception {
        return send("GET", path, "");
    }

    public Reply post(String path, String json) throws Exception {
        return send("POST", path, json);
    }

    public Reply put(String path, String json) throws Exception {
        return send("PUT", path, json);
    }

    /** Asks until it is answered in this way, or fails with the last answer. */
    public Reply await(Duration limit, Attempt attempt, int status) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        Reply reply = attempt.make();
        while (reply.status() != status) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still " + reply.status() + ": " + reply.text());
            }
            TimeUnit.MILLISECONDS.sleep(200);
            reply = attempt.make();
        }
        return reply;
    }

    /** A call of the API. */
    public interface Attempt {
        Reply make() throws Exception;
    }

    private Reply send(String method, String path, String json) throws Exception {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Basic " + login)
                .header("Accept", "application/json");
        request.method(
                method,
                json.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("content-type").orElse("");
        return new Reply(
                response.statusCode(),
                type.contains("json") ? JSON.readTree(response.body()) : JSON.nullNode(),
                response.body());
    }

    /** The reply's body, or an error that shows what came instead. */
    public static JsonNode ok(Reply reply) {
        if (reply.status() / 100 != 2) {
            throw new AssertionError(reply.status() + ": " + reply.text());
        }
        return reply.body();
    }

    /** Waits until a run is in one of these states; fails with the run's own words when it gets stuck elsewhere. */
    public JsonNode awaitRun(String run, Duration limit, String... states) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            JsonNode now = ok(get("/api/runs/" + run));
            String state = now.path("state").asText();
            if (java.util.List.of(states).contains(state)) {
                return now;
            }
            boolean stuck = java.util.List.of("FAILED", "ABANDONED", "SUCCEEDED", "CANCELLED", "ROLLED_BACK", "WAITING")
                    .contains(state);
            if (stuck || System.nanoTime() > end) {
                throw new AssertionError("run " + run + " is " + state + ": " + now.toPrettyString() + "\n"
                        + get("/api/runs/" + run + "/transcript?limit=400").text());
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /** What the lab's hosts really did: its own count of invocations. */
    public JsonNode invocations() throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(labUrl() + "/api/invocations"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(response.body());
    }

    /** SIGKILL for the server; the start command brings it back. Waits until it is ready again. */
    public void killServer() throws Exception {
        int before = count("Ostler is ready again");
        long pid = Long.parseLong(Files.readString(data.resolve("server.pid")).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await("Ostler is ready again", before + 1, Duration.ofMinutes(4));
    }

    private void await(String words, int times, Duration limit) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (count(words) < times) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String said = Files.readString(output);
                Path log = data.resolve("server.log");
                String tail = Files.exists(log) ? lastLines(Files.readString(log)) : "";
                close();
                throw new AssertionError("payara/start did not say \"" + words + "\":\n" + said + "\n" + tail);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static String lastLines(String log) {
        String[] lines = log.split("\n");
        return String.join("\n", java.util.Arrays.asList(lines).subList(Math.max(0, lines.length - 60), lines.length));
    }

    private int count(String words) throws IOException {
        return Files.readString(output).split(java.util.regex.Pattern.quote(words), -1).length - 1;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
