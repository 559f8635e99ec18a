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
    private final String url;
    private final String user;
    private final String password;
    private final StartCommand command;
    private final HttpClient http;
    private long slowestReturn;

    private RunningOstler(Path data, String url, String user, String password, StartCommand command, HttpClient http) {
        this.data = data;
        this.url = url;
        this.user = user;
        this.password = password;
        this.command = command;
        this.http = http;
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
        return await(
                data,
                settings,
                StartCommand.start(output(data), environment(data, port, settings)),
                port,
                client(null));
    }

    /** Likewise, but as a job of a shell, with options, and over TLS when there is a certificate for it. */
    static RunningOstler startAsJob(Path data, Map<String, String> settings, SelfSigned certificate, String... options)
            throws Exception {
        int port = freePort();
        Map<String, String> all = new TreeMap<>(settings);
        if (certificate != null) {
            all.putAll(certificate.settings());
        }
        StartCommand command = StartCommand.inItsOwnGroup(output(data), environment(data, port, all), options);
        return await(data, all, command, port, client(certificate));
    }

    private static Path output(Path data) throws IOException {
        Files.createDirectories(data);
        return Files.createTempFile(data.getParent(), data.getFileName().toString(), ".out");
    }

    private static Map<String, String> environment(Path data, int port, Map<String, String> settings) {
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
                "1000",
                "OSTLER_AUDIT_WITNESS",
                "file:" + witness(data)));
        environment.putAll(settings);
        return environment;
    }

    private static HttpClient client(SelfSigned certificate) throws Exception {
        // Not HTTP/2: an upgraded connection that the server gives up takes the request under way with it.
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        if (certificate != null) {
            builder.sslContext(certificate.trusted());
        }
        return builder.build();
    }

    private static RunningOstler await(
            Path data, Map<String, String> settings, StartCommand command, int port, HttpClient http) throws Exception {
        String scheme = settings.containsKey("OSTLER_TLS_CERT") ? "https" : "http";
        RunningOstler running = new RunningOstler(
                data,
                scheme + "://127.0.0.1:" + port,
                "admin",
                settings.getOrDefault("OSTLER_ADMIN_PASSWORD", PASSWORD),
                command,
                http);
        running.await("Ostler is ready after", 1, Duration.ofMinutes(6));
        running.await("Ctrl-C ends everything", 1, Duration.ofMinutes(1));
        return running;
    }

    public String url() {
        return url;
    }

    StartCommand command() {
        return command;
    }

    String password() {
        return password;
    }

    /** The same one with the administrator's password as it is known by now. */
    RunningOstler as(String adminPassword) {
        return as("admin", adminPassword);
    }

    RunningOstler as(String name, String word) {
        return new RunningOstler(data, url, name, word, command, http);
    }

    /** Where the head of its journal is written down besides. */
    public static Path witness(Path data) {
        return data.resolveSibling(data.getFileName() + ".witness");
    }

    public Path data() {
        return data;
    }

    /** The technician's side of the practice lab. */
    public String labUrl() throws IOException {
        return Files.readString(data.resolve("lab/url")).strip();
    }

    /** A page, or anything else that nobody has to sign in for. */
    HttpResponse<String> page(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
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
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
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
        int before = command.count("Ostler is ready again");
        long from = System.nanoTime();
        long pid = Long.parseLong(Files.readString(data.resolve("server.pid")).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await("Ostler is ready again", before + 1, Duration.ofMinutes(4));
        slowestReturn = Math.max(slowestReturn, System.nanoTime() - from);
    }

    /** From a kill until it was ready again. */
    Duration slowestReturn() {
        return Duration.ofNanos(slowestReturn);
    }

    private void await(String words, int times, Duration limit) throws Exception {
        try {
            command.await(words, times, limit);
        } catch (AssertionError silent) {
            Path log = data.resolve("server.log");
            String tail = Files.exists(log) ? lastLines(Files.readString(log)) : "";
            close();
            throw new AssertionError(silent.getMessage() + "\n" + tail, silent);
        }
    }

    private static String lastLines(String log) {
        String[] lines = log.split("\n");
        return String.join("\n", java.util.Arrays.asList(lines).subList(Math.max(0, lines.length - 60), lines.length));
    }

    @Override
    public void close() {
        command.close();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
