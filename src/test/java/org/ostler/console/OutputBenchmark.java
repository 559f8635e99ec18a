package org.ostler.console;

import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ostler.KvmHost;
import org.ostler.RunningOstler;
import org.ostler.bench.Benchmark;
import org.ostler.bench.Goal;
import org.ostler.bench.Report;
import org.ostler.bench.Workplace;

/**
 * How output gets from a real host into the deployed server's store and to a viewer, beside the {@code ssh} client on
 * the same host: what a run's command prints, which is kept on the host and followed, and what a terminal shows.
 */
public final class OutputBenchmark implements Benchmark {
    private static final int MARKS = 250;

    /** A little less than a host keeps of one command. */
    private static final int FLOOD_LINES = 480_000;

    private static final int TERMINAL_LINES = 160_000;

    /** A line of a flood, of a hundred bytes. */
    private static final double MEGABYTES = 100 / 1e6;

    @Override
    public String title() {
        return "Output: host → store → WebSocket, deployed server, real sshd";
    }

    @Override
    public void measure(Report report) throws Exception {
        try (Workplace place = Workplace.open("output")) {
            RunningOstler ostler =
                    place.keep(RunningOstler.start(place.directory().resolve("data"), Map.of()));
            Viewer viewer = new Viewer(ostler);
            PrintingHost lines = entered(place, ostler, "lines");
            lines.printMarks(MARKS);
            latency(report, ostler, viewer, lines);
            terminalLatency(report, ostler, viewer, lines);
            PrintingHost flood = entered(place, ostler, "flood");
            flood.printFlood(FLOOD_LINES);
            double ssh = sshThroughput(flood, false);
            intoTheStore(report, ostler, flood, ssh);
            PrintingHost watched = entered(place, ostler, "watched");
            watched.printFlood(FLOOD_LINES);
            toOneViewer(report, ostler, viewer, watched, ssh);
            terminalThroughput(report, ostler, viewer, lines);
        }
    }

    private static PrintingHost entered(Workplace place, RunningOstler ostler, String name) throws Exception {
        PrintingHost host = new PrintingHost(place, name);
        KvmHost.enter(ostler, host.tree(), name);
        return host;
    }

    private static String started(RunningOstler ostler, String name) throws Exception {
        return KvmHost.approveAndStart(ostler, KvmHost.plan(ostler, name));
    }

    private static void latency(Report report, RunningOstler ostler, Viewer viewer, PrintingHost host)
            throws Exception {
        Arrivals ssh = new Arrivals();
        Thread client = host.ssh(ssh, false);
        host.go();
        client.join();
        host.hold();
        Arrivals ours = new Arrivals();
        String run = started(ostler, "lines");
        WebSocket socket = viewer.watch(run, ours);
        ours.await("\"ready\"");
        host.go();
        ours.await("all is printed");
        socket.abort();
        ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
        told(report, "a line of a run's command", ours, ssh);
    }

    private static void terminalLatency(Report report, RunningOstler ostler, Viewer viewer, PrintingHost host)
            throws Exception {
        Arrivals ssh = new Arrivals();
        host.ssh(ssh, true).join();
        Arrivals ours = new Arrivals();
        WebSocket socket = viewer.terminal(id(ostler, "lines-host"), ours);
        type(socket, PrintingHost.typed());
        ours.await("all is printed");
        socket.abort();
        told(report, "a line of a terminal", ours, ssh);
    }

    private static void told(Report report, String what, Arrivals ours, Arrivals ssh) {
        report.figure(what + ", median", ours.age(50), "ms", "ssh", ssh.age(50), new Goal.None());
        report.figure(what + ", p99", ours.age(99), "ms", "ssh", ssh.age(99), new Goal.None());
        report.figure(what + ", added median", ours.age(50) - ssh.age(50), "ms", new Goal.AtMost(5));
        report.figure(what + ", added p99", ours.age(99) - ssh.age(99), "ms", new Goal.AtMost(30));
    }

    private static double sshThroughput(PrintingHost host, boolean inATerminal) throws Exception {
        Arrivals arrivals = new Arrivals();
        Thread client = host.ssh(arrivals, inATerminal);
        host.go();
        client.join();
        return arrivals.size() / 1e6 / arrivals.seconds();
    }

    private static void intoTheStore(Report report, RunningOstler ostler, PrintingHost host, double ssh)
            throws Exception {
        host.go();
        String run = started(ostler, "flood");
        ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
        List<Instant> ends = ends(ostler.data().resolve("transcripts").resolve(run));
        double seconds = Duration.between(ends.get(0), ends.get(1)).toMillis() / 1e3;
        report.figure(
                "a run's command into the store",
                FLOOD_LINES * MEGABYTES / seconds,
                "MB/s",
                "ssh",
                ssh,
                new Goal.Share(0.6));
    }

    /** When the first and the last line of the flood were stored. */
    private static List<Instant> ends(Path transcript) throws IOException {
        List<Instant> ends = new ArrayList<>();
        try (Stream<Path> files = Files.list(transcript)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.contains("\"t\":\"line 1 of") || line.contains("\"t\":\"line " + FLOOD_LINES + " of")) {
                        ends.add(Instant.parse(line.replaceFirst(".*\"a\":\"([^\"]*)\".*", "$1")));
                    }
                }
            }
        }
        if (ends.size() != 2) {
            throw new AssertionError("stored were " + ends);
        }
        return ends;
    }

    private static void toOneViewer(Report report, RunningOstler ostler, Viewer viewer, PrintingHost host, double ssh)
            throws Exception {
        Arrivals arrivals = new Arrivals();
        String run = started(ostler, "watched");
        WebSocket socket = viewer.watch(run, arrivals);
        arrivals.await("\"ready\"");
        arrivals.beginAgain();
        host.go();
        arrivals.await("all is printed");
        socket.abort();
        report.figure(
                "a run's command to one viewer",
                FLOOD_LINES * MEGABYTES / arrivals.seconds(),
                "MB/s",
                "ssh",
                ssh,
                new Goal.Share(0.6));
        ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
    }

    private static void terminalThroughput(Report report, RunningOstler ostler, Viewer viewer, PrintingHost host)
            throws Exception {
        host.printFlood(TERMINAL_LINES);
        double ssh = sshThroughput(host, true);
        host.hold();
        Arrivals ours = new Arrivals();
        WebSocket socket = viewer.terminal(id(ostler, "lines-host"), ours);
        type(socket, PrintingHost.typed());
        ours.await("ready");
        ours.beginAgain();
        host.go();
        ours.await("all is printed");
        socket.abort();
        report.figure(
                "a terminal to its viewer, recorded",
                ours.size() / 1e6 / ours.seconds(),
                "MB/s",
                "ssh -t",
                ssh,
                new Goal.Share(0.6));
    }

    private static void type(WebSocket socket, String keys) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(keys.getBytes(StandardCharsets.ISO_8859_1)), true)
                .get(20, TimeUnit.SECONDS);
    }

    private static String id(RunningOstler ostler, String host) throws Exception {
        for (JsonNode found : ok(ostler.get("/api/inventory")).findParents("id")) {
            if (found.path("name").asText().equals(host)) {
                return found.path("id").asText();
            }
        }
        throw new AssertionError("there is no " + host);
    }
}
