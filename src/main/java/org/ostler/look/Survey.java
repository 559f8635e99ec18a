package org.ostler.look;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.facts.Fact;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Lines;
import org.ostler.platform.Refusal;

/**
 * The boundary of looking: at most 32 hosts at once, in the background or while the caller waits. What was seen stays,
 * whoever asked for it has gone or not.
 */
@ApplicationScoped
public class Survey {
    private static final System.Logger LOG = System.getLogger(Survey.class.getName());

    /**
     * How far the present survey is.
     *
     * @param looked hosts that are done
     */
    public record Progress(int looked, int of, Instant since, String by) {
        public int percent() {
            return of == 0 ? 0 : 100 * looked / of;
        }
    }

    @Inject
    Caller caller;

    @Inject
    Inventory inventory;

    @Inject
    HostObserver observer;

    @Inject
    OneLook one;

    @Inject
    Event<LookMade> made;

    private final Clock clock = Clock.systemUTC();

    /** The hosts of the present survey, or of the last one: whether each is done. */
    private final Map<UUID, Boolean> wave = new LinkedHashMap<>();

    private Instant since = Instant.EPOCH;
    private String by = "";

    /**
     * Begins to look in the background. A host that is being looked at already is not looked at twice.
     *
     * @return how many hosts are looked at because of this call
     */
    public int begin(Collection<Host> hosts, Collection<ManagementServer> servers) {
        caller.require(Permission.OPERATE);
        String name = caller.name();
        List<Subject> subjects = new ArrayList<>();
        hosts.stream().filter(host -> !host.retired()).map(Subject::of).forEach(subjects::add);
        servers.stream().map(Subject::of).forEach(subjects::add);
        List<Subject> fresh = join(subjects, name);
        try {
            CloudListing cloud = CloudListing.of(fresh, observer, inventory);
            fresh.forEach(subject -> observer.later(lines -> surveyed(lines, subject, name, cloud)));
        } catch (RuntimeException notBegun) {
            fresh.forEach(subject -> done(subject.id()));
            throw notBegun;
        }
        return fresh.size();
    }

    private synchronized List<Subject> join(Collection<Subject> subjects, String name) {
        if (!wave.containsValue(false)) {
            wave.clear();
            since = clock.instant();
            by = name;
        }
        List<Subject> fresh = new ArrayList<>();
        for (Subject subject : subjects) {
            if (wave.getOrDefault(subject.id(), true)) {
                wave.put(subject.id(), false);
                fresh.add(subject);
            }
        }
        return fresh;
    }

    private void surveyed(Lines lines, Subject subject, String name, CloudListing cloud) {
        try {
            one.make(lines, subject, List.of(), name, () -> cloud.of(subject));
        } catch (Refusal refusal) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was looked at in vain: {1}",
                    subject.name(),
                    refusal.getMessage());
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "the look at " + subject.name() + " cannot be kept", bug);
        } finally {
            made.fire(new LookMade(subject.id(), done(subject.id())));
        }
    }

    /** @return whether it was the last one */
    private synchronized boolean done(UUID host) {
        wave.put(host, true);
        return !wave.containsValue(false);
    }

    /**
     * Looks and waits for the end; takes as long as the slowest host.
     *
     * @param more facts beside the portrait's, for each host
     * @return in the order of the hosts
     */
    public List<HostLook> look(List<Host> hosts, Function<Host, List<Fact<?>>> more) {
        Map<Subject, List<Fact<?>>> facts = new LinkedHashMap<>();
        hosts.forEach(host -> facts.put(Subject.of(host), more.apply(host)));
        return look(facts);
    }

    /** The same for a management server. */
    public HostLook look(ManagementServer server, List<Fact<?>> more) {
        return look(Map.of(Subject.of(server), more)).get(0);
    }

    private List<HostLook> look(Map<Subject, List<Fact<?>>> subjects) {
        caller.require(Permission.OPERATE);
        String name = caller.name();
        CloudListing cloud = CloudListing.of(subjects.keySet(), observer, inventory);
        List<Future<HostLook>> asked = new ArrayList<>();
        subjects.forEach((subject, facts) ->
                asked.add(observer.inPool(lines -> one.make(lines, subject, facts, name, () -> cloud.of(subject)))));
        List<HostLook> looks = asked.stream().map(Survey::await).toList();
        looks.forEach(look -> made.fire(new LookMade(look.host(), true)));
        return looks;
    }

    private static HostLook await(Future<HostLook> look) {
        try {
            return look.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a look failed", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("looking was interrupted", stopped);
        }
    }

    /** The present survey as far as it is about these hosts; empty when none of them is being looked at. */
    public synchronized Optional<Progress> progress(Predicate<UUID> about) {
        List<Boolean> states = wave.entrySet().stream()
                .filter(entry -> about.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (!states.contains(false)) {
            return Optional.empty();
        }
        int looked = (int) states.stream().filter(done -> done).count();
        return Optional.of(new Progress(looked, states.size(), since, by));
    }

    public synchronized boolean isLooking(UUID host) {
        return !wave.getOrDefault(host, true);
    }
}
