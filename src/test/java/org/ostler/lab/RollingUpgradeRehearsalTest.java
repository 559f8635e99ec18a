package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.Place;
import org.ostler.guide.xenserver.RollingUpgrade;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Trouble;

/**
 * The guide against the lab, without engine and SSH: every fact is read, every action taken, every rule asked. A small
 * runner of the test's own stands in for the engine; the technician's part is done by hand.
 */
class RollingUpgradeRehearsalTest {
    @TempDir
    Path directory;

    private final XenPool pool = new XenPool();
    private final ManagementPart management = new ManagementPart();
    private final Map<String, String> notes = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private DataCentre centre;
    private Settings settings;
    private List<Situation.HostInScope> hosts = List.of();

    @Test
    void walksTheWholeGuideFrom56Sp2To602() throws Exception {
        rehearse(LabSettings.Scenario.FROM_5_6_SP2, new Settings(Map.of()));
        assertTrue(told.contains("mend make-migratable"), told::toString);
        assertTrue(told.contains("mend eject-again"), told::toString);
        assertTrue(told.stream().anyMatch(line -> line.startsWith("updateVirtualMachine ")), told::toString);
        assertTrue(told.contains("write /opt/xensource/sm/NFSSR.py"), told::toString);
    }

    @Test
    void walksTheWholeGuideFrom602To620() throws Exception {
        rehearse(LabSettings.Scenario.FROM_6_0_2, new Settings(Map.of("from-version", "6.0.2", "to-version", "6.2.0")));
        assertTrue(told.stream().noneMatch(line -> line.startsWith("updateVirtualMachine ")), told::toString);
        assertTrue(told.stream().noneMatch(line -> line.matches("write .*NFSSR.*")), told::toString);
    }

    private void rehearse(LabSettings.Scenario scenario, Settings chosen) throws Exception {
        settings = chosen;
        DataCentre lab =
                new DataCentre(new LabSettings(directory, false, 1000, scenario, 0), List.of(pool, management));
        centre = lab;
        try (lab) {
            lab.start();
            Guide guide = RollingUpgrade.guide();
            Guide.Order order = order(guide);
            assertEquals(Optional.empty(), order.refusal());
            assertEquals("xs1", order.hosts().get(0).name());
            hosts = order.hosts().stream()
                    .map(target -> new Situation.HostInScope(target, "127.0.0.1"))
                    .toList();
            for (Chapter chapter : guide.chapters().apply(settings)) {
                List<Target> targets = chapter.scope() == Chapter.Scope.ONCE
                        ? List.of(order.coordinator().orElseThrow())
                        : order.hosts();
                for (Target target : targets) {
                    for (Step step : chapter.steps()) {
                        carryOut(step, target, scenario);
                        guide.invariants().forEach(check -> asked(check, situation(guide.invariantFacts(), target)));
                    }
                }
            }
            for (XenPool.Vm vm : pool.vms()) {
                boolean ran = notes.get("running-vms").contains(vm.uuid());
                assertEquals(ran, vm.state().equals("running"), vm.instance());
            }
        }
    }

