package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.BesideOthers;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;
import org.ostler.ssh.RealSshd;

/**
 * A short guide, again and again over a line on which one operation in seven is refused, slow or times out: each run
 * ends in a state that is true on the host, and nothing was done twice. The full proof:
 *
 * <pre>mvn -o test -Dtest=RoughLineTest -Drough.runs=100</pre>
 */
@BesideOthers
final class RoughLineTest {
    private static final int RUNS = Integer.getInteger("rough.runs", 8);
    private static final long SEED = Long.getLong("rough.seed", System.nanoTime());

    /** Hosts at work at the same time: most of the time is spent waiting. */
    private static final int HOSTS = 4;

    /** Half a minute of the engine's time, twenty times as quick as ours. */
    private static final Duration SLOW = Duration.ofMillis(1_500);

    /** A minute of the engine's time. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    @Test
    void eachRunEndsInAStateThatIsTrueOnTheHost() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        System.out.println("rough.seed=" + SEED + " rough.runs=" + RUNS);
        ExecutorService hosts = Executors.newFixedThreadPool(HOSTS);
        try {
            List<Future<Site>> all = new ArrayList<>();
            for (int number = 0; number < HOSTS; number++) {
                int host = number;
                all.add(hosts.submit(() -> new Site(directory.resolve("host-" + host), SEED + host).work(host)));
            }
            Map<String, Integer> where = new TreeMap<>();
            Map<String, Integer> met = new TreeMap<>();
            int operations = 0;
            long slowest = 0;
            for (Future<Site> one : all) {
                Site site = one.get();
                operations += site.operations;
                slowest = Math.max(slowest, site.slowest);
                site.where.forEach((what, times) -> where.merge(what, times, Integer::sum));
                site.met.forEach((what, times) -> met.merge(what, times, Integer::sum));
            }
            int troubles = where.values().stream().mapToInt(Integer::intValue).sum();
            System.out.println("rough line: " + RUNS + " runs, " + operations + " operations, " + troubles
                    + " in trouble " + where + "; slowest run " + slowest + " ms; on the way " + met);
            assertTrue(troubles > RUNS / 2, "the line was not rough");
        } finally {
            hosts.shutdownNow();
            assertTrue(hosts.awaitTermination(1, TimeUnit.MINUTES));
        }
    }

    /** One host, its line, and an engine of its own. */
    private static final class Site {
        private final Path directory;
        private final long seed;
        private final Map<String, Integer> met = new TreeMap<>();
        private Map<String, Integer> where = Map.of();
        private int operations;
        private long slowest;
        private RealBench bench;

        Site(Path directory, long seed) {
            this.directory = directory;
            this.seed = seed;
        }

        /** @param first of the runs' numbers; the others follow in steps of {@link #HOSTS} */
        Site work(int first) throws Exception {
            Files.createDirectories(directory);
            bench = new RealBench(directory, setting -> setting.patient(PATIENCE), "counters");
            try (RealBench closing = bench;
                    RoughLine line = new RoughLine(bench.cable, seed, SLOW, PATIENCE)) {
                closing.points.watch((number, point) -> line.passed(point));
                for (int number = first; number < RUNS; number += HOSTS) {
                    long from = System.nanoTime();
                    once(number);
                    slowest = Math.max(
                            slowest, Duration.ofNanos(System.nanoTime() - from).toMillis());
                }
                operations = line.operations();
                where = line.where();
                assertEquals(Optional.empty(), bench.engine.audit.broken());
            }
            return this;
        }

        private void once(int number) throws Exception {
            String file = "/etc/rough-" + number + ".conf";
            Fact<Optional<String>> text = Fact.onHost(
                    "file", file, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());
            Map<String, String> effects = Map.of(
                    "write", "moved " + file,
                    "run", "ran " + number,
                    "link", "moved /etc/rough-" + number + ".link",
                    "last", "last " + number);
            UUID run = bench.start(
                    number / HOSTS % 2 == 0 ? "deb" : "sudo-deb",
                    Step.step("write", "Write")
                            .looksAt(text)
                            .does(seen -> List.of(Action.write(FileChange.write(file, seen.fact(text), "rough = 1\n"))))
                            .undoneBy(new Undo.RestoreFiles()),
                    counted("run", effects.get("run")),
                    Step.step("link", "Link")
                            .does(seen -> List.of(new Action.MakeLink(
                                    Place.HOST, "/etc/rough-" + number + ".link", "libvirt/libvirtd.conf")))
                            .changesNothing(),
                    counted("last", effects.get("last")));
            drive(run, effects);
            for (Map.Entry<String, String> effect : effects.entrySet()) {
                assertEquals(1, count(effect.getValue()), () -> effect + "\n" + bench.said(run));
            }
            assertEquals("rough = 1\n", Files.readString(bench.host.file(file)));
            JsonNode entries = new EngineDesk(bench.engine)
                    .answer(KilledEngine.order("entries").put("run", run.toString()))
                    .path("ok");
            Told.assertEachCommandHasOneOutcome(entries, Set.of("done"));
        }

        private static Step counted(String key, String word) {
            return Step.step(key, "Go")
                    .does(seen ->
                            List.of(Action.run(CommandLine.of("sh", "-c", "echo " + word + " >>/var/lib/units/calls"))))
                    .changesNothing();
        }

        private long count(String word) throws Exception {
            return bench.calls().stream().filter(word::equals).count();
        }

        /** As a person would: looks again at what is not known, tries again what was not done. */
        private void drive(UUID run, Map<String, String> effects) throws Exception {
            long end = System.nanoTime() + LONGEST.toNanos();
            for (RunView seen = bench.of(run); seen.state() != RunState.SUCCEEDED; seen = bench.of(run)) {
                RunView now = seen;
                assertTrue(System.nanoTime() < end, () -> now + "\n" + bench.said(run));
                for (RunView.StepView step : seen.steps()) {
                    long done = count(effects.get(step.key()));
                    assertTrue(done <= 1, () -> step + " was done twice\n" + bench.said(run));
                    assertTrue(done == 1 || step.state() != StepState.SUCCEEDED, () -> step + " was not done");
                    if (step.state() == StepState.FAILED) {
                        assertEquals(0, done, () -> step + " was done\n" + bench.said(run));
                        met.merge("failed: " + step.trouble().orElseThrow().what(), 1, Integer::sum);
                        bench.engine.runs.retry(run, step.id(), "it was not done");
                    } else if (step.state() == StepState.OUTCOME_UNKNOWN) {
                        met.merge("unknown: " + step.key(), 1, Integer::sum);
                        bench.engine.runs.lookAgain(run, step.id());
                    }
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}
