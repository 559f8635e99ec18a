package org.ostler.look;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.facts.Fact;
import org.ostler.facts.Place;
import org.ostler.inventory.Host;
import org.ostler.inventory.ManagementServer;

/**
 * Who is looked at: a host, or a management server, which is a host to SSH.
 *
 * @param zone whose CloudStack knows it; empty for a management server
 */
record Subject(
        UUID id,
        String name,
        String address,
        Place place,
        Optional<ManagementServer> server,
        Optional<UUID> zone,
        List<Fact<?>> portrait) {
    static Subject of(Host host) {
        return new Subject(
                host.id(),
                host.name(),
                host.address(),
                Place.HOST,
                Optional.empty(),
                Optional.of(host.zone()),
                Portrait.facts(host.hypervisor()));
    }

    static Subject of(ManagementServer server) {
        return new Subject(
                server.id(),
                server.name(),
                server.address(),
                Place.MANAGEMENT_SERVER,
                Optional.of(server),
                Optional.empty(),
                Portrait.factsOfServer());
    }

    Optional<UUID> host() {
        return place == Place.HOST ? Optional.of(id) : Optional.empty();
    }
}
