package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.ostler.TestDatabase;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.cloudstack.CloudStackClients;
import org.ostler.facts.Facts;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Lines;
import org.ostler.plan.Plan;
import org.ostler.plan.PlanDigest;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Planner;
import org.ostler.plan.Scope;
import org.ostler.platform.Json;
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

/** A whole engine without a container: real ledger, fake hosts, a clock that is moved. */
final class Stage implements AutoCloseable {
    final Points points = new Points();
    final FakeHost one = new FakeHost("one", points);
    final FakeHost two = new FakeHost("two", points);
    final MovedClock clock = new MovedClock();
    final KeptAudit audit = new KeptAudit(clock, points);
    final KeptTranscripts transcripts = new KeptTranscripts();
    CloudStackClient cloud;
    final ManagementServer server = new ManagementServer(
            new UUID(7, 7),
            "ms1",
            "192.0.2.9",
            22,
            Optional.empty(),
            false,
            "localhost",
            Optional.empty(),
            Optional.of("http://192.0.2.9/client/api"),
            Optional.of("api"),
            Optional.empty(),
            new UUID(7, 1));

    private final TestLedger database;
    private final boolean ownDatabase;
    private final Map<UUID, Plan> plans = new HashMap<>();
    private final List<UUID> started = new ArrayList<>();
    private Guide guide;
    Optional<String> databaseTrouble = Optional.empty();
    Ledger ledger;
    Tools tools;
    Runner runner;

    /** On the database that most installations have. */
    Stage() {
        this(TestDatabase.Product.H2);
    }

    Stage(TestDatabase.Product product) {
        this(new TestLedger(product), true);
    }

    /** On a database that others use too. */
    Stage(TestLedger shared) {
        this(shared, false);
    }

    private Stage(TestLedger database, boolean ownDatabase) {
        this.database = database;
        this.ownDatabase = ownDatabase;
        restartServer();
    }

    /** The server ends and starts: nothing in memory is left. */
    void restartServer() {
        points.killAt(-1);
        ledger = database.ledger(clock, points);
        Inventory inventory = new FakeInventory();
        HostObserver observer = new HostObserver(new Shells(), new Clouds(), inventory);
        tools = new Tools(
                ledger,
                observer,
                inventory,
                audit,
                transcripts,
                KnownSecrets.login("root", "pa\"ss"),
                KnownSecrets.vault(),
                plans::get,
                id -> Optional.of(guide),
                new Limits(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(12)),
                clock,
                run -> {},
                new Health() {
                    @Override
                    public Optional<String> trouble() {
                        return databaseTrouble;
                    }

                    @Override
                    public boolean isToBlame(Throwable thrown) {
                        return thrown.getCause() instanceof SQLException;
                    }
                });
        runner = new Runner(tools);
    }

    /** Plans the chapters for the first host, or for both, and starts the run. */
    UUID start(int width, boolean both, Chapter... chapters) {
        List<HostInScope> hosts = both ? List.of(scope(one), scope(two)) : List.of(scope(one));
        Guide asked = guide(1, width, chapters);
        Scope scope = new Scope(
                asked,
                new Settings(Map.of()),
                Optional.empty(),
                hosts,
                Optional.of(hosts.get(0).target()),
                Optional.of(server));
        List<PlannedStep> steps = Planner.plan(
                scope.legs(), leg -> scope.situation(leg.target(), seen(leg, scope), Map.of()), Optional.empty());
        Plan plan = new Plan(
                UUID.randomUUID(),
                plans.size() + 1,
                "story",
                1,
                "Story",
                Optional.empty(),
                Optional.empty(),
                hosts,
                scope.coordinator(),
                Map.of(),
                "maker",
                clock.instant(),
                Plan.State.USED,
                PlanDigest.of("story", 1, Map.of(), steps),
                Optional.of("approver"),
                Optional.of(clock.instant()),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                steps);
        plans.put(plan.id(), plan);
        RunEntry run = new RunEntry(UUID.randomUUID(), 0, plan, false, "starter", clock.instant());
        Map<UUID, String> locks = new LinkedHashMap<>();
        hosts.forEach(host -> locks.put(host.target().id(), host.target().name()));
        List<StepEntry> entries = steps.stream().map(StepEntry::of).toList();
        ledger.add(run, entries, locks, begun -> Journal.write(tools, Starting.event(plan, begun)));
        guide = asked;
        started.add(run.id);
        return run.id;
    }

