package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.ostler.LinuxRack;
import org.ostler.bench.Benchmark;
import org.ostler.bench.Cost;
import org.ostler.bench.Goal;
import org.ostler.bench.Machine;
import org.ostler.bench.OtherTool;
import org.ostler.bench.Report;
import org.ostler.bench.Workplace;

/**
 * The KVM guide's file and command work on many hosts, planned, approved, run, verified and journalled as always,
 * beside {@code ansible-playbook} that does the same work on hosts of the same kind.
 */
public final class GuideBenchmark implements Benchmark {
    private static final Goal FASTER = new Goal.TimesLess(5);
    private static final Goal CHEAPER = new Goal.TimesLess(10);

    /** The other tool's second run is no other with more hosts, and takes minutes. */
    private static final int MOST_TWICE = 10;

    /** The first run and, where it was made, the second. */
    private record Costs(Cost first, Optional<Cost> second) {}

    @Override
    public String title() {
        return "The KVM guide's file and command work: 20 steps on real OpenSSH hosts";
    }

    @Override
    public void measure(Report report) throws Exception {
        for (String size : System.getProperty("bench.hosts", "10,50").split(",", -1)) {
            int hosts = Integer.parseInt(size.strip());
            Costs ours = ours(hosts, report);
            Optional<Costs> theirs = OtherTool.isThere("ansible-playbook") && !Boolean.getBoolean("bench.alone")
                    ? Optional.of(theirs(hosts))
                    : Optional.empty();
            tell(report, hosts + " hosts, first run", hosts, ours.first(), theirs.map(Costs::first));
            tell(
                    report,
                    hosts + " hosts, second run, nothing needed",
                    hosts,
                    ours.second().orElseThrow(),
                    theirs.flatMap(Costs::second));
        }
    }

    private static void tell(Report report, String what, int hosts, Cost ours, Optional<Cost> theirs) {
        String tool = "ansible-playbook";
        if (theirs.isEmpty()) {
            report.figure(what + ", wall", ours.wall(), "s", new Goal.None());
            report.figure(what + ", controller's CPU per host", ours.cpu() / hosts, "s", new Goal.None());
            report.figure(what + ", controller's memory", ours.memory(), "MiB", new Goal.None());
            return;
        }
        Cost other = theirs.get();
        report.figure(what + ", wall", ours.wall(), "s", tool, other.wall(), FASTER);
        report.figure(
                what + ", controller's CPU per host", ours.cpu() / hosts, "s", tool, other.cpu() / hosts, CHEAPER);
        report.figure(what + ", controller's memory", ours.memory(), "MiB", tool, other.memory(), new Goal.None());
    }

    private static Costs ours(int hosts, Report report) throws IOException, InterruptedException {
        try (Workplace place = Workplace.open("guide")) {
            LinuxRack rack = rack(place, hosts + 1);
            double kilobytes = rack.processes()
                    .mapToDouble(one -> Machine.ownMemory(one.pid()))
                    .sum();
            report.figure(
                    hosts + " hosts themselves, memory of each",
                    kilobytes / 1024 / rack.size(),
                    "MiB",
                    new Goal.None());
            EngineAtWork engine =
                    place.keep(EngineAtWork.start(place.directory().resolve("engine"), rack));
            // A person has accepted the host keys before, and tried the guide on one host: the last.
            engine.ask("look", 1, rack.size());
            Cost alone = engine.cost(() -> run(engine, rack.size(), rack.size()));
            report.figure("1 host, first run after the engine's start, wall", alone.wall(), "s", new Goal.None());
            Cost first = engine.cost(() -> run(engine, 1, hosts));
            PreparedRack.check(rack);
            Cost second = engine.cost(() -> {
                JsonNode planned = engine.ask("plan", 1, hosts);
                if (planned.path("needed").asInt() != 0) {
                    throw new IOException("the second plan is not empty: " + planned);
                }
            });
            PreparedRack.check(rack);
            return new Costs(first, Optional.of(second));
        }
    }

    private static void run(EngineAtWork engine, int first, int last) throws IOException {
        JsonNode ran = engine.ask("run", first, last);
        if (!ran.path("state").asText().equals("SUCCEEDED")) {
            throw new IOException("the run did not come to its end: " + ran);
        }
    }

    private static Costs theirs(int hosts) throws IOException, InterruptedException {
        try (Workplace place = Workplace.open("ansible")) {
            LinuxRack rack = rack(place, hosts);
            Cost first = PreparedRack.play(place, rack).cost();
            PreparedRack.check(rack);
            if (hosts > MOST_TWICE) {
                return new Costs(first, Optional.empty());
            }
            OtherTool.Result second = PreparedRack.play(place, rack);
            if (second.output().matches("(?s).*changed=[1-9].*")) {
                throw new IOException("the second play changed something: " + second.output());
            }
            PreparedRack.check(rack);
            return new Costs(first, Optional.of(second.cost()));
        }
    }

    static LinuxRack rack(Workplace place, int hosts) throws IOException, InterruptedException {
        return place.keep(LinuxRack.start(place.directory().resolve("rack"), hosts));
    }
}
