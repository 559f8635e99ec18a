package org.ostler.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.credential.Credentials;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Refusal;

/** Hosts and management servers alike, by name or id. */
@ApplicationScoped
class Machines {
    @Inject
    Inventory inventory;

    @Inject
    Credentials credentials;

    /** @throws Refusal NOT_FOUND */
    UUID id(String nameOrId) {
        try {
            return inventory.host(nameOrId).id();
        } catch (Refusal noHost) {
            if (noHost.kind() != Refusal.Kind.NOT_FOUND) {
                throw noHost;
            }
            return managementServer(nameOrId, noHost);
        }
    }

    /** Empty when the machine has no credential yet. */
    List<Credentials.JumpHost> jumpHosts(UUID machine) {
        Optional<String> credential = inventory
                .findHost(machine)
                .map(Host::credential)
                .orElseGet(() -> inventory.managementServer(machine.toString()).credential());
        return credential.map(credentials::jumpHosts).orElse(List.of());
    }

    private UUID managementServer(String nameOrId, Refusal noHost) {
        try {
            return inventory.managementServer(nameOrId).id();
        } catch (Refusal noServer) {
            if (noServer.kind() != Refusal.Kind.NOT_FOUND) {
                throw noServer;
            }
            throw noHost;
        }
    }
}
