package org.ostler;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ostler.bench.Benchmark;
import org.ostler.bench.Goal;
import org.ostler.bench.Report;
import org.ostler.bench.Workplace;

/** From {@code payara/start} until the server says that it is ready, beside the same Payara Micro with an empty WAR. */
public final class StartBenchmark implements Benchmark {
    private static final int TRIES = 3;

    /** Smaller fails on an overloaded machine; larger only makes a start that hangs be told later. */
    private static final long LONGEST_SECONDS = 180;

    /** What a start has cost. */
    private record Cost(double seconds, double megabytes) {}

    @Override
    public String title() {
        return "Start of the server, median of " + TRIES;
    }

    @Override
    public void measure(Report report) throws Exception {
        Cost[] ours = new Cost[TRIES];
        Cost empty;
        try (Workplace place = Workplace.open("start")) {
            empty = empty(place);
        }
        for (int number = 0; number < TRIES; number++) {
            try (Workplace place = Workplace.open("start")) {
                ours[number] = ostler(place);
            }
        }
        report.figure(
                "payara/start until ready", median(ours, true), "s", "empty WAR", empty.seconds(), new Goal.None());
        report.figure(
                "memory of the server then (RSS)",
                median(ours, false),
                "MB",
                "empty WAR",
                empty.megabytes(),
                new Goal.None());
    }

    private static double median(Cost[] costs, boolean time) {
        double[] sorted = Arrays.stream(costs)
                .mapToDouble(cost -> time ? cost.seconds() : cost.megabytes())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static Cost ostler(Workplace place) throws Exception {
        int port = RunningOstler.freePort();
        Path data = place.directory().resolve("data");
        long begun = System.nanoTime();
        place.keep(StartCommand.start(
                Files.createFile(place.directory().resolve("out")),
                Map.of(
                        "OSTLER_HTTP_PORT",
                        Integer.toString(port),
                        "OSTLER_DATA_DIR",
                        data.toString(),
                        "OSTLER_ADMIN_PASSWORD",
                        RunningOstler.PASSWORD),
                "--no-lab"));
        await(port, "/health/ready");
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Cost(
                seconds, resident(Files.readString(data.resolve("server.pid")).strip()));
    }

    /** With the options that the start command gives to the JVM. */
    private static Cost empty(Workplace place) throws Exception {
        Path war = place.directory().resolve("empty.war");
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.write("ready".getBytes(StandardCharsets.UTF_8));
        }
        int port = RunningOstler.freePort();
        long begun = System.nanoTime();
        Process server = place.keep(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx768m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + place.directory(),
                        "-jar",
                        Path.of("target/payara/payara-micro.jar")
                                .toAbsolutePath()
                                .toString(),
                        "--unpackdir",
                        place.directory().resolve("payara").toString(),
                        "--nocluster",
                        "--nohazelcast",
                        "--disablephonehome",
                        "--contextroot",
                        "/",
                        "--port",
                        Integer.toString(port),
                        "--deploy",
                        war.toString()))
                .redirectErrorStream(true)
                .redirectOutput(place.directory().resolve("out").toFile())
                .start());
        await(port, "/index.html");
        return new Cost((System.nanoTime() - begun) / 1e9, resident(Long.toString(server.pid())));
    }

    private static void await(int port, String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!isReady(port, path)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it is not ready");
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
    }

    private static boolean isReady(int port, String path) throws IOException {
        HttpURLConnection asked = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        asked.setConnectTimeout(1_000);
        asked.setReadTimeout(10_000);
        try {
            return asked.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        } finally {
            asked.disconnect();
        }
    }

    private static double resident(String process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", process, "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("process " + process + " has no memory");
    }
}