    /** Ostler is upgraded: the server starts with another version of the guide. */
    void upgrade(Chapter... chapters) {
        restartServer();
        guide = guide(guide.version() + 1, guide.width(), chapters);
    }

    private static Guide guide(int version, int width, Chapter... chapters) {
        return new Guide(
                "story",
                version,
                "Story",
                "",
                Set.of("KVM"),
                List.of(),
                any -> List.of(chapters),
                List.of(),
                any -> null,
                width,
                List.of(),
                List.of());
    }

    private Facts seen(org.ostler.plan.Leg leg, Scope scope) {
        try (Lines lines = tools.observer().lines()) {
            return tools.observer()
                    .look(
                            lines,
                            leg.place().map(Target::id),
                            scope.managementServer(),
                            leg.step().facts())
                    .facts();
        }
    }

    private static HostInScope scope(FakeHost host) {
        return new HostInScope(new Target(Target.Kind.HOST, host.id, host.name), "192.0.2.1");
    }

    /** Lets the run go on, moving the clock, until only a person can help or it is over. */
    RunState drive(UUID run) {
        for (int rounds = 0; rounds < 2000; rounds++) {
            List<String> ready;
            try {
                ready = runner.ready(run);
            } catch (Refusal changed) {
                runner.park(run, changed);
                return state(run);
            }
            Duration soonest = Duration.ofDays(1);
            for (String what : ready) {
                Next next = runner.tick(run, what);
                if (next instanceof Next.Later later && later.delay().compareTo(soonest) < 0) {
                    soonest = later.delay();
                } else if (next instanceof Next.Idle) {
                    soonest = Duration.ZERO;
                }
            }
            if (ready.isEmpty()) {
                runner.restate(run);
                return state(run);
            }
            clock.advance(soonest);
        }
        throw new AssertionError("the run comes to no end: " + state(run) + " " + transcripts.said);
    }

    RunState state(UUID run) {
        return ledger.find(run.toString()).orElseThrow().state;
    }

    StepEntry step(UUID run, String id) {
        return ledger.step(run, id).orElseThrow();
    }

    void answer(UUID run, String step, String by, Consumer<Answers> answer) {
        Answers.give(context(run), step, by, answer);
        runner.restate(run);
    }

    RunContext context(UUID run) {
        return runner.context(ledger.find(run.toString()).orElseThrow());
    }

    void wish(UUID run, RunEntry.Wish wish, String by) {
        Wishes.wish(tools, ledger.find(run.toString()).orElseThrow(), wish, by, "wanted otherwise", "");
    }

    @Override
    public void close() {
        // Whatever the story was: the ledger can be made from the journal alone.
        assertEquals(Optional.empty(), Retold.difference(ledger, audit.entries(), started));
        if (ownDatabase) {
            database.close();
        }
    }

    private final class FakeInventory extends Inventory {
        @Override
        public SshEndpoint endpoint(UUID machine) {
            return new SshEndpoint(machine, machine.equals(one.id) ? "one" : "two", "", 22, "", false);
        }

        @Override
        public Optional<Host> findHost(UUID id) {
            return Optional.of(new Host(
                    id,
                    "any",
                    Hypervisor.KVM,
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
            return (endpoint.id().equals(one.id) ? one : two).connect();
        }
    }

    private final class Clouds extends CloudStackClients {
        @Override
        public CloudStackClient connect(String url, String credential) {
            return cloud;
        }
    }

    /** Ledger, journal and transcript as text. */
    String everythingKept(UUID run) {
        return Json.write(ledger.steps(run)) + Json.write(audit.entries()) + transcripts.said;
    }
}
