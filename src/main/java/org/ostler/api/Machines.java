package org.ostler.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Refusal;

/** Hosts and management servers alike, by name or id. */
@ApplicationScoped
class Machines {
    @Inject
    Inventory inventory;

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
