package org.ostler.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.ostler.Cable;
import org.ostler.LinuxTree;
import org.ostler.Site;
import org.ostler.console.TranscriptRecord;
import org.ostler.plan.Plans;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Step;

/**
 * An engine in this JVM, and one real host behind a cable, reached as root ({@code deb}) and by sudo ({@code sudo-deb}).
 * Guides are made on the spot.
 */
final class RealBench implements AutoCloseable {
    /** Smaller fails on an overloaded machine; larger only makes a hanging test fail later. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    final LinuxTree host;
    final Cable cable;
    final Points points = new Points();
    final Engine engine;
    /** Each start has a guide of its own: an earlier run may still be read. */
    private final Map<String, Guide> guides = new ConcurrentHashMap<>();

    /** @param setting what is different from the usual */
    RealBench(Path directory, java.util.function.UnaryOperator<Engine.Setting> setting, String... local)
            throws IOException, InterruptedException {
        host = LinuxTree.start("debian-12", directory.resolve("tree"), local);
        host.addSudoUser("keeper");
        Files.createDirectories(host.file("/var/lib/units"));
        cable = Cable.to(host.port());
        ObjectNode site = Site.of(host, "deb", cable.port(), "root");
        Site.add(site, host, "sudo-deb", cable.port(), "keeper");
        Path data = Files.createDirectories(directory.resolve("engine"));
        engine = new Engine(
                setting.apply(Engine.Setting.of(data, site, id -> Optional.ofNullable(guides.get(id)))), points);
    }

    /** Plans these steps for one host, and starts; once more while the host cannot be looked at. */
    UUID start(String on, Step... steps) throws InterruptedException {
        return start(1, on, steps);
    }

    /** @param width hosts that the guide may work on side by side */
    UUID start(int width, String on, Step... steps) throws InterruptedException {
        String id = "short-" + guides.size();
        Guide guide = new Guide(
                id,
                1,
                "Short",
                "",
                Set.of("KVM"),
                List.of(),
                any -> List.of(Chapter.eachHost("steps", "Steps", steps)),
                List.of(),
                seen -> Guide.Order.of(
                        List.copyOf(seen.keySet()), seen.keySet().iterator().next()),
                width,
                List.of(),
                List.of());
        guides.put(id, guide);
        org.ostler.platform.Refusal last = null;
        for (int tries = 0; tries < 20; tries++) {
            try {
                return engine.start(new Plans.Request(id, Optional.empty(), List.of(on), Map.of()))
                        .id();
            } catch (org.ostler.platform.Refusal unseen) {
                last = unseen;
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw last;
    }

    RunView of(UUID run) {
        return engine.runs.run(run.toString());
    }

    RunView.StepView step(UUID run, String key) {
        return of(run).steps().stream()
                .filter(step -> step.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    RunView await(UUID run, RunState... states) throws InterruptedException {
        Set<RunState> wanted = Set.of(states);
        await(() -> wanted.contains(of(run).state()), () -> of(run) + "\n" + said(run));
        return of(run);
    }

    void await(BooleanSupplier holds, java.util.function.Supplier<String> otherwise) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Everything that a reader of the run's transcript reads. */
    String said(UUID run) {
        return engine.transcripts.read(run, Optional.empty(), 0, 5_000).stream()
                .map(TranscriptRecord::text)
                .collect(Collectors.joining("\n"));
    }

    /** The host's own count. */
    List<String> calls() throws IOException {
        Path calls = host.file("/var/lib/units/calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Override
    public void close() {
        engine.close();
        cable.close();
        host.close();
    }
}
