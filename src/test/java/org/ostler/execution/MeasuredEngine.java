package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.inventory.PlainInventory;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Plans;
import org.ostler.plan.Sight;
import org.ostler.platform.Json;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Target;

/**
 * An engine in a process of its own whose work is timed: real time, the product's limits, nobody who disturbs it. Takes
 * one order a line and answers each with a line of JSON: {@code {do: look | facts | plan | run, hosts: […]}}.
 */
final class MeasuredEngine {
    static final String READY = "ready";

    private static final Fact<String> NAME = Fact.onHost(
            "hostname", CommandLine.of("hostname"), answer -> answer.out().strip());

    private final Engine engine;

    private MeasuredEngine(Engine engine) {
        this.engine = engine;
    }

    /** @param arguments the engine's directory, with {@code site.json} in it */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        JsonNode site = Json.mapper().readTree(Files.readString(directory.resolve("site.json")));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Libraries print their warnings where only answers belong.
        System.setOut(System.err);
        Engine.Setting setting = Engine.Setting.of(directory, site, KvmFileWork::find)
                .with(Limits.standard())
                .patient(Duration.ofSeconds(60))
                .at(1);
        try (Engine engine = new Engine(setting, new Points())) {
            MeasuredEngine measured = new MeasuredEngine(engine);
            out.println(READY);
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                out.println(measured.answer(Json.mapper().readTree(order)));
            }
        }
        // Threads of looks would wait for more of them for half a minute.
        System.exit(0);
    }

    private ObjectNode answer(JsonNode order) throws InterruptedException {
        List<String> hosts = new ArrayList<>();
        order.path("hosts").forEach(host -> hosts.add(host.asText()));
        try {
            return switch (order.path("do").asText()) {
                case "look" -> look(hosts, List.of(NAME));
                case "facts" -> look(hosts, facts());
                case "plan" -> planned(plan(hosts));
                default -> run(plan(hosts));
            };
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            return Json.mapper().createObjectNode().put("failed", failure.toString());
        }
    }

    private static List<Fact<?>> facts() {
        Settings settings = new Settings(KvmFileWork.SETTINGS);
        return KvmFileWork.find(KvmFileWork.ID).orElseThrow().chapters().apply(settings).stream()
                .flatMap(chapter -> chapter.steps().stream())
                .<Fact<?>>flatMap(step -> step.facts().stream())
                .distinct()
                .toList();
    }

    private ObjectNode look(List<String> hosts, List<Fact<?>> facts) {
        List<Target> targets = hosts.stream()
                .map(name -> new Target(Target.Kind.HOST, PlainInventory.id(name), name))
                .toList();
        Map<Target, Sight> seen = engine.observer.look(targets, facts, host -> {});
        seen.forEach((host, sight) -> sight.trouble().ifPresent(trouble -> {
            throw new IllegalStateException(host.name(), trouble);
        }));
        return Json.mapper().createObjectNode().put("hosts", seen.size()).put("facts", facts.size());
    }

    private Plan plan(List<String> hosts) {
        Plan plan = engine.plans.make(new Plans.Request(KvmFileWork.ID, Optional.empty(), hosts, KvmFileWork.SETTINGS));
        plan.refusal().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        return plan;
    }

    /** With the steps that would change something, as far as that is known. */
    private static ObjectNode planned(Plan plan) {
        List<String> needed = plan.steps().stream()
                .filter(step -> step.need() != PlannedStep.Need.NOT_NEEDED)
                .filter(step -> !step.actions().isEmpty() || !step.templates().isEmpty())
                .map(step -> step.id() + ", " + step.needReason())
                .toList();
        ObjectNode told = Json.mapper()
                .createObjectNode()
                .put("steps", plan.steps().size())
                .put("needed", needed.size());
        needed.stream().limit(20).forEach(told.putArray("first")::add);
        return told;
    }

    private ObjectNode run(Plan plan) throws InterruptedException {
        engine.plans.approve(plan.id(), plan.digest(), Optional.empty());
        String run = engine.runs.start(plan.id().toString()).id().toString();
        RunEntry entry = engine.ledger.find(run).orElseThrow();
        while (entry.state == RunState.RUNNING) {
            TimeUnit.MILLISECONDS.sleep(20);
            entry = engine.ledger.find(run).orElseThrow();
        }
        return planned(plan)
                .put("state", entry.state.name())
                .put("reason", entry.reason)
                .put("entries", engine.audit.all().size());
    }
}
