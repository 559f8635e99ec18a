package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.platform.Json;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Undo;

/**
 * Goldens and laws of the chapter. A new system is a new directory: its files under {@code host}, its daemon in {@code
 * daemon.json}; {@code -Dgoldens.rewrite=true} writes what is expected.
 */
class InstallAndConfigureLibvirtTest {
    private static final Path CASES = Path.of("src/test/resources/guide/linux/install-and-configure-libvirt");

    static List<Path> systems() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            return directories.sorted().toList();
        }
    }

    private record Bench(FakeLinuxHost host, Settings settings, Map<String, String> notes) {
        static Bench of(Path system) throws IOException {
            return new Bench(
                    new FakeLinuxHost(
                            system.resolve("host"),
                            Json.read(Files.readString(system.resolve("daemon.json")), FakeLinuxHost.Daemon.class)),
                    new Settings(Json.mapper()
                            .readValue(
                                    Files.readString(system.resolve("settings.json")),
                                    new TypeReference<Map<String, String>>() {})),
                    new TreeMap<>());
        }

        List<Step> steps() {
            return InstallAndConfigureLibvirt.ofKvm(settings).steps();
        }

        Situation situation(Step step) {
            Facts facts = Facts.none();
            for (Fact<?> fact : step.facts()) {
                facts = facts.with(fact, host.look(fact));
            }
            Target target = new Target(Target.Kind.HOST, new UUID(0, 1), "kvm1");
            return new Situation(settings, target, Optional.of("kvm"), List.of(), facts, notes);
        }

        boolean needed(Step step) {
            return step.neededWhen()
                    .map(when -> when.holds().test(situation(step)))
                    .orElse(true);
        }

        List<Action> actions(Step step) {
            return step.work() instanceof Step.Now now ? now.actions().apply(situation(step)) : List.of();
        }

        Map<Step, List<Action>> apply() {
            Map<Step, List<Action>> done = new LinkedHashMap<>();
            for (Step step : steps()) {
                if (!needed(step)) {
                    continue;
                }
                List<Action> actions = actions(step);
                actions.forEach(host::act);
                done.put(step, actions);
                Situation after = situation(step);
                step.verification().ifPresent(claim -> assertTrue(claim.holds().test(after), step.key()));
                step.waiting().ifPresent(wait -> assertTrue(wait.until().holds().test(after), step.key()));
                step.records().forEach((note, value) -> notes.put(note, value.apply(after)));
            }
            return done;
        }

        void rollBack(Map<Step, List<Action>> done) {
            List<Step> reverse = new ArrayList<>(done.keySet());
            java.util.Collections.reverse(reverse);
            List<Runnable> restarts = new ArrayList<>();
            for (Step step : reverse) {
                Undo undo = step.undo().orElseThrow();
                if (undo instanceof Undo.RestoreFiles) {
                    done.get(step)
                            .forEach(action -> host.act(Action.write(
                                    ((Action.WriteFile) action).change().reversed())));
                } else if (undo instanceof Undo.By by) {
                    by.actions().apply(situation(step)).forEach(host::act);
                } else if (undo instanceof Undo.RestartService service) {
                    restarts.add(() -> service.restart().apply(situation(step)).forEach(host::act));
                }
            }
            restarts.forEach(Runnable::run);
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void plansWhatIsExpected(Path system) throws IOException {
        Bench bench = Bench.of(system);
        String plan = plan(bench);
        bench.apply();
        Path expected = system.resolve("expected");
        if (Boolean.getBoolean("goldens.rewrite")) {
            Files.createDirectories(expected);
            Files.writeString(expected.resolve("plan.txt"), plan);
            for (Map.Entry<String, String> file : bench.host().files().entrySet()) {
                Path path = expected.resolve(file.getKey().substring(1));
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return;
        }
        assertEquals(Files.readString(expected.resolve("plan.txt")), plan);
        for (Map.Entry<String, String> file : bench.host().files().entrySet()) {
            assertEquals(Files.readString(expected.resolve(file.getKey().substring(1))), file.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void applyingTwiceIsEmpty(Path system) throws IOException {
        Bench bench = Bench.of(system);
        bench.apply();
        for (Step step : bench.steps()) {
            assertTrue(!bench.needed(step) || bench.actions(step).isEmpty(), step.key() + " is needed again");
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void rollingBackBringsBackEveryByteAndUnit(Path system) throws IOException {
        Bench bench = Bench.of(system);
        Map<String, String> files = bench.host().files();
        String state = bench.host().state();
        bench.rollBack(bench.apply());
        assertEquals(files, bench.host().files());
        assertEquals(state, bench.host().state(), () -> bench.host().commands().toString());
    }

    private static String plan(Bench bench) {
        StringBuilder plan = new StringBuilder();
        for (Step step : bench.steps()) {
            plan.append(bench.needed(step) ? "* " : "- ").append(step.title()).append('\n');
            Situation situation = bench.situation(step);
            for (Check check : step.checks()) {
                Check.Finding finding = check.look().apply(situation);
                plan.append("    ")
                        .append(finding.verdict())
                        .append(' ')
                        .append(finding.seen())
                        .append('\n');
            }
            if (bench.needed(step)) {
                bench.actions(step).forEach(action -> plan.append(shown(action)));
            }
        }
        return plan.toString();
    }

    private static String shown(Action action) {
        if (action instanceof Action.WriteFile write) {
            FileChange change = write.change();
            return "    " + action.shown() + "\n" + UnifiedDiff.of(change).indent(6);
        }
        return "    " + action.shown() + "\n";
    }
}
