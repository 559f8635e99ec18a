package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ostler.LinuxTree;

/**
 * The libvirt chapter and a talk, applied and taken back again and again on one real host. After each the host's own
 * count, its files, the transcript and the trail must be those of a round that nobody disturbed.
 */
final class LibvirtRounds {
    /** A run with all its kills, on a machine that is overloaded by far. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final LinuxTree host;
    private final String name;
    private final Desk desk;
    private final Map<String, String> before;
    private List<String> applied = List.of();
    private List<String> undone = List.of();
    private int count;

    LibvirtRounds(LinuxTree host, String name, Desk desk) throws IOException {
        this.host = host;
        this.name = name;
        this.desk = desk;
        this.before = host.etc();
    }

    int count() {
        return count;
    }

    /** A round without disturbance, from which the count of the others is known. */
    void learn() throws IOException, InterruptedException {
        String run = apply();
        applied = calls();
        rollBack(run);
        undone = calls();
        assertEquals(
                1, applied.stream().filter(call -> call.startsWith("restart")).count(), applied::toString);
        assertEquals(1, applied.stream().filter("talk"::equals).count(), applied::toString);
        assertEquals(before, host.etc());
    }

    void once() throws IOException, InterruptedException {
        String run = apply();
        assertEquals(applied, calls(), () -> "run " + run);
        assertTalkIsWhole(run);
        Told.assertEachCommandHasOneOutcome(ask(KilledEngine.order("entries").put("run", run)), Set.of("done"));
        rollBack(run);
        assertEquals(undone, calls(), () -> "rollback of run " + run);
        assertEquals(before, host.etc());
        Told.assertEachCommandHasOneOutcome(ask(KilledEngine.order("entries").put("run", run)), Set.of("done"));
        assertEquals(List.of(), leftOvers());
        assertEquals("", ask("broken").asText());
        count++;
    }

    private String apply() throws IOException, InterruptedException {
        Files.deleteIfExists(host.file("/var/lib/units/calls"));
        String run = started();
        await(run, "SUCCEEDED");
        return run;
    }

    private void rollBack(String run) throws IOException, InterruptedException {
        Files.deleteIfExists(host.file("/var/lib/units/calls"));
        while (state(run).equals("SUCCEEDED")) {
            JsonNode steps = of(run).path("steps");
            desk.ask(KilledEngine.order("rollback")
                    .put("run", run)
                    .put("step", steps.path(steps.size() - 1).path("id").asText())
                    .put("note", "the next round"));
        }
        await(run, "ROLLED_BACK");
    }

    private String started() throws IOException, InterruptedException {
        long newest = newest().path("number").asLong();
        while (true) {
            ObjectNode order = KilledEngine.order("start").put("guide", TestGuides.TALKATIVE);
            order.putArray("hosts").add(name);
            order.putObject("settings").put("part", "libvirt");
            JsonNode answer = desk.ask(order);
            // A host that cannot be looked at gives no plan, and says so: made again.
            if (answer.has("refused") && !answer.path("refused").asText().equals("plan-refused")) {
                throw new AssertionError(answer.toString());
            }
            JsonNode found = newest();
            if (found.path("number").asLong() > newest) {
                return found.path("id").asText();
            }
        }
    }

    private JsonNode newest() throws IOException, InterruptedException {
        return ask("runs").path(0);
    }

    private JsonNode ask(String what) throws IOException, InterruptedException {
        return ask(KilledEngine.order(what));
    }

    /** Asks until there is an answer; only for what changes nothing. */
    private JsonNode ask(ObjectNode order) throws IOException, InterruptedException {
        JsonNode answer = desk.ask(order);
        while (answer.isMissingNode()) {
            answer = desk.ask(order);
        }
        if (!answer.has("ok")) {
            throw new AssertionError(order + " answered " + answer);
        }
        return answer.path("ok");
    }

    private JsonNode of(String run) throws IOException, InterruptedException {
        return ask(KilledEngine.order("run").put("run", run));
    }

    private String state(String run) throws IOException, InterruptedException {
        return of(run).path("state").asText();
    }

    private void await(String run, String state) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        for (String now = state(run); !now.equals(state); now = state(run)) {
            boolean moves = now.equals("RUNNING") || now.equals("ROLLING_BACK");
            if (!moves || System.nanoTime() > end) {
                throw new AssertionError("the run is " + now + ": " + of(run).toPrettyString() + "\n"
                        + ask(KilledEngine.order("transcript").put("run", run)));
            }
            TimeUnit.MILLISECONDS.sleep(40);
        }
    }

    private List<String> calls() throws IOException {
        Path calls = host.file("/var/lib/units/calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Not a line of the output is missing or there twice, whatever happened to the connection. */
    private void assertTalkIsWhole(String run) throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        for (JsonNode line : ask(KilledEngine.order("transcript").put("run", run))) {
            if (line.path("stream").asText().equals("OUT")
                    && line.path("step").asText().startsWith("talk")) {
                said.add(line.path("text").asText());
            }
        }
        String whole = String.join("\n", said);
        StringBuilder expected = new StringBuilder();
        for (int line = 1; line <= TestGuides.LINES; line++) {
            expected.append("line ").append(line).append(" of the talk\n");
        }
        assertEquals(expected.toString().replace("\n", ""), whole.replace("\n", ""));
    }

    /** Control directories and half written files. */
    private List<String> leftOvers() throws IOException {
        List<String> left = new ArrayList<>();
        for (String below : List.of("/var/lib/ostler", "/etc")) {
            try (Stream<Path> files = Files.walk(host.file(below))) {
                files.map(Path::toString)
                        .filter(path -> (path.matches(".*/var/lib/ostler/\\.?[^/]*-[^/]*-[^/]*")
                                        && !path.contains("host-runner-"))
                                || path.contains(".ostler-"))
                        .forEach(left::add);
            }
        }
        return left;
    }
}
