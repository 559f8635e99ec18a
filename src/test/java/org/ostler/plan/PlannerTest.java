package org.ostler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

class PlannerTest {
    private static final Fact<Optional<String>> FILE = Fact.onHost(
            "file", "/etc/a.conf", answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());
    private static final Fact<String> VERSION = Fact.onHost(
            "version", CommandLine.of("version"), answer -> answer.out().strip());

    private final Target one = new Target(Target.Kind.HOST, new UUID(1, 1), "one");
    private final Target two = new Target(Target.Kind.HOST, new UUID(1, 2), "two");

    private static Step write(String key, String line) {
        return Step.step(key, "Write " + line)
                .looksAt(FILE)
                .does(situation -> {
                    Optional<String> before = situation.fact(FILE);
                    String text = before.orElse("");
                    return List.of(Action.write(
                            FileChange.write("/etc/a.conf", before, text.contains(line) ? text : text + line + "\n")));
                })
                .undoneBy(new Undo.RestoreFiles());
    }

    private static Step restart() {
        return Step.step("restart", "Restart")
                .looksAt(VERSION)
                .neededWhen(
                        "it is older than its files",
                        situation -> situation.fact(VERSION).equals("old"))
                .does(situation -> List.of(Action.run(CommandLine.of("service", "a", "restart"))))
                .changesNothing();
    }

    private List<PlannedStep> plan(Map<Target, Facts> seen, Chapter... chapters) {
        Guide guide = new Guide(
                "g",
                1,
                "G",
                "",
                Set.of("KVM"),
                List.of(),
                s -> List.of(chapters),
                List.of(),
                null,
                1,
                List.of(),
                List.of());
        List<HostInScope> hosts =
                seen.keySet().stream().map(host -> new HostInScope(host, "")).toList();
        return Planner.plan(
                Itinerary.of(
                        guide,
                        new Settings(Map.of()),
                        hosts,
                        Optional.of(hosts.get(0).target()),
                        Optional.empty()),
                leg -> new Situation(
                        new Settings(Map.of()),
                        leg.target(),
                        Optional.empty(),
                        hosts,
                        seen.get(leg.place().orElseThrow()),
                        Map.of()),
                Optional.empty());
    }

    private static Facts facts(String file, String version) {
        return Facts.none().with(FILE, Answer.of(file)).with(VERSION, Answer.of(version));
    }

    @Test
    void takesConsecutiveChaptersHostByHost() {
        Map<Target, Facts> seen = new java.util.LinkedHashMap<>();
        seen.put(one, facts("", "new"));
        seen.put(two, facts("", "new"));
        List<PlannedStep> steps =
                plan(seen, Chapter.eachHost("a", "A", write("w", "x")), Chapter.eachHost("b", "B", restart()));
        assertEquals(
                List.of("w@one", "restart@one", "w@two", "restart@two"),
                steps.stream().map(PlannedStep::id).toList());
    }

    @Test
    void laysWhatAnEarlierStepWritesOverWhatWasSeen() {
        List<PlannedStep> steps =
                plan(Map.of(one, facts("", "new")), Chapter.eachHost("a", "A", write("w", "x"), write("v", "y")));
        FileChange second = ((Action.WriteFile) steps.get(1).actions().get(0)).change();
        assertEquals(Optional.of("x\n"), second.before());
        assertEquals(Optional.of("x\ny\n"), second.after());
    }

    @Test
    void needsNothingWhenEveryFileIsAsItShallBe() {
        List<PlannedStep> steps =
                plan(Map.of(one, facts("x\n", "new")), Chapter.eachHost("a", "A", write("w", "x"), restart()));
        assertEquals(
                List.of(PlannedStep.Need.NOT_NEEDED, PlannedStep.Need.NOT_NEEDED),
                steps.stream().map(PlannedStep::need).toList());
    }

    @Test
    void decidesLaterWhatAnEarlierStepMayBring() {
        List<PlannedStep> steps =
                plan(Map.of(one, facts("", "new")), Chapter.eachHost("a", "A", write("w", "x"), restart()));
        assertEquals(PlannedStep.Need.DECIDED_LATER, steps.get(1).need());
        assertEquals("service a restart", steps.get(1).actions().get(0).shown());
    }

