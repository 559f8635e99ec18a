package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Place;
import org.ostler.guide.Library;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/** A look at hosts: what they say of themselves, or why they do not. */
@Path("facts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FactsResource {
    @Inject
    Caller caller;

    @Inject
    Inventory inventory;

    @Inject
    HostObserver observer;

    /** @param guide only what this guide asks for; otherwise what all guides for the host's hypervisor do */
    public record FactsBody(Optional<String> cluster, List<String> hosts, Optional<String> guide) {}

    /** @param unknown why a fact is not known, by its name */
    public record HostFacts(UUID id, String name, Map<String, Answer> facts, Map<String, String> unknown) {}

    public record Looked(List<HostFacts> hosts) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Look at hosts; takes as long as the hosts take")
    public Looked look(FactsBody body) {
        caller.require(Permission.OPERATE);
        List<ManagementServer> servers = new ArrayList<>();
        List<Host> hosts = hosts(Given.body(body), servers);
        Optional<Guide> guide =
                body.guide().map(id -> Library.guide(id).orElseThrow(() -> Refusal.notFound("guide", id)));
        Map<Hypervisor, List<Target>> targets = new LinkedHashMap<>();
        hosts.forEach(host -> targets.computeIfAbsent(host.hypervisor(), unused -> new ArrayList<>())
                .add(new Target(Target.Kind.HOST, host.id(), host.name())));
        List<HostFacts> looked = new ArrayList<>();
        targets.forEach((hypervisor, some) -> observer.look(
                        some, facts(Place.HOST, it -> it.hypervisors().contains(hypervisor.name()), guide), done -> {})
                .forEach((target, sight) -> looked.add(
                        new HostFacts(target.id(), target.name(), sight.facts().answers(), sight.missing()))));
        servers.forEach(server -> looked.add(looked(server, guide)));
        return new Looked(looked);
    }

    private HostFacts looked(ManagementServer server, Optional<Guide> guide) {
        try (Lines lines = observer.lines()) {
            List<Fact<?>> asked = facts(Place.MANAGEMENT_SERVER, any -> true, guide);
            Sight sight = observer.look(lines, Optional.empty(), Optional.of(server), asked);
            return new HostFacts(server.id(), server.name(), sight.facts().answers(), sight.missing());
        }
    }

    /** @param servers takes the management servers among the names */
    private List<Host> hosts(FactsBody body, List<ManagementServer> servers) {
        List<String> named = Given.list(body.hosts(), "hosts");
        List<Host> hosts = named.isEmpty()
                ? inventory.cluster(Given.required(body.cluster(), "cluster")).hosts()
                : named.stream()
                        .distinct()
                        .flatMap(name -> host(name, servers).stream())
                        .toList();
        hosts.stream().filter(Host::retired).findFirst().ifPresent(retired -> {
            throw Refusal.badInput("host-retired", retired.name() + " is retired.", "Choose hosts in service.");
        });
        return hosts;
    }

    private Optional<Host> host(String name, List<ManagementServer> servers) {
        try {
            return Optional.of(inventory.host(name));
        } catch (Refusal noHost) {
            if (noHost.kind() != Refusal.Kind.NOT_FOUND) {
                throw noHost;
            }
            inventory.zones().stream()
                    .flatMap(zone -> zone.managementServers().stream())
                    .filter(server ->
                            server.name().equals(name) || server.id().toString().equals(name))
                    .findFirst()
                    .ifPresentOrElse(servers::add, () -> {
                        throw noHost;
                    });
            return Optional.empty();
        }
    }

    private static List<Fact<?>> facts(Place place, Predicate<Guide> wanted, Optional<Guide> only) {
        Stream<Guide> guides = only.map(Stream::of).orElseGet(() -> Library.guides().stream());
        List<Fact<?>> facts = new ArrayList<>();
        guides.filter(wanted).forEach(guide -> {
            facts.addAll(guide.orderFacts());
            guide.chapters().apply(new Settings(Map.of())).stream()
                    .flatMap(chapter -> chapter.steps().stream())
                    .map(Step::facts)
                    .forEach(facts::addAll);
        });
        return facts.stream().filter(fact -> fact.place() == place).distinct().toList();
    }
}
