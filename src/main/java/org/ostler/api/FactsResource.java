package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
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
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.look.HostLook;
import org.ostler.look.Looks;
import org.ostler.look.Survey;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;

/** A look at hosts: what they say of themselves, or why they do not. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FactsResource {
    @Inject
    Caller caller;

    @Inject
    Inventory inventory;

    @Inject
    Machines machines;

    @Inject
    Survey survey;

    @Inject
    Looks looks;

    /** @param guide only what this guide asks for; otherwise what all guides for the host's hypervisor do */
    public record FactsBody(Optional<String> cluster, List<String> hosts, Optional<String> guide) {}

    /**
     * @param lookedAt when
     * @param by who looked
     * @param trouble why there are no facts
     * @param unknown why a fact is not known, by its name
     * @param drift managed files that differ from what was written last
     */
    public record HostFacts(
            UUID id,
            String name,
            Instant lookedAt,
            String by,
            Optional<HostLook.Trouble> trouble,
            Map<String, Answer> facts,
            Map<String, String> unknown,
            List<HostLook.SeenFile> drift) {
        static HostFacts of(String name, HostLook look) {
            return new HostFacts(
                    look.host(),
                    name,
                    look.at(),
                    look.by(),
                    look.trouble(),
                    look.facts().answers(),
                    look.missing(),
                    look.drifted());
        }
    }

    public record Looked(List<HostFacts> hosts) {}

    /**
     * @param latest the newest look, whatever came of it; empty before the first
     * @param facts the newest look that brought facts
     */
    public record Kept(Optional<HostFacts> latest, Optional<HostFacts> facts) {}

    @POST
    @Path("facts")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Look at hosts and keep what was seen; takes as long as the hosts take")
    public Looked look(FactsBody body) {
        caller.require(Permission.OPERATE);
        List<ManagementServer> servers = new ArrayList<>();
        List<Host> hosts = hosts(Given.body(body), servers);
        Optional<Guide> guide =
                body.guide().map(id -> Library.guide(id).orElseThrow(() -> Refusal.notFound("guide", id)));
        List<HostFacts> looked = new ArrayList<>();
        List<HostLook> looks = survey.look(
                hosts,
                host -> facts(
                        Place.HOST,
                        it -> it.hypervisors().contains(host.hypervisor().name()),
                        guide));
        for (int i = 0; i < looks.size(); i++) {
            looked.add(HostFacts.of(hosts.get(i).name(), looks.get(i)));
        }
        servers.forEach(server -> looked.add(
                HostFacts.of(server.name(), survey.look(server, facts(Place.MANAGEMENT_SERVER, any -> true, guide)))));
        return new Looked(looked);
    }

    @GET
    @Path("hosts/{host}/facts")
    @Operation(summary = "What was seen of a host or management server at the last looks; looks at nothing")
    public Kept kept(@PathParam("host") String host) {
        caller.require(Permission.READ);
        UUID id = machines.id(host);
        String name = inventory.findHost(id).map(Host::name).orElse(host);
        return new Kept(
                looks.newest(id).map(look -> HostFacts.of(name, look)),
                looks.facts(id).map(look -> HostFacts.of(name, look)));
    }

    /** @param servers takes the management servers among the names */
    private List<Host> hosts(FactsBody body, List<ManagementServer> servers) {
        List<String> named = Given.list(body.hosts(), "hosts");
        List<Host> hosts = named.isEmpty()
                ? inventory.cluster(Given.required(body.cluster(), "cluster")).hosts()
                : named.stream()
                        .distinct()
                        .flatMap(name -> host(name, servers).stream())
                        .distinct()
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
