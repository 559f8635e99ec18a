package org.ostler.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.ostler.bench.Benchmark;
import org.ostler.bench.Goal;
import org.ostler.bench.Report;
import org.ostler.bench.Workplace;
import org.ostler.credential.FixedCredentials;
import org.ostler.credential.KeysInMemory;
import org.ostler.facts.CommandLine;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.PlainShells;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.SshEndpoint;
import org.ostler.ssh.SshTrouble;

/**
 * Commands of one run that print at the same time, each over a connection of its own, into one transcript that somebody
 * watches, beside as many {@code ssh} clients. In this JVM, with the product's own classes and a real sshd: a deployed
 * run of so many hosts would mostly measure planning.
 */
public final class ParallelOutputBenchmark implements Benchmark {
    private static final int COMMANDS = 50;
    private static final int LINES = 10_000;

    @Override
    public String title() {
        return "Output of " + COMMANDS + " commands at once into one watched transcript (this JVM, real sshd)";
    }

    @Override
    public void measure(Report report) throws Exception {
        try (Workplace place = Workplace.open("parallel")) {
            PrintingHost host = new PrintingHost(place, "host");
            host.printFlood(LINES);
            double ssh = ssh(host);
            host.hold();
            report.figure("lines stored", ostler(place, host), "lines/s", "ssh", ssh, new Goal.None());
        }
    }

    private static double ssh(PrintingHost host) throws IOException, InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            clients.add(host.ssh(new Arrivals(), false));
        }
        long begun = System.nanoTime();
        host.go();
        for (Thread client : clients) {
            client.join();
        }
        return linesPerSecond(begun);
    }

    private static double linesPerSecond(long begun) {
        return COMMANDS * (double) LINES / ((System.nanoTime() - begun) / 1e9);
    }

    private static double ostler(Workplace place, PrintingHost host) throws Exception {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        place.keep(timer::shutdownNow);
        ExecutorService lanes = Executors.newFixedThreadPool(COMMANDS);
        place.keep(lanes::shutdownNow);
        Transcripts transcripts = new PlainTranscripts(place.directory().resolve("transcripts"), timer);
        UUID run = UUID.randomUUID();
        AtomicLong seen = new AtomicLong();
        TranscriptFeed feed = new TranscriptFeed(
                transcripts,
                run,
                Optional.empty(),
                0,
                (message, arrived) -> {
                    seen.addAndGet(message.length());
                    arrived.accept(true);
                },
                timer);
        place.keep(transcripts.subscribe(run, number -> feed.pump()));
        PlainShells shells = shells(host);
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            RemoteShell shell = place.keep(shells.connect(endpoint(host)));
            commands.add(new Command(shell, transcripts, run, UUID.randomUUID()));
        }
        for (Command command : commands) {
            command.start();
        }
        List<Future<?>> following = new ArrayList<>();
        for (Command command : commands) {
            following.add(lanes.submit(command::follow));
        }
        long begun = System.nanoTime();
        host.go();
        for (Future<?> one : following) {
            one.get();
        }
        double speed = linesPerSecond(begun);
        // On a busy machine there are a few more: a line that comes in two parts may be stored in two.
        long stored = transcripts.lastNumber(run);
        if (stored < COMMANDS * (LINES + 2L)) {
            throw new AssertionError("stored were " + stored + " lines");
        }
        return speed;
    }

    private static SshEndpoint endpoint(PrintingHost host) {
        return new SshEndpoint(
                new UUID(0, 1), "host", host.tree().address(), host.tree().port(), "root", false);
    }

    private static PlainShells shells(PrintingHost host) throws IOException, SshTrouble {
        KeysInMemory keys = new KeysInMemory();
        PlainShells shells = new PlainShells(
                new FixedCredentials()
                        .with("root", FixedCredentials.key("root", host.tree().key())),
                keys);
        SshEndpoint endpoint = endpoint(host);
        try (RemoteShell unknown = shells.connect(endpoint)) {
            throw new AssertionError("nobody accepted the key of " + unknown);
        } catch (SshTrouble first) {
            keys.accept(endpoint.id(), keys.offered(endpoint.id()).orElseThrow().fingerprint(), false);
        }
        return shells;
    }

    /** One command of the run, on its own connection. */
    private record Command(RemoteShell shell, Transcripts transcripts, UUID run, UUID id) {
        void start() throws Exception {
            shell.runner().start(id, CommandLine.of(PrintingHost.program()), Optional.empty());
        }

        HostRunner.State follow() throws SshTrouble {
            HostRunner.State end = shell.runner().follow(id, 0, 0, (stream, bytes, offset) -> {
                TranscriptRecord.Stream from = stream == 1 ? TranscriptRecord.Stream.OUT : TranscriptRecord.Stream.ERR;
                transcripts.output(run, "host", "step", id, from, bytes, offset);
            });
            transcripts.ended(run, id);
            return end;
        }
    }
}
