package org.ostler.plan;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.cloudstack.CloudStackClients;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.Place;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.procedure.Target;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.RemoteShells;
import org.ostler.ssh.SshTrouble;

/** Looks declared facts up on hosts, on the management server and in CloudStack. Changes nothing. */
@ApplicationScoped
public class HostObserver {
    /** Hosts looked at at once: fewer makes a big cluster's plan slow, more floods a small management network. */
    private static final int AT_ONCE = 32;

    /**
     * For one read-only command. Smaller, and a busy host's answer is taken for none; larger, and a hanging one holds
     * the plan for longer than a person waits.
     */
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(60);

    private final RemoteShells shells;
    private final CloudStackClients clouds;
    private final Inventory inventory;

    @Resource
    ManagedThreadFactory threads;

    private ThreadPoolExecutor pool;

    /** For the container's proxy. */
    protected HostObserver() {
        this(null, null, null);
    }

    @Inject
    public HostObserver(RemoteShells shells, CloudStackClients clouds, Inventory inventory) {
        this.shells = shells;
        this.clouds = clouds;
        this.inventory = inventory;
    }

    /** New connections, for one piece of work. */
    public Lines lines() {
        return new Lines(inventory::endpoint, shells);
    }

    /** One look; a fact that cannot be looked up is absent, with the reason. */
    public Sight look(Lines lines, Optional<UUID> host, Optional<ManagementServer> server, Collection<Fact<?>> facts) {
        Looking looking = new Looking(lines, host, server);
        looking.at(facts.stream().distinct().toList());
        return looking.sight();
    }

    /**
     * The same facts on many hosts, at most 32 at once, one connection each.
     *
     * @param done told of each host when it has been looked at
     */
    public Map<Target, Sight> look(List<Target> hosts, Collection<Fact<?>> facts, Consumer<Target> done) {
        Map<Target, Future<Sight>> asked = new LinkedHashMap<>();
        for (Target host : hosts) {
            asked.put(host, pool().submit(() -> {
                try (Lines lines = lines()) {
                    return look(lines, Optional.of(host.id()), Optional.empty(), facts);
                } finally {
                    done.accept(host);
                }
            }));
        }
        Map<Target, Sight> seen = new LinkedHashMap<>();
        asked.forEach((host, sight) -> seen.put(host, await(sight)));
        return seen;
    }

    /** Work that looks at one host, with connections of its own; at most 32 at once together with all other looks. */
    public <T> Future<T> inPool(Function<Lines, T> work) {
        return pool().submit(() -> {
            try (Lines lines = lines()) {
                return work.apply(lines);
            }
        });
    }

    /** The same for work whose end nobody waits for; it keeps what it found itself. */
    public void later(Consumer<Lines> work) {
        pool().execute(() -> {
            try (Lines lines = lines()) {
                work.accept(lines);
            }
        });
    }

    private static Sight await(Future<Sight> sight) {
        try {
            return sight.get();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a look failed", bug.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("looking was interrupted", stopped);
        }
    }

