package org.ostler.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.LinuxTree;
import org.ostler.PatchCable;
import org.ostler.Site;
import org.ostler.configfile.FileChange;
import org.ostler.console.TranscriptRecord;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.plan.Plans;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Probe;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/**
 * An engine whose time is the wall's, and a real host with a network of its own, whose network it changes under the
 * guard. The engine can be killed and started again.
 */
final class GuardBench implements AutoCloseable {
    /** The manual's two minutes would be two minutes of CI for each broken network. */
    static final Duration DEADLINE = Duration.ofSeconds(Integer.getInteger("guard.deadline", 10));

    static final String FILE = "/etc/network/interfaces";

    /** Smaller fails on an overloaded machine; larger only makes a hanging test fail later. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Fact<Optional<String>> INTERFACES =
            Fact.onHost("interfaces", FILE, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.empty());

    final PatchCable cable;
    final LinuxTree host;
    Engine engine;
    private final Path directory;
    private final Map<String, Guide> guides = new ConcurrentHashMap<>();
    private final com.fasterxml.jackson.databind.node.ObjectNode site;

    GuardBench(Path directory, String... local) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        cable = PatchCable.make();
        host = plugged(directory.resolve("tree"), local);
        site = Site.of(host, "deb", 22, "root");
        startEngine(new Points());
    }

    private LinuxTree plugged(Path tree, String... local) throws IOException, InterruptedException {
        boolean up = false;
        try {
            LinuxTree started = LinuxTree.start("debian-12", tree, cable, local);
            up = true;
            return started;
        } finally {
            if (!up) {
                cable.close();
            }
        }
    }

    void startEngine(Points points) throws IOException {
        Limits limits = new Limits(
                Duration.ofSeconds(90),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofMillis(300),
                Duration.ofSeconds(6));
        engine = new Engine(
                Engine.Setting.of(
                                Files.createDirectories(directory.resolve("engine")),
                                site,
                                id -> Optional.ofNullable(guides.get(id)))
                        .with(limits)
                        .patient(Duration.ofSeconds(2))
                        .at(1),
                points);
    }

    /** The file as it is with this text instead, and these commands. */
    Action.Guarded change(Optional<String> before, String after, List<CommandLine> apply, Probe... probes) {
        return new Action.Guarded(
                List.of(FileChange.write(FILE, before, after)),
                apply,
                List.of(CommandLine.of("networking")),
                List.of(probes),
                DEADLINE,
                Optional.empty(),
                true);
    }

    /** The manual's bridge over eth0, with the host's address, by the file alone. */
    String bridged(String address) {
        return """
                iface eth0 inet manual

                iface cloudbr0 inet static
                    address %s/24
                    gateway %s
                    bridge_ports eth0
                """.formatted(address, cable.gateway());
    }

    static CommandLine line(String... words) {
        return new CommandLine(List.of(words));
    }

    /** Away with what eth0 has, then what the file says. */
    List<CommandLine> anew() {
        return List.of(line("ip", "addr", "flush", "dev", "eth0"), line("networking"));
    }

    /** One step that makes the change that comes out of the file's present text. */
    UUID start(java.util.function.Function<Optional<String>, Action.Guarded> change) {
        return start(Step.step("network", "Configure the network")
                .looksAt(INTERFACES)
                .does(seen -> List.of(change.apply(seen.fact(INTERFACES))))
                .undoneBy(new Undo.RestoreFiles()));
    }

    UUID start(Step step) {
        String id = "guard-" + guides.size();
        guides.put(
                id,
                new Guide(
                        id,
                        1,
                        "Guarded",
                        "",
                        Set.of("KVM"),
                        List.of(),
                        any -> List.of(Chapter.eachHost("steps", "Steps", step)),
                        List.of(),
                        seen -> Guide.Order.of(
                                List.copyOf(seen.keySet()),
                                seen.keySet().iterator().next()),
                        1,
                        List.of(),
                        List.of()));
        return engine.start(new Plans.Request(id, Optional.empty(), List.of("deb"), Map.of()))
                .id();
    }

    RunView.StepView step(UUID run) {
        return engine.runs.run(run.toString()).steps().get(0);
    }

    void await(UUID run, StepState state) throws InterruptedException {
        await(() -> step(run).state() == state, () -> step(run) + "\n" + said(run));
    }

    void await(BooleanSupplier holds, java.util.function.Supplier<String> otherwise) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    void awaitRun(UUID run, RunState state) throws InterruptedException {
        await(
                () -> engine.runs.run(run.toString()).state() == state,
                () -> engine.runs.run(run.toString()) + "\n" + said(run));
    }

    /** Whether the change is there and its probes were asked. */
    boolean counting(UUID run) {
        return step(run).guard().stream()
                .flatMap(guard -> guard.probes().stream())
                .anyMatch(probe -> probe.answers().isPresent() && probe.claim().contains("port 1"));
    }

    String said(UUID run) {
        return engine.transcripts.read(run, Optional.empty(), 0, 5_000).stream()
                .map(TranscriptRecord::text)
                .collect(Collectors.joining("\n"));
    }

    /** The host's network, by a look of the test's own, without the guard's program. */
    String network() throws IOException, InterruptedException {
        String told = host.run("ip", "-o", "addr") + host.run("ip", "route") + host.run("ip", "-o", "-d", "link");
        return told.lines()
                .filter(line -> !line.contains("inet6 fe80"))
                .map(line -> line.replaceAll("^\\d+: ", "")
                        .replaceAll("@if\\d+", "")
                        .replaceAll("(valid_lft|preferred_lft|qlen|gc_timer|hello_timer|timer) +[\\w.]+", "")
                        .strip())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** What the host's own guard says of its last change: kept, armed, restored. */
    String guard() {
        try (Stream<Path> files = Files.walk(host.file("/var/lib/ostler"), 2)) {
            List<String> states =
                    new ArrayList<>(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("state.") && !name.startsWith("state.exit"))
                            .map(name -> name.substring(6))
                            .filter(name -> !name.equals("running"))
                            .toList());
            return String.join(" ", states);
        } catch (IOException | java.io.UncheckedIOException moved) {
            return "";
        }
    }

    /** How often a change was begun on the host, counted by its control directories' own words. */
    String file() throws IOException {
        return Files.readString(host.file(FILE), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        engine.close();
        host.close();
        cable.close();
    }
}
