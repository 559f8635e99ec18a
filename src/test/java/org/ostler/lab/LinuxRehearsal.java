package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Undo;

/** A guide for Linux hosts against one host of the lab, without engine and SSH; what it does is told line by line. */
final class LinuxRehearsal {
    private final ServiceHost host;
    private final Settings settings;
    private final Optional<ManagementPart> management;
    private final String cluster;
    private final Target target;
    private final Map<String, String> notes = new TreeMap<>();
    private final Map<Step, List<Action>> done = new LinkedHashMap<>();
    private final StringBuilder told = new StringBuilder();

    /** @param management who answers for CloudStack; without one nothing is asked */
    LinuxRehearsal(
            ServiceHost host, Map<String, String> settings, Optional<ManagementPart> management, String cluster) {
        this.host = host;
        this.settings = new Settings(settings);
        this.management = management;
        this.cluster = cluster;
        this.target = new Target(Target.Kind.HOST, new UUID(0, 1), host.name());
    }

    Settings settings() {
        return settings;
    }

    String told() {
        return told.toString();
    }

    void walk(List<Chapter> chapters) throws Exception {
        for (Chapter chapter : chapters) {
            told.append("## ").append(chapter.title()).append('\n');
            for (Step step : chapter.steps()) {
                carryOut(step);
            }
        }
    }

    boolean isNeeded(Step step) throws Exception {
        Situation now = situation(step);
        if (!step.neededWhen().map(when -> when.holds().test(now)).orElse(true)) {
            return false;
        }
        return !actions(step, now).isEmpty();
    }

    private static List<Action> actions(Step step, Situation now) {
        return step.work() instanceof Step.Now known
                ? known.actions().apply(now)
                : step.work() instanceof Step.Late late ? late.actions().apply(now) : List.of();
    }

    private void carryOut(Step step) throws Exception {
        Situation now = situation(step);
        boolean needed = step.neededWhen().map(when -> when.holds().test(now)).orElse(true);
        told.append(needed ? "* " : "- ").append(step.title()).append('\n');
        if (!needed) {
            return;
        }
        for (Check check : step.checks()) {
            Check.Finding finding = check.look().apply(now);
            told.append("    ")
                    .append(finding.verdict())
                    .append(' ')
                    .append(finding.seen())
                    .append('\n');
            assertTrue(
                    finding.verdict() == Check.Verdict.PASS || finding.verdict() == Check.Verdict.WARN,
                    () -> check.key() + ": " + finding);
        }
        step.question().ifPresent(question -> question.evidence()
                .apply(now)
                .forEach(finding -> told.append("    ? ").append(finding.seen()).append('\n')));
        List<Action> actions = actions(step, now);
        for (Action action : actions) {
            told.append("    ").append(action.shown()).append('\n');
            if (action instanceof Action.WriteFile write) {
                told.append(UnifiedDiff.of(write.change()).indent(6));
            }
            act(action);
        }
        done.put(step, actions);
        awaits(step, step.waiting().map(wait -> wait.until().holds()));
        awaits(step, step.verification().map(claim -> claim.holds()));
        Situation after = situation(step);
        step.records().forEach((note, value) -> notes.put(note, value.apply(after)));
    }

    void rollBack() throws Exception {
        List<Step> reverse = new ArrayList<>(done.keySet());
        Collections.reverse(reverse);
        List<Step> restarts = new ArrayList<>();
        for (Step step : reverse) {
            Undo undo = step.undo().orElseThrow();
            if (undo instanceof Undo.RestoreFiles) {
                for (Action action : done.get(step)) {
                    if (action instanceof Action.MakeLink link) {
                        host.files().remove(link.path());
                    } else {
                        act(Action.write(((Action.WriteFile) action).change().reversed()));
                    }
                }
            } else if (undo instanceof Undo.By by) {
                for (Action action : by.actions().apply(situation(step))) {
                    assertTrue(
                            by.templates().stream()
                                    .anyMatch(form -> form.match(action.shown()).isPresent()),
                            () -> action.shown() + " is none of " + by.templates());
                    act(action);
                }
            } else if (undo instanceof Undo.RestartService) {
                restarts.add(step);
            }
        }
        for (Step step : restarts) {
            Undo.RestartService service = (Undo.RestartService) step.undo().orElseThrow();
            for (Action action : service.restart().apply(situation(step))) {
                act(action);
            }
        }
    }

