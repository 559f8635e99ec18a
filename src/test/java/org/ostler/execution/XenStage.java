package org.ostler.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.cloudstack.CloudStackClients;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.guide.xenserver.RollingUpgrade;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.lab.SimulatedPool;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.Plan;
import org.ostler.plan.PlanDigest;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Planner;
import org.ostler.plan.Scope;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Target;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.RemoteShells;
import org.ostler.ssh.SshEndpoint;
import org.ostler.ssh.SshTrouble;

/** The real engine with the real guide before the lab's pool, on simulated time. */
final class XenStage implements AutoCloseable {
    final Points points = new Points();
    final SimulatedPool pool;
    final KeptAudit audit;
    final KeptTranscripts transcripts = new KeptTranscripts();
    final UUID run;

    /** Told of each command that is about to be started by the host runner. */
    Commands commands = (host, command, words) -> {};

    private static final Guide GUIDE = remembering(RollingUpgrade.guide());
    private final Map<UUID, String> names = new HashMap<>();
    private final ManagementServer server = new ManagementServer(
            UUID.randomUUID(),
            "ms1",
            "192.0.2.9",
            22,
            Optional.empty(),
            false,
            "localhost",
            Optional.of("database"),
            Optional.of("http://192.0.2.9/client/api"),
            Optional.of("api"),
            Optional.empty(),
            UUID.randomUUID());
    private Plan plan;
    private Runnable between = () -> {};
    private boolean cutNext;
    final Ledger ledger;
    Tools tools;
    Runner runner;

    /** What people do at the next moment that is not within a transaction. */
    void between(Runnable people) {
        between = people;
    }

    void cutNext() {
        cutNext = true;
    }

    /** See {@link SimulatedPool.Line#starts}. */
    @FunctionalInterface
    interface Commands {
        void start(String host, UUID command, List<String> words);
    }

    /** @param later from 6.0.2 to 6.2.0 instead of from 5.6 SP2 to 6.0.2 */
    XenStage(boolean later) {
        pool = new SimulatedPool(later);
        audit = new KeptAudit(pool.clock(), points);
        ledger = new LedgerOfMaps(pool.clock(), points);
        pool.hosts().forEach(name -> names.put(UUID.randomUUID(), name));
        names.put(server.id(), server.name());
        restartServer();
        plan = plan(new Settings(
                later
                        ? Map.of("from-version", "6.0.2", "to-version", "6.2.0")
                        : Map.of("from-version", "5.6 SP2", "to-version", "6.0.2")));
        run = start();
    }

    /** Chapters are pure functions of the settings: built once, they are the same for thousands of ticks. */
    private static Guide remembering(Guide guide) {
        Map<Settings, List<Chapter>> known = new ConcurrentHashMap<>();
        return new Guide(
                guide.id(),
                guide.version(),
                guide.title(),
                guide.summary(),
                guide.hypervisors(),
                guide.settings(),
                settings -> known.computeIfAbsent(settings, guide.chapters()),
                guide.orderFacts(),
                guide.order(),
                guide.width(),
                guide.invariants(),
                guide.invariantFacts());
    }

    /** The server ends and starts: nothing in memory is left. */
    void restartServer() {
        points.killAt(-1);
        Inventory inventory = new Racks();
        tools = new Tools(
                ledger,
                new HostObserver(new Shells(), new Clouds(), inventory),
                inventory,
                audit,
                transcripts,
                KnownSecrets.login("root", pool.databasePassword()),
                KnownSecrets.vault(),
                id -> plan,
                id -> Optional.of(GUIDE),
                Limits.standard(),
                pool.clock(),
                changed -> {},
                new Health() {
                    @Override
                    public Optional<String> trouble() {
                        return Optional.empty();
                    }

                    @Override
                    public boolean isToBlame(Throwable thrown) {
                        return false;
                    }
                });
        runner = new Runner(tools);
    }

    private Plan plan(Settings settings) {
        Guide guide = GUIDE;
        Map<Target, Facts> seen = new LinkedHashMap<>();
        names.forEach((id, name) -> {
            if (!id.equals(server.id())) {
                Target target = new Target(Target.Kind.HOST, id, name);
                seen.put(target, look(Optional.of(id), guide.orderFacts()));
            }
        });
        Guide.Order order = guide.order().apply(seen);
        Scope scope = new Scope(
                guide,
                settings,
                Optional.of("xs-pool-a"),
                order.hosts().stream()
                        .map(target -> new HostInScope(target, "192.0.2.1"))
                        .toList(),
                order.coordinator(),
                Optional.of(server));
        List<PlannedStep> steps = Planner.plan(
                scope.legs(), leg -> scope.situation(leg.target(), look(leg), Map.of()), Optional.of(server.id()));
        return new Plan(
                UUID.randomUUID(),
                1,
                guide.id(),
                guide.version(),
                guide.title(),
                Optional.empty(),
                Optional.of("xs-pool-a"),
                scope.hosts(),
                scope.coordinator(),
                settings.values(),
                "maker",
                tools.now(),
                Plan.State.USED,
                PlanDigest.of(guide.id(), guide.version(), settings.values(), steps),
                Optional.of("approver"),
                Optional.of(tools.now()),
                tools.now(),
                Optional.empty(),
                Optional.empty(),
                steps);
    }

    private Facts look(Leg leg) {
        return look(leg.place().map(Target::id), leg.step().facts());
    }

