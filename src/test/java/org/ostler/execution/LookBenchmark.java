package org.ostler.execution;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ostler.LinuxRack;
import org.ostler.bench.Benchmark;
import org.ostler.bench.Cost;
import org.ostler.bench.Goal;
import org.ostler.bench.Machine;
import org.ostler.bench.OtherTool;
import org.ostler.bench.Report;
import org.ostler.bench.Workplace;

/** A look at many hosts, beside {@code pdsh} that asks each for its name with as many connections at once. */
public final class LookBenchmark implements Benchmark {
    /** Hosts at once, of Ostler's looks and of pdsh. */
    private static final String FAN_OUT = "32";

    @Override
    public String title() {
        return "A look at many hosts";
    }

    @Override
    public void measure(Report report) throws Exception {
        for (String size : System.getProperty("bench.looks", "50,200").split(",", -1)) {
            measure(report, Integer.parseInt(size.strip()));
        }
    }

    private static void measure(Report report, int hosts) throws IOException, InterruptedException {
        try (Workplace place = Workplace.open("look")) {
            long start = System.nanoTime();
            LinuxRack rack = GuideBenchmark.rack(place, hosts);
            report.figure(
                    hosts + " hosts themselves, until each answers", (System.nanoTime() - start) / 1e9, "s", none());
            double kilobytes = rack.processes()
                    .mapToDouble(one -> Machine.ownMemory(one.pid()))
                    .sum();
            report.figure(hosts + " hosts themselves, memory of each", kilobytes / 1024 / hosts, "MiB", none());
            EngineAtWork engine =
                    place.keep(EngineAtWork.start(place.directory().resolve("engine"), rack));
            engine.ask("look", 1, hosts);
            Cost ours = engine.cost(() -> engine.ask("look", 1, hosts));
            Cost all = engine.cost(() -> engine.ask("facts", 1, hosts));
            String name = hosts + " hosts, their names";
            if (OtherTool.isThere("pdsh")) {
                Cost theirs = pdsh(place, rack);
                report.figure(name + ", wall", ours.wall(), "s", "pdsh", theirs.wall(), new Goal.TimesLess(1));
                report.figure(name + ", CPU per host", ours.cpu() / hosts, "s", "pdsh", theirs.cpu() / hosts, none());
            } else {
                report.figure(name + ", wall", ours.wall(), "s", none());
                report.figure(name + ", CPU per host", ours.cpu() / hosts, "s", none());
            }
            String whole = hosts + " hosts, all facts of the KVM guide's file work";
            report.figure(whole + ", wall", all.wall(), "s", none());
            report.figure(whole + ", CPU per host", all.cpu() / hosts, "s", none());
        }
    }

    private static Goal none() {
        return new Goal.None();
    }

    private static Cost pdsh(Workplace place, LinuxRack rack) throws IOException, InterruptedException {
        String all = IntStream.rangeClosed(1, rack.size())
                .mapToObj(LinuxRack::address)
                .collect(Collectors.joining(","));
        String options = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -i "
                + rack.key() + " -p " + rack.port();
        OtherTool pdsh = new OtherTool(place, Map.of("PDSH_SSH_ARGS_APPEND", options));
        OtherTool.Result result =
                pdsh.run(List.of("pdsh", "-R", "ssh", "-l", "root", "-f", FAN_OUT, "-w", all, "hostname"));
        long answers =
                result.output().lines().filter(line -> line.contains(": kvm-")).count();
        if (answers != rack.size()) {
            throw new IOException(answers + " of " + rack.size() + " hosts answered pdsh: " + result.output());
        }
        return result.cost();
    }
}