    @Test
    void isStaleWhenTheFileChangedAndNotWhenItIsAlreadyRight() {
        Chapter chapter = Chapter.eachHost("a", "A", write("w", "x"));
        PlannedStep approved = plan(Map.of(one, facts("", "new")), chapter).get(0);
        PlannedStep changed = plan(Map.of(one, facts("z\n", "new")), chapter).get(0);
        PlannedStep there = plan(Map.of(one, facts("x\n", "new")), chapter).get(0);
        assertTrue(Staleness.of(approved, changed).isPresent());
        assertFalse(Staleness.of(approved, there).isPresent());
        assertFalse(Staleness.of(approved, approved).isPresent());
    }

    @Test
    void isStaleWhenADeclaredFactHasAnotherValue() {
        Chapter chapter = Chapter.eachHost("a", "A", restart().dependsOn(VERSION));
        PlannedStep approved = plan(Map.of(one, facts("", "old")), chapter).get(0);
        PlannedStep now = plan(Map.of(one, facts("", "older")), chapter).get(0);
        assertTrue(Staleness.of(approved, now).orElseThrow().contains("older"));
    }

    @Test
    void takesAnInstanceOfATemplateWithinItsRuleOnly() {
        List<Template> forms = List.of(new Template("xe vm-migrate uuid=<vm> host-uuid=<to>", "each VM here"));
        Action good = Action.run(CommandLine.of("xe", "vm-migrate", "uuid=1", "host-uuid=2"));
        Action other = Action.run(CommandLine.of("xe", "vm-destroy", "uuid=1"));
        assertTrue(Staleness.ofLate(forms, List.of(good), a -> true).isEmpty());
        assertTrue(Staleness.ofLate(forms, List.of(good), a -> false).isPresent());
        assertTrue(Staleness.ofLate(forms, List.of(other), a -> true).isPresent());
    }

    @Test
    void sealsWhatIsDoneAndNotWhetherItIsNeeded() {
        Chapter chapter = Chapter.eachHost("a", "A", restart());
        List<PlannedStep> needed = plan(Map.of(one, facts("", "old")), chapter);
        List<PlannedStep> notNeeded = plan(Map.of(one, facts("", "new")), chapter);
        assertEquals(PlanDigest.of("g", 1, Map.of(), needed), PlanDigest.of("g", 1, Map.of(), notNeeded));
        assertNotEquals(PlanDigest.of("g", 1, Map.of(), needed), PlanDigest.of("g", 2, Map.of(), needed));
    }

    @Test
    void readsBackWhatItStores() {
        PlannedStep step = plan(Map.of(one, facts("", "old")), Chapter.eachHost("a", "A", write("w", "x")))
                .get(0);
        assertEquals(step, Canonical.read(Canonical.write(step), PlannedStep.class));
        Action command = new Action.RunCommand(
                org.ostler.facts.Place.HOST,
                CommandLine.of("a"),
                new org.ostler.procedure.Stop.ByCommand(
                        CommandLine.of("l"), CommandLine.of("c"), "uuid=", Optional.of(CommandLine.of("m"))),
                Optional.of("db"),
                Set.of(0, 1));
        assertEquals(command, Canonical.read(Canonical.write(command), Action.class));
        String stored = "{\"stop\":\"by-command\",\"list\":[\"l\"],\"cancel\":[\"c\"],\"prefix\":\"uuid=\"}";
        assertEquals(
                new org.ostler.procedure.Stop.ByCommand(
                        CommandLine.of("l"), CommandLine.of("c"), "uuid=", Optional.empty()),
                Canonical.read(
                        stored.replace("[\"l\"]", Canonical.write(CommandLine.of("l")))
                                .replace("[\"c\"]", Canonical.write(CommandLine.of("c"))),
                        org.ostler.procedure.Stop.class));
    }

    @Test
    void showsOfSecretsOnlyWhetherTheyChange() {
        FileChange change = new FileChange(
                "/etc/db",
                Optional.of("user=a\npassword=old\ntoken = t\n"),
                Optional.of("user=b\npassword=new\ntoken = t\n"),
                Optional.empty(),
                Optional.empty(),
                Set.of("password", "token"));
        FileChange shown = SecretLines.masked(change);
        assertEquals(Optional.of("user=b\npassword=(secret, changed)\ntoken = (secret, unchanged)\n"), shown.after());
        assertEquals(Optional.of("user=a\npassword=(secret, earlier)\ntoken = (secret, unchanged)\n"), shown.before());
    }
}