    private Facts look(Optional<UUID> host, List<Fact<?>> facts) {
        try (Lines lines = tools.observer().lines()) {
            return tools.observer()
                    .look(lines, host, Optional.of(server), facts)
                    .facts();
        }
    }

    private UUID start() {
        if (!plan.blocking().isEmpty()) {
            throw new AssertionError("the plan cannot be approved: " + plan.blocking());
        }
        RunEntry entry = new RunEntry(UUID.randomUUID(), 0, plan, false, "starter", tools.now());
        Map<UUID, String> locks = new LinkedHashMap<>();
        plan.hosts().forEach(host -> locks.put(host.target().id(), host.target().name()));
        List<StepEntry> entries = plan.steps().stream().map(StepEntry::of).toList();
        ledger.add(entry, entries, locks, begun -> Journal.write(tools, Starting.event(plan, begun)));
        return entry.id;
    }

    /**
     * What the lanes would do now, once.
     *
     * @return false when only a person can help, or it is over
     */
    boolean tick() {
        List<String> ready;
        try {
            ready = runner.ready(run);
        } catch (Refusal changed) {
            runner.park(run, changed);
            return false;
        }
        Duration soonest = ready.isEmpty() ? Duration.ZERO : Duration.ofDays(1);
        for (String what : ready) {
            Next next = runner.tick(run, what);
            Duration delay = next instanceof Next.Later later ? later.delay() : Duration.ZERO;
            soonest = delay.compareTo(soonest) < 0 ? delay : soonest;
        }
        if (ready.isEmpty()) {
            runner.restate(run);
        }
        pool.advance(soonest);
        return !ready.isEmpty();
    }

    RunEntry entry() {
        return ledger.find(run.toString()).orElseThrow();
    }

    RunContext context() {
        return runner.context(entry());
    }

    List<StepEntry> steps() {
        return ledger.steps(run);
    }

    void answer(String step, Consumer<Answers> answer) {
        Answers.give(context(), step, "ann", answer);
        runner.restate(run);
    }

    void wish(RunEntry.Wish wish, String note) {
        RunEntry present = entry();
        Wishes.wish(tools, present, wish, "ann", "wanted otherwise", note);
    }

    /** The name of the host that a step belongs to. */
    Optional<String> hostOf(String step) {
        return Optional.ofNullable(context().legs().get(step))
                .flatMap(Leg::host)
                .map(Target::name);
    }

    String told() {
        List<String> said = transcripts.said;
        return steps().stream()
                        .filter(step -> step.state != StepState.PENDING && step.state != StepState.SUCCEEDED)
                        .map(step -> step.id + " " + step.state + ": " + step.progress)
                        .collect(Collectors.joining("\n", entry().state + " " + entry().reason + "\n", "\n"))
                + String.join("\n", said.subList(Math.max(0, said.size() - 30), said.size()));
    }

    /** Whatever happened: the ledger can be made from the journal alone, but for what was under way at the end. */
    List<String> notInTheJournal() {
        RebuiltLedger rebuilt = new RebuiltLedger();
        audit.entries().forEach(rebuilt::take);
        List<String> wrong = new ArrayList<>();
        for (RebuiltLedger.Rebuilt one : rebuilt.runs()) {
            Retold told = Retold.of(one.run, one.steps(), one.pauses());
            Retold kept = Retold.of(entry(), steps(), ledger.pauses(run));
            if (told.state() != kept.state() || !told.pauses().equals(kept.pauses())) {
                wrong.add("the journal tells " + told.state() + " " + told.pauses() + ", the ledger " + kept.state()
                        + " " + kept.pauses());
            }
            Set<Retold.Step> journal = new HashSet<>(told.steps());
            kept.steps().stream()
                    .filter(step -> step.state() != StepState.RUNNING && !journal.contains(step))
                    .forEach(step -> wrong.add("not so in the journal: " + step + " but "
                            + told.steps().stream()
                                    .filter(other -> other.id().equals(step.id()))
                                    .toList()));
        }
        return wrong;
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class Wire implements SimulatedPool.Line {
        @Override
        public void passes(String moment) throws SshTrouble {
            points.line(moment);
            between.run();
            if (cutNext) {
                cutNext = false;
                throw new SshTrouble(SshTrouble.Kind.LOST, "the line was cut at " + moment);
            }
        }

        @Override
        public void starts(String host, UUID command, List<String> words) {
            commands.start(host, command, words);
        }
    }

    private final class Racks extends Inventory {
        @Override
        public SshEndpoint endpoint(UUID machine) {
            return new SshEndpoint(machine, names.get(machine), "192.0.2.1", 22, "", false);
        }

        @Override
        public Optional<Host> findHost(UUID id) {
            return Optional.of(new Host(
                    id,
                    names.get(id),
                    Hypervisor.XENSERVER,
                    "",
                    22,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    id,
                    "",
                    server.zone(),
                    false));
        }

        @Override
        public Optional<ManagementServer> managementServerOfZone(UUID zone) {
            return Optional.of(server);
        }
    }

    private final class Shells extends RemoteShells {
        @Override
        public RemoteShell connect(SshEndpoint endpoint) throws SshTrouble {
            return pool.connect(names.get(endpoint.id()), new Wire());
        }
    }

    private final class Clouds extends CloudStackClients {
        @Override
        public CloudStackClient connect(String url, String credential) {
            return pool.cloud(new Wire());
        }
    }
}
