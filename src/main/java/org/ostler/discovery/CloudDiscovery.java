package org.ostler.discovery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.cloudstack.CloudStackClients;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudEstate;
import org.ostler.facts.Fact;
import org.ostler.facts.Look;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.inventory.Zone;
import org.ostler.platform.Refusal;

/** The boundary of reading the inventory from CloudStack. Reading changes nothing, here and there. */
@ApplicationScoped
public class CloudDiscovery {
    /** For each list. Smaller: a big cloud's hosts are not listed in time. Larger: a person looks at a dead page. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @Inject
    Caller caller;

    @Inject
    Inventory inventory;

    @Inject
    CloudStackClients clients;

    @Inject
    Taking taking;

    private final Clock clock = Clock.systemUTC();

    /** Asks for the zones and tells what came, whatever it was. */
    public Probe test(ManagementServer server) {
        caller.require(Permission.OPERATE);
        String asked = "listZones" + server.apiUrl().map(url -> " · " + url).orElse("")
                + server.apiCredential().map(name -> " · " + name).orElse("");
        long began = System.nanoTime();
        try {
            List<String> zones = ask(server, CloudEstate.ZONES).stream()
                    .map(CloudEstate.Zone::name)
                    .toList();
            return new Probe(asked, since(began), zones, Optional.empty());
        } catch (Refusal trouble) {
            return new Probe(asked, since(began), List.of(), Optional.of(trouble));
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /**
     * Reads a zone's pods, clusters and hosts and compares them with the inventory.
     *
     * @param cloudZone the name of CloudStack's zone; empty for the one that is called like the inventory's
     * @throws Refusal that explains what was wrong: key or signature, no connection, no such zone
     */
    public Discovery read(ManagementServer server, Optional<String> cloudZone) {
        caller.require(Permission.ADMINISTER);
        Zone zone = zone(server.zone());
        List<CloudEstate.Zone> zones = ask(server, CloudEstate.ZONES);
        CloudEstate.Zone there = zones.stream()
                .filter(one -> one.name().equalsIgnoreCase(cloudZone.orElse(zone.name())))
                .findFirst()
                .orElseThrow(() -> wrongZone(cloudZone.orElse(zone.name()), zones));
        CloudEstate estate = new CloudEstate(
                zones,
                ask(server, CloudEstate.PODS),
                ask(server, CloudEstate.CLUSTERS),
                ask(server, CloudEstate.HOSTS));
        return new Discovery(
                server.id(),
                zone.id(),
                zone.name(),
                there.name(),
                clock.instant(),
                estate,
                Comparison.of(zone, estate, there.id()));
    }

    /** The names of the zones that CloudStack has, to choose from when none is called like the inventory's. */
    public List<String> zones(ManagementServer server) {
        caller.require(Permission.ADMINISTER);
        return ask(server, CloudEstate.ZONES).stream()
                .map(CloudEstate.Zone::name)
                .toList();
    }

    private static Refusal wrongZone(String name, List<CloudEstate.Zone> zones) {
        String known = zones.stream().map(CloudEstate.Zone::name).collect(Collectors.joining(", "));
        return new Refusal(
                Refusal.Kind.NOT_NOW,
                "cloudstack-zone",
                "CloudStack has no zone " + name + "; it has: " + known,
                "Choose which of them it is, or rename the zone in the inventory.");
    }

    /**
     * Takes over what a person chose of a reading; all of it or, when something is otherwise by now, nothing.
     *
     * @param keys of the differences
     * @param credential for new hosts; empty for none yet
     * @return how many were taken
     */
    public int take(Discovery discovery, List<String> keys, Optional<String> credential) {
        caller.require(Permission.ADMINISTER);
        return taking.take(discovery, zone(discovery.zone()), keys, credential, caller.name());
    }

    private Zone zone(UUID id) {
        return inventory.zones().stream()
                .filter(zone -> zone.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("zone", id.toString()));
    }

    private <T> T ask(ManagementServer server, Fact<T> fact) {
        String url = server.apiUrl().orElseThrow(() -> incomplete(server));
        String credential = server.apiCredential().orElseThrow(() -> incomplete(server));
        Look.Ask ask = (Look.Ask) fact.look();
        try {
            Answer answer = clients.connect(url, credential, PATIENCE).list(ask.command(), ask.parameters());
            if (!answer.ok()) {
                throw CloudTrouble.of(answer);
            }
            return fact.parser().apply(answer);
        } catch (CloudStackClient.NoAnswer silence) {
            throw CloudTrouble.of(silence, url);
        }
    }

    private static Refusal incomplete(ManagementServer server) {
        return new Refusal(
                Refusal.Kind.NOT_NOW,
                "cloudstack-incomplete",
                "The inventory names no API address or no API credential for " + server.name() + ".",
                "Set both on the page of the management server.");
    }
}
