package org.ostler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The practice data centre in a process of its own, and its technician. */
public final class PracticeLabProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STARTING = Duration.ofMinutes(2);

    private final Path directory;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;

    private PracticeLabProcess(Path directory, Process process, String url) {
        this.directory = directory;
        this.process = process;
        this.url = url;
    }

    /** @param speed how many times faster than real delays */
    public static PracticeLabProcess start(QuickJvm jvm, Path directory, int speed)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path said = directory.resolve("said");
        Process process = jvm.plain(
                        "org.ostler.lab.PracticeLab",
                        "--data",
                        directory.toString(),
                        "--speed",
                        Integer.toString(speed))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        long end = System.nanoTime() + STARTING.toNanos();
        while (!Files.readString(said).contains("practice lab ready: ")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("the lab does not start: " + Files.readString(said));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        String url = Files.readString(directory.resolve("url")).strip();
        return new PracticeLabProcess(directory, process, url);
    }

    /** Addresses, inventory and credentials, as the lab publishes them. */
    public JsonNode published() throws IOException {
        return JSON.readTree(directory.resolve("lab.json").toFile());
    }

    /** What a host's own screen and the technician see. */
    public JsonNode host(String name) throws IOException, InterruptedException {
        return get("/hosts/" + name);
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    /** An order to the technician. */
    public JsonNode order(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request.header("Accept", "application/json")
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError("the lab answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Every program that was started on a host, and every changing call of the API: the lab's own count. */
    public JsonNode invocations() throws IOException, InterruptedException {
        return get("/api/invocations");
    }

    public Set<String> runningVms() throws IOException, InterruptedException {
        Set<String> running = new TreeSet<>();
        for (JsonNode host : get("/hosts").path("hosts")) {
            for (JsonNode vm : host.path("vms")) {
                if (vm.path("state").asText().equals("running")) {
                    running.add(vm.path("name").asText());
                }
            }
        }
        return running;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
