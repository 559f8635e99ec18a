package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.ostler.LinuxRack;
import org.ostler.Site;
import org.ostler.bench.Cost;
import org.ostler.platform.Json;

/** The measuring side of a {@link MeasuredEngine}, which runs with the options of the product's start command. */
final class EngineAtWork implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Path log;

    private EngineAtWork(Process process, Path log) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    /** Knows all hosts of the rack. */
    static EngineAtWork start(Path directory, LinuxRack rack) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("site.json"), site(rack).toString());
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx768m"));
        // Such as a flight recording: what the engine does with its time.
        String more = System.getProperty("bench.engine", "");
        if (!more.isBlank()) {
            words.addAll(List.of(more.split(";", -1)));
        }
        words.add("-Djava.util.logging.config.file="
                + System.getProperty("java.util.logging.config.file", "src/test/resources/logging.properties"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), MeasuredEngine.class.getName()));
        words.add(directory.toString());
        Path log = directory.resolve("log");
        EngineAtWork engine = new EngineAtWork(
                new ProcessBuilder(words).redirectError(log.toFile()).start(), log);
        String said = engine.answers.readLine();
        while (said != null && said.startsWith("[")) {
            // A JVM with such options speaks first.
            said = engine.answers.readLine();
        }
        if (!MeasuredEngine.READY.equals(said)) {
            engine.close();
            throw new IOException("the engine said " + said + ": " + Files.readString(log));
        }
        return engine;
    }

    private static ObjectNode site(LinuxRack rack) throws IOException {
        ObjectNode site = Site.empty();
        site.withObject("/credentials")
                .putObject("rack")
                .put("kind", "SSH_KEY")
                .put("user", "root")
                .put("privateKey", Files.readString(rack.key()));
        ObjectNode cluster = site.withArray("/inventory/zones/0/pods/0/clusters")
                .addObject()
                .put("name", "rack")
                .put("hypervisor", "KVM");
        for (int number = 1; number <= rack.size(); number++) {
            cluster.withArray("hosts")
                    .addObject()
                    .put("name", LinuxRack.name(number))
                    .put("address", LinuxRack.address(number))
                    .put("port", rack.port())
                    .put("credential", "rack");
        }
        return site;
    }

    /** From the host with the first number to that with the last. */
    JsonNode ask(String what, int first, int last) throws IOException {
        ObjectNode order = Json.mapper().createObjectNode().put("do", what);
        for (int number = first; number <= last; number++) {
            order.withArray("hosts").add(LinuxRack.name(number));
        }
        process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String said = answers.readLine();
        JsonNode answer = Json.mapper().readTree(said == null ? "{\"failed\":\"it ended\"}" : said);
        if (answer.has("failed")) {
            throw new IOException(what + " failed: " + answer + "\n" + Files.readString(log));
        }
        return answer;
    }

    /** Work whose answer nobody is interested in. */
    @FunctionalInterface
    interface Work {
        void carryOut() throws IOException;
    }

    /** What it costs: time, the engine's own CPU and its greatest memory since it started. */
    Cost cost(Work work) throws IOException {
        double before = cpu();
        long start = System.nanoTime();
        work.carryOut();
        return new Cost((System.nanoTime() - start) / 1e9, cpu() - before, peak());
    }

    /** In a hundredth of a second, user and system. */
    private double cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private double peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.toLowerCase(Locale.ROOT).replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("the system does not tell the engine's memory");
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException ended) {
            // Then it is gone already.
            process.destroyForcibly();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
