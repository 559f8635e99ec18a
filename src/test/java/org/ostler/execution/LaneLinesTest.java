package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Place;
import org.ostler.plan.Lines;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Stop;

/** How often a run logs in on a real host. */
class LaneLinesTest {
    @TempDir
    Path directory;

    private static Step counts(String key) {
        return Step.step(key, "Step " + key)
                .does(seen -> List.of(new Action.RunCommand(
                        Place.HOST,
                        CommandLine.of("sh", "-c", "echo " + key + " >>/var/lib/units/calls"),
                        new Stop.Finish(),
                        Optional.empty(),
                        Set.of(0))))
                .changesNothing();
    }

    @Test
    void aLaneLogsInOnceForAllItsStepsAndLetsTheLineGoWhenItStands() throws Exception {
        try (RealBench bench = new RealBench(directory, UnaryOperator.identity())) {
            AtomicInteger logins = new AtomicInteger();
            UUID first = bench.start("deb", counts("a"));
            bench.await(first, RunState.SUCCEEDED);
            bench.points.watch((number, name) -> {
                if (name.equals("before connect")) {
                    logins.incrementAndGet();
                }
            });
            UUID run = bench.start("deb", counts("b"), counts("c"), counts("d"), counts("e"));
            bench.await(run, RunState.SUCCEEDED);
            assertEquals(List.of("a", "b", "c", "d", "e"), bench.calls());
            assertEquals(1, logins.get(), Map.of("logins", logins).toString());
            // A server process of OpenSSH for each connection, besides the one that listens.
            bench.await(
                    () -> bench.host.sessions() == 0, () -> bench.host.sessions() + " connections are open after all");
        }
    }

    /** Leaves a line on the host each time it is looked up. */
    private static final Fact<String> ASKED = Fact.onHost(
            "how often asked", CommandLine.of("sh", "-c", "echo asked >>/var/lib/units/calls; hostname"), Answer::out);

    private static Step looks(String key) {
        return counts(key).looksAt(ASKED).verifiedBy("it has a name", seen -> !seen.fact(ASKED)
                .isEmpty());
    }

    @Test
    void whatAStepSawAfterItsEndCountsForTheNextOneWhereHostsAreIndependent() throws Exception {
        // Its second takes twenty of the wall's: a machine that is busy makes nothing old.
        try (RealBench bench = new RealBench(directory, setting -> setting.at(0.05))) {
            bench.await(bench.start(2, "deb", looks("a"), looks("b")), RunState.SUCCEEDED);
            assertEquals(List.of("a", "asked", "b", "asked"), sinceTheFirst(bench));
        }
    }

    @Test
    void inAPoolEachStepLooksForItself() throws Exception {
        try (RealBench bench = new RealBench(directory, setting -> setting.at(0.05))) {
            bench.await(bench.start(1, "deb", looks("a"), looks("b")), RunState.SUCCEEDED);
            assertEquals(List.of("a", "asked", "asked", "b", "asked"), sinceTheFirst(bench));
        }
    }

    private static List<String> sinceTheFirst(RealBench bench) throws IOException {
        List<String> calls = bench.calls();
        return calls.subList(calls.indexOf("a"), calls.size());
    }

    @Test
    void whatIsOldOrWasTakenIsNotTold() {
        UUID host = UUID.randomUUID();
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        Facts seen = Facts.none().with(ASKED, Answer.of("deb\n"));
        try (Lines lines = new Lines(any -> null, null)) {
            lines.leave(host, seen, then);
            Instant later = then.plusMillis(1000);
            assertEquals(
                    seen.answers(),
                    lines.takeSeen(host, Duration.ofSeconds(1), later).answers());
            assertEquals(
                    Map.of(), lines.takeSeen(host, Duration.ofSeconds(1), later).answers());
            lines.leave(host, seen, then);
            assertEquals(
                    Map.of(),
                    lines.takeSeen(host, Duration.ofSeconds(1), then.plusMillis(1001))
                            .answers());
            lines.leave(host, seen, then);
            lines.drop(host);
            assertEquals(
                    Map.of(), lines.takeSeen(host, Duration.ofSeconds(1), then).answers());
        }
    }
}