    private Guide.Order order(Guide guide) throws Exception {
        Map<Target, Facts> facts = new LinkedHashMap<>();
        for (String name : List.of("xs3", "xs2", "xs1")) {
            Target target = new Target(Target.Kind.HOST, UUID.nameUUIDFromBytes(bytes(name)), name);
            facts.put(target, situation(guide.orderFacts(), target).facts());
        }
        return guide.order().apply(facts);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void carryOut(Step step, Target target, LabSettings.Scenario scenario) throws Exception {
        Situation now = situation(step.facts(), target);
        step.checks().forEach(check -> asked(check, now));
        if (!step.neededWhen().map(when -> when.holds().test(now)).orElse(true)) {
            told.add("not needed: " + step.key() + "@" + target.name());
            return;
        }
        if (step.question().isPresent()) {
            Step.Question question = step.question().get();
            told.add("gate " + step.key() + ": " + question.evidence().apply(now));
            if (step.key().equals("install-new-version")) {
                pool.hostNamed(target.name()).insertInstaller(scenario.to());
            }
            awaits(step, target, question.afterwards().map(then -> then.holds()));
        }
        work(step, target, now);
        awaits(step, target, step.waiting().map(wait -> wait.until().holds()));
        awaits(step, target, step.verification().map(claim -> claim.holds()));
        Situation after = situation(step.facts(), target);
        step.records().forEach((note, value) -> notes.put(note, value.apply(after)));
    }

    private void work(Step step, Target target, Situation now) throws Exception {
        if (step.work() instanceof Step.Now known) {
            attempt(step, target, "", known.actions().apply(now));
        } else if (step.work() instanceof Step.Late late) {
            List<Action> actions = late.actions().apply(now);
            for (Action action : actions) {
                assertTrue(late.allowed().test(now, action), action::shown);
                matches(late.templates(), action);
            }
            attempt(step, target, "", actions);
        } else if (step.work() instanceof Step.ForEach each) {
            for (Step.Element element : each.elements().apply(now)) {
                Situation fresh = situation(step.facts(), target);
                if (each.done().test(fresh, element)) {
                    continue;
                }
                List<Action> actions = each.actions().apply(fresh, element);
                for (Action action : actions) {
                    assertTrue(each.allowed().test(fresh, action), action::shown);
                    matches(each.templates(), action);
                }
                attempt(step, target, element.key(), actions);
                assertTrue(each.done().test(situation(step.facts(), target), element), step.key() + element);
            }
        }
    }

    private static void matches(List<org.ostler.procedure.Template> templates, Action action) {
        assertTrue(
                templates.stream().anyMatch(each -> each.match(action.shown()).isPresent()),
                () -> action.shown() + " is none of " + templates);
    }

    /** Once more after a mend, when a known trouble has one that is offered. */
    private void attempt(Step step, Target target, String element, List<Action> actions) throws Exception {
        for (Action action : actions) {
            Called called = act(action, target);
            if (called.exit() == 0) {
                continue;
            }
            String output = called.out() + called.err();
            Trouble.Mend mend = step.troubles().stream()
                    .filter(trouble -> trouble.sign().matcher(output).find())
                    .findFirst()
                    .flatMap(Trouble::mend)
                    .orElseThrow(() -> new AssertionError(step.key() + " failed: " + action.shown() + "\n" + output));
            Trouble.Troubled troubled = new Trouble.Troubled(situation(step.facts(), target), element, output);
            assertTrue(mend.offered().test(troubled), () -> mend.key() + " is not offered for " + output);
            told.add("mend " + mend.key());
            for (Action remedy : mend.actions().apply(troubled)) {
                matches(mend.templates(), remedy);
                assertEquals(0, act(remedy, target).exit(), remedy::shown);
            }
            Called again = act(action, target);
            assertEquals(0, again.exit(), () -> action.shown() + "\n" + again.out() + again.err());
        }
    }

    private Called act(Action action, Target target) throws Exception {
        told.add(action.shown());
        if (action instanceof Action.WriteFile write) {
            centre.host(target.name())
                    .files()
                    .script(write.change().path(), write.change().after().orElseThrow());
            return new Called(0, "", "");
        }
        if (action instanceof Action.CallCloudStack call) {
            Answer answer = api(call.command(), call.parameters());
            return new Called(answer.exit(), answer.out(), answer.err());
        }
        if (action instanceof Action.Reboot reboot) {
            String before = centre.host(target.name()).bootId().toString();
            Called called = run(target.name(), reboot.command().arguments().toArray(String[]::new));
            LabHostTest.awaits(
                    () -> !centre.host(target.name()).bootId().toString().equals(before)
                            && centre.host(target.name()).isUp());
            LabHostTest.awaits(() -> answers(target.name()));
            return called;
        }
        Action.RunCommand run = (Action.RunCommand) action;
        String host = run.place() == Place.HOST ? target.name() : "ms1";
        Optional<String> secret = run.secret()
                .map(name -> "[client]\nuser=\"root\"\npassword=\"" + management.databasePassword() + "\"\n");
        String[] words = run.command().arguments().toArray(String[]::new);
        return secret.isPresent() ? Called.on(centre.host(host), secret, words) : run(host, words);
    }

    private boolean answers(String host) {
        try {
            return run(host, "xe", "host-list", "--minimal").exit() == 0;
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    private Called run(String host, String... words) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String line = CommandLine.of(words[0], Arrays.copyOfRange(words, 1, words.length))
                .quoted();
        int exit = new HostShell(centre.host(host), "test").run(line, new ByteArrayInputStream(new byte[0]), out, err);
        return new Called(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void asked(Check check, Situation situation) {
        Check.Finding finding = check.look().apply(situation);
        told.add(check.key() + " " + finding.verdict() + " " + finding.seen());
        assertTrue(
                finding.verdict() == Check.Verdict.PASS || finding.verdict() == Check.Verdict.WARN,
                () -> check.key() + ": " + finding);
    }

    private void awaits(Step step, Target target, Optional<java.util.function.Predicate<Situation>> claim)
            throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (claim.isPresent() && !claim.get().test(situation(step.facts(), target))) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(step.key() + "@" + target.name() + " is not verified; " + told);
            }
            Thread.onSpinWait();
        }
    }

    private Situation situation(List<Fact<?>> wanted, Target target) {
        Facts facts = Facts.none();
        for (Fact<?> fact : wanted) {
            try {
                facts = facts.with(fact, look(fact, target));
            } catch (IOException | InterruptedException broken) {
                throw new AssertionError(broken);
            }
        }
        return new Situation(settings, target, Optional.of("xs-pool-a"), hosts, facts, notes);
    }

    private Answer look(Fact<?> fact, Target target) throws IOException, InterruptedException {
        String host = fact.place() == Place.MANAGEMENT_SERVER ? "ms1" : target.name();
        if (fact.look() instanceof Look.Ask ask) {
            return api(ask.command(), ask.parameters());
        }
        Called called = fact.look() instanceof Look.Read read
                ? run(host, "cat", "--", read.path())
                : run(host, ((Look.Run) fact.look()).command().arguments().toArray(String[]::new));
        return new Answer(called.exit(), called.out(), called.err());
    }

    private Answer api(String command, Map<String, String> parameters) throws InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("command", command);
        all.put("apikey", management.apiKey());
        all.put("response", "json");
        if (command.startsWith("list")) {
            all.put("page", "1");
            all.put("pagesize", "500");
        }
        all.put("signature", new CloudSignature(management.apiKey(), management.secretKey()).sign(all));
        CloudReply reply = management.api().answer(new CloudRequest(all));
        JsonNode body = reply.body();
        return new Answer(
                reply.status() == 200 ? 0 : reply.status(),
                body.toString(),
                body.path("errortext").asText());
    }
}
