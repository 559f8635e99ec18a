package org.ostler.look;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditTrail;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunView;
import org.ostler.execution.StepState;
import org.ostler.inventory.Host;
import org.ostler.inventory.ManagementServer;
import org.ostler.platform.Configuration;

/** How hosts stand, for lists of them: a handful of queries, however many hosts there are. */
@ApplicationScoped
public class Standings {
    /** Smaller: every morning begins with a page of stale hosts. Larger: a forgotten change stays unseen for longer. */
    private static final int FRESH_HOURS = 24;

    @Inject
    Caller caller;

    @Inject
    LookStore store;

    @Inject
    KnownHosts knownHosts;

    @Inject
    AuditTrail audit;

    @Inject
    Survey survey;

    @Inject
    Configuration configuration;

    private final Clock clock = Clock.systemUTC();

    /** @param open runs that are not over, with their steps */
    public Map<UUID, Standing> of(Collection<Host> hosts, List<RunView> open) {
        Known known = known(open);
        return hosts.stream()
                .collect(Collectors.toMap(
                        Host::id,
                        host -> known.standing(host.id(), host.credential().isPresent())));
    }

    /** The same for management servers. */
    public Map<UUID, Standing> ofServers(Collection<ManagementServer> servers, List<RunView> open) {
        Known known = known(open);
        return servers.stream()
                .collect(Collectors.toMap(
                        ManagementServer::id,
                        server ->
                                known.standing(server.id(), server.credential().isPresent())));
    }

    private Known known(List<RunView> open) {
        caller.require(Permission.READ);
        Instant freshFrom =
                clock.instant().minus(Duration.ofHours(configuration.number("ostler.facts.hours", FRESH_HOURS)));
        Map<UUID, LookRow.Summary> withFacts = store.newestWithFacts();
        Instant changesFrom = withFacts.values().stream()
                .filter(facts -> facts.drifted() > 0)
                .map(LookRow.Summary::at)
                .min(Comparator.naturalOrder())
                .filter(freshFrom::isAfter)
                .orElse(freshFrom);
        return new Known(
                store.newest(),
                withFacts,
                audit.lastChanges(changesFrom),
                keys(),
                inRuns(open),
                freshFrom,
                survey::isLooking);
    }

    /** Which hosts show a key that nobody accepted; true for those that had another one. */
    private Map<UUID, Boolean> keys() {
        return knownHosts.waiting().stream()
                .map(KnownHosts.Key::endpoint)
                .collect(
                        Collectors.toMap(id -> id, id -> knownHosts.accepted(id).isPresent(), (one, other) -> one));
    }

    private static Map<UUID, Standing.InRun> inRuns(List<RunView> open) {
        Map<UUID, Standing.InRun> all = new HashMap<>();
        for (RunView run : open) {
            for (RunView.StepView step : run.steps()) {
                Optional<StepState> active = Optional.of(step.state()).filter(state -> !QUIET.contains(state));
                all.merge(
                        step.target().id(),
                        new Standing.InRun(run.number(), active),
                        (one, other) -> one.step().isPresent() ? one : other);
            }
        }
        return all;
    }

    private static final Set<StepState> QUIET =
            Set.of(StepState.PENDING, StepState.SUCCEEDED, StepState.SKIPPED, StepState.ROLLED_BACK);

    /** All that was read at once. */
    record Known(
            Map<UUID, LookRow.Summary> newest,
            Map<UUID, LookRow.Summary> withFacts,
            Map<UUID, Instant> changed,
            Map<UUID, Boolean> keys,
            Map<UUID, Standing.InRun> runs,
            Instant freshFrom,
            Predicate<UUID> looking) {

        Standing standing(UUID host, boolean credential) {
            Optional<LookRow.Summary> facts = Optional.ofNullable(withFacts.get(host));
            Optional<HostLook.Trouble> trouble =
                    Optional.ofNullable(newest.get(host)).flatMap(LookRow.Summary::trouble);
            Optional<Standing.InRun> run = Optional.ofNullable(runs.get(host));
            boolean stale = facts.filter(one -> one.at().isBefore(freshFrom) || isOutdated(one))
                    .isPresent();
            // What was written since the look may be the very mend of the drift.
            int drifted = facts.filter(one -> !isOutdated(one))
                    .map(LookRow.Summary::drifted)
                    .orElse(0);
            boolean maintenance = facts.filter(LookRow.Summary::maintenance).isPresent();
            Standing.State state = first(host, run)
                    .or(() -> Optional.of(Standing.State.NO_CREDENTIAL).filter(none -> !credential))
                    .or(() -> trouble.flatMap(Known::silent))
                    .orElseGet(() -> seen(facts.isPresent(), stale || trouble.isPresent(), drifted, maintenance));
            return new Standing(state, trouble, facts.map(LookRow.Summary::at), stale, run, drifted, maintenance);
        }

        /** What holds whatever the last look said. */
        private Optional<Standing.State> first(UUID host, Optional<Standing.InRun> run) {
            if (Boolean.TRUE.equals(keys.get(host))) {
                return Optional.of(Standing.State.KEY_CHANGED);
            }
            if (run.flatMap(Standing.InRun::step).isPresent()) {
                return Optional.of(Standing.State.IN_RUN);
            }
            if (looking.test(host)) {
                return Optional.of(Standing.State.LOOKING);
            }
            return keys.containsKey(host) ? Optional.of(Standing.State.KEY_UNKNOWN) : Optional.empty();
        }

        private boolean isOutdated(LookRow.Summary facts) {
            return facts.at().isBefore(changed.getOrDefault(facts.host(), Instant.MIN));
        }

        /** A key that was accepted since the last look leaves facts of before: they are stale. */
        private static Standing.State seen(boolean seen, boolean stale, int drifted, boolean maintenance) {
            if (!seen) {
                return Standing.State.NEVER;
            }
            if (drifted > 0) {
                return Standing.State.DRIFT;
            }
            if (stale) {
                return Standing.State.STALE;
            }
            return maintenance ? Standing.State.MAINTENANCE : Standing.State.FRESH;
        }

        private static Optional<Standing.State> silent(HostLook.Trouble trouble) {
            return switch (trouble.kind()) {
                case UNREACHABLE, LOST -> Optional.of(Standing.State.UNREACHABLE);
                case LOGIN_REFUSED, ROOT_REFUSED, WEAK_ALGORITHMS -> Optional.of(Standing.State.REFUSED);
                case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED -> Optional.empty();
            };
        }
    }
}