    private void awaits(Step step, Optional<Predicate<Situation>> claim) throws Exception {
        Instant deadline = Instant.now().plusSeconds(10);
        while (claim.isPresent() && !claim.get().test(situation(step))) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(step.key() + " is not verified\n" + told);
            }
            Thread.sleep(2);
        }
    }

    private void act(Action action) throws Exception {
        if (action instanceof Action.WriteFile write) {
            write.change()
                    .after()
                    .ifPresentOrElse(text -> host.files().write(write.change().path(), text), () -> host.files()
                            .remove(write.change().path()));
        } else if (action instanceof Action.MakeLink link) {
            host.files().link(link.path(), link.destination());
        } else if (action instanceof Action.CallCloudStack call) {
            Map<String, String> parameters = new TreeMap<>(call.parameters());
            if (call.login().isPresent()) {
                parameters.put("username", "root");
                parameters.put("password", host.rootPassword());
            }
            Answer answer = api(call.command(), parameters);
            assertTrue(answer.ok(), answer::err);
        } else if (action instanceof Action.Guarded guarded) {
            GuardedByHand change = new GuardedByHand(host, guarded);
            told.append(change.arm().out().indent(6));
            Called applied = change.call("apply");
            told.append(applied.out().indent(6));
            assertTrue(applied.exit() == 0, applied::toString);
            assertTrue(host.isReachable(), () -> "nobody gets in any more\n" + told);
            assertTrue(change.call("keep").out().equals("kept\n"));
        } else {
            Action.RunCommand run = (Action.RunCommand) action;
            Called called = Called.on(host, run.command().arguments().toArray(String[]::new));
            assertTrue(run.success().contains(called.exit()), () -> action.shown() + ": " + called);
        }
    }

    Situation situation(Step step) throws Exception {
        Facts facts = Facts.none();
        for (Fact<?> fact : step.facts()) {
            if (management.isPresent() || !(fact.look() instanceof Look.Ask)) {
                facts = facts.with(fact, look(fact));
            }
        }
        return new Situation(
                settings,
                target,
                Optional.of(cluster),
                List.of(new Situation.HostInScope(target, "127.0.0.1")),
                facts,
                notes);
    }

    private Answer look(Fact<?> fact) throws IOException, InterruptedException {
        if (fact.look() instanceof Look.Ask ask) {
            return api(ask.command(), ask.parameters());
        }
        if (fact.look() instanceof Look.Read read) {
            return host.files().text(read.path()).map(Answer::of).orElseGet(Answer::absent);
        }
        List<String> words = ((Look.Run) fact.look()).command().arguments();
        if (host.program(words.get(0)).isEmpty()) {
            return new Answer(127, "", words.get(0) + ": command not found");
        }
        Called called = Called.on(host, words.toArray(String[]::new));
        return new Answer(called.exit(), called.out(), called.err());
    }

    private Answer api(String command, Map<String, String> parameters) throws InterruptedException {
        ManagementPart server = management.orElseThrow();
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("command", command);
        all.put("apikey", server.apiKey());
        all.put("response", "json");
        if (command.startsWith("list")) {
            all.put("page", "1");
            all.put("pagesize", "500");
        }
        all.put("signature", new CloudSignature(server.apiKey(), server.secretKey()).sign(all));
        CloudReply reply = server.api().answer(new CloudRequest(all));
        JsonNode body = reply.body();
        return new Answer(
                reply.status() == 200 ? 0 : reply.status(),
                body.toString(),
                body.path("errortext").asText());
    }
}
