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
import org.ostler.plan.HostObserver;
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
        List<Host> hosts = hosts(Given.body(body));
        Optional<Guide> guide =
                body.guide().map(id -> Library.guide(id).orElseThrow(() -> Refusal.notFound("guide", id)));
        Map<Hypervisor, List<Target>> targets = new LinkedHashMap<>();
        hosts.forEach(host -> targets.computeIfAbsent(host.hypervisor(), unused -> new ArrayList<>())
                .add(new Target(Target.Kind.HOST, host.id(), host.name())));
        List<HostFacts> looked = new ArrayList<>();
        targets.forEach((hypervisor, some) -> observer.look(some, facts(hypervisor, guide), done -> {})
                .forEach((target, sight) -> looked.add(
                        new HostFacts(target.id(), target.name(), sight.facts().answers(), sight.missing()))));
        return new Looked(looked);
    }

    private List<Host> hosts(FactsBody body) {
        List<String> named = Given.list(body.hosts(), "hosts");
        List<Host> hosts = named.isEmpty()
                ? inventory.cluster(Given.required(body.cluster(), "cluster")).hosts()
                : named.stream().distinct().map(inventory::host).toList();
        hosts.stream().filter(Host::retired).findFirst().ifPresent(retired -> {
            throw Refusal.badInput("host-retired", retired.name() + " is retired.", "Choose hosts in service.");
        });
        return hosts;
    }

    private static List<Fact<?>> facts(Hypervisor hypervisor, Optional<Guide> only) {
        Stream<Guide> guides = only.map(Stream::of).orElseGet(() -> Library.guides().stream());
        List<Fact<?>> facts = new ArrayList<>();
        guides.filter(guide -> guide.hypervisors().contains(hypervisor.name())).forEach(guide -> {
            facts.addAll(guide.orderFacts());
            guide.chapters().apply(new Settings(Map.of())).stream()
                    .flatMap(chapter -> chapter.steps().stream())
                    .map(Step::facts)
                    .forEach(facts::addAll);
        });
        return facts.stream()
                .filter(fact -> fact.place() == Place.HOST)
                .distinct()
                .toList();
    }
}
