package org.ostler.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Place;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Target;

/** Makes one plan: looks, orders the hosts, states each step. */
final class Making {
    private final HostObserver observer;
    private final Consumer<Target> looked;
    private final Clock clock;
    private final Map<UUID, Facts> ofHosts = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Set<UUID> outOfReach = new HashSet<>();
    private Facts elsewhere = Facts.none();

    Making(HostObserver observer, Consumer<Target> looked, Clock clock) {
        this.observer = observer;
        this.looked = looked;
        this.clock = clock;
    }

    /** @param validFor how long the draft may be approved */
    Plan make(Wanted wanted, String by, Duration validFor) {
        Scope asked = wanted.scope();
        lookAtHosts(asked);
        Guide.Order order = order(asked);
        List<PlannedStep> steps = List.of();
        Scope scope = asked;
        if (order.refusal().isPresent()) {
            troubles.add(order.refusal().get());
        } else {
            scope = asked.inOrder(ordered(asked.hosts(), order.hosts()), order.coordinator());
            lookElsewhere(scope);
            steps = steps(scope);
        }
        Instant now = clock.instant();
        Guide guide = scope.guide();
        Map<String, String> settings = chosen(scope);
        return new Plan(
                UUID.randomUUID(),
                0,
                guide.id(),
                guide.version(),
                guide.title(),
                wanted.cluster(),
                scope.cluster(),
                scope.hosts(),
                scope.coordinator(),
                settings,
                by,
                now,
                Plan.State.DRAFT,
                PlanDigest.of(guide.id(), guide.version(), settings, steps),
                Optional.empty(),
                Optional.empty(),
                now.plus(validFor),
                troubles.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", troubles)),
                Optional.empty(),
                steps);
    }

    private void lookAtHosts(Scope scope) {
        Set<Fact<?>> facts = new LinkedHashSet<>(scope.guide().orderFacts());
        for (Leg leg : scope.legs()) {
            facts.addAll(leg.step().factsOfEveryHost());
            if (leg.host().isPresent() && leg.host().equals(leg.place())) {
                leg.step().facts().stream()
                        .filter(fact -> fact.place() == Place.HOST)
                        .forEach(facts::add);
            }
        }
        List<Target> hosts = scope.hosts().stream().map(HostInScope::target).toList();
        observer.look(hosts, facts, looked).forEach((host, sight) -> {
            ofHosts.put(host.id(), sight.facts());
            sight.trouble().ifPresent(trouble -> {
                outOfReach.add(host.id());
                troubles.add(host.name() + " cannot be looked at: " + trouble.getMessage());
            });
        });
    }

    private Guide.Order order(Scope scope) {
        Map<Target, Facts> seen = new LinkedHashMap<>();
        scope.hosts()
                .forEach(host ->
                        seen.put(host.target(), ofHosts.get(host.target().id())));
        try {
            return scope.guide().order().apply(seen);
        } catch (Fact.Unreadable unknown) {
            return Guide.Order.refused("The hosts cannot be put in order: " + unknown.getMessage());
        }
    }

    private static List<HostInScope> ordered(List<HostInScope> hosts, List<Target> order) {
        return order.stream()
                .flatMap(target ->
                        hosts.stream().filter(host -> host.target().id().equals(target.id())))
                .toList();
    }

    /** What is seen on the management server, in CloudStack, and on the coordinator for steps done once. */
    private void lookElsewhere(Scope scope) {
        Map<Optional<UUID>, Set<Fact<?>>> wanted = new LinkedHashMap<>();
        for (Leg leg : scope.legs()) {
            for (Fact<?> fact : leg.step().facts()) {
                Optional<UUID> host = fact.place() == Place.HOST ? leg.place().map(Target::id) : Optional.empty();
                boolean known = host.filter(id -> outOfReach.contains(id)
                                || ofHosts.getOrDefault(id, Facts.none())
                                        .answer(fact)
                                        .isPresent())
                        .isPresent();
                if (!known) {
                    wanted.computeIfAbsent(host, any -> new LinkedHashSet<>()).add(fact);
                }
            }
        }
        try (Lines lines = observer.lines()) {
            wanted.forEach((host, facts) -> {
                Sight sight = observer.look(lines, host, scope.managementServer(), facts);
                if (host.isPresent()) {
                    ofHosts.merge(host.get(), sight.facts(), Facts::and);
                } else {
                    elsewhere = sight.facts();
                    sight.trouble()
                            .ifPresent(trouble ->
                                    troubles.add("The management server cannot be looked at: " + trouble.getMessage()));
                }
            });
        }
    }

    private List<PlannedStep> steps(Scope scope) {
        return Planner.plan(
                scope.legs(),
                leg -> scope.situation(
                        leg.target(),
                        elsewhere
                                .and(leg.place()
                                        .map(place -> ofHosts.getOrDefault(place.id(), Facts.none()))
                                        .orElse(Facts.none()))
                                .and(leg.step().factsOfEveryHost().isEmpty() ? Facts.none() : everyHost(scope)),
                        Map.of()),
                scope.managementServerId());
    }

    private Facts everyHost(Scope scope) {
        Facts all = Facts.none();
        for (HostInScope host : scope.hosts()) {
            all = all.including(
                    host.target().name(), ofHosts.getOrDefault(host.target().id(), Facts.none()));
        }
        return all;
    }

    /** All settings, the standard ones too: another standard later must not change an approved plan. */
    private static Map<String, String> chosen(Scope scope) {
        Map<String, String> all = new TreeMap<>();
        scope.guide()
                .settings()
                .forEach(setting -> all.put(setting.key(), scope.settings().text(setting)));
        return all;
    }
}