    private synchronized ThreadPoolExecutor pool() {
        if (pool == null) {
            pool = new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    30,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    threads == null ? java.util.concurrent.Executors.defaultThreadFactory() : threads);
            pool.allowCoreThreadTimeOut(true);
        }
        return pool;
    }

    @PreDestroy
    synchronized void stop() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    private final class Looking {
        private final Lines lines;
        private final Optional<UUID> host;
        private final Optional<ManagementServer> server;
        private final Map<String, Answer> answers = new TreeMap<>();
        private final Map<String, String> missing = new TreeMap<>();
        private final Map<Place, SshTrouble> cut = new java.util.EnumMap<>(Place.class);

        Looking(Lines lines, Optional<UUID> host, Optional<ManagementServer> server) {
            this.lines = lines;
            this.host = host;
            this.server = server;
        }

        /** Neighbours that are commands or files of one machine are asked for together. */
        void at(List<Fact<?>> facts) {
            List<Fact<?>> together = new ArrayList<>();
            for (Fact<?> fact : facts) {
                boolean joins = fact.look() instanceof Look.Run || fact.look() instanceof Look.Read;
                if (!joins || (!together.isEmpty() && together.get(0).place() != fact.place())) {
                    ask(together);
                    together.clear();
                }
                if (joins) {
                    together.add(fact);
                } else {
                    at(fact);
                }
            }
            ask(together);
        }

        private void ask(List<Fact<?>> facts) {
            Optional<UUID> machine = facts.stream().findFirst().flatMap(fact -> machine(fact.place()));
            if (facts.size() < 2
                    || machine.isEmpty()
                    || cut.containsKey(facts.get(0).place())) {
                facts.forEach(this::at);
                return;
            }
            Iterator<Fact<?>> asked = facts.iterator();
            try {
                lines.to(machine.get())
                        .look(
                                facts.stream().<Look>map(Fact::look).toList(),
                                LOOK_LIMIT,
                                answer -> take(asked.next(), answer));
            } catch (SshTrouble trouble) {
                cut.put(facts.get(0).place(), trouble);
                asked.forEachRemaining(fact -> missing.put(Facts.key(fact), trouble.getMessage()));
                lines.drop(machine.get());
            }
        }

        private void take(Fact<?> fact, Answer answer) {
            try {
                answers.put(Facts.key(fact), readable(fact, answer));
            } catch (Fact.Unreadable why) {
                missing.put(Facts.key(fact), why.getMessage());
            }
        }

        private static Answer readable(Fact<?> fact, Answer answer) {
            if (fact.look() instanceof Look.Read read && answer.exit() > 1) {
                throw new Fact.Unreadable(read.path() + " cannot be read: " + answer.err());
            }
            return answer;
        }

        private void at(Fact<?> fact) {
            SshTrouble before = cut.get(fact.place());
            if (before != null) {
                missing.put(Facts.key(fact), before.getMessage());
                return;
            }
            try {
                answers.put(Facts.key(fact), answer(fact));
            } catch (SshTrouble trouble) {
                cut.put(fact.place(), trouble);
                missing.put(Facts.key(fact), trouble.getMessage());
                machine(fact.place()).ifPresent(lines::drop);
            } catch (Fact.Unreadable why) {
                missing.put(Facts.key(fact), why.getMessage());
            }
        }

        private Answer answer(Fact<?> fact) throws SshTrouble {
            if (fact.look() instanceof Look.Ask ask) {
                return ask(ask);
            }
            UUID machine = machine(fact.place())
                    .orElseThrow(() -> new Fact.Unreadable("there is no " + fact.place() + " to look at"));
            RemoteShell shell = lines.to(machine);
            if (fact.look() instanceof Look.Read read) {
                return readable(fact, shell.read(read.path()));
            }
            return fact.look() instanceof Look.Clock
                    ? clock(shell)
                    : shell.run(((Look.Run) fact.look()).command(), LOOK_LIMIT);
        }

        private static Answer clock(RemoteShell shell) throws SshTrouble {
            Instant before = Instant.now();
            Answer told = shell.run(Look.Clock.COMMAND, LOOK_LIMIT);
            Instant after = Instant.now();
            return told.ok()
                    ? Answer.of(seconds(before) + " " + told.out().strip() + " " + seconds(after) + "\n")
                    : told;
        }

        private static String seconds(Instant time) {
            return time.getEpochSecond() + String.format(Locale.ROOT, ".%09d", time.getNano());
        }

        private Answer ask(Look.Ask ask) {
            CloudStackClient client = server.flatMap(HostObserver.this::client)
                    .orElseThrow(() -> new Fact.Unreadable("no CloudStack API is known for this zone"));
            try {
                return client.list(ask.command(), ask.parameters());
            } catch (CloudStackClient.NoAnswer silent) {
                throw new Fact.Unreadable("CloudStack did not answer " + ask.command() + ": " + silent.getMessage());
            }
        }

        private Optional<UUID> machine(Place place) {
            return place == Place.HOST ? host : server.map(ManagementServer::id);
        }

        Sight sight() {
            Optional<SshTrouble> first = Optional.ofNullable(cut.get(Place.HOST))
                    .or(() -> Optional.ofNullable(cut.get(Place.MANAGEMENT_SERVER)));
            return new Sight(new Facts(answers), Map.copyOf(missing), first);
        }
    }

    /** The API of a management server, when address and credential are known. */
    public Optional<CloudStackClient> client(ManagementServer server) {
        return server.apiUrl()
                .flatMap(url -> server.apiCredential().map(credential -> clouds.connect(url, credential)));
    }
}
