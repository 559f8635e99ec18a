package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
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
}
