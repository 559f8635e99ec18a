package org.ostler.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.ssh.SshEndpoint;

/** The boundary of the inventory. Names or ids are taken where a {@code nameOrId} is asked for. */
@ApplicationScoped
public class Inventory {
    public List<Zone> zones() {
        throw new UnsupportedOperationException();
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND */
    public Cluster cluster(String nameOrId) {
        throw new UnsupportedOperationException();
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND; CONFLICT when hosts of several clusters have this name */
    public Host host(String nameOrId) {
        throw new UnsupportedOperationException();
    }

    public Optional<Host> findHost(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND */
    public ManagementServer managementServer(String nameOrId) {
        throw new UnsupportedOperationException();
    }

    /** The zone's first management server. */
    public Optional<ManagementServer> managementServerOfZone(UUID zone) {
        throw new UnsupportedOperationException();
    }

    /**
     * How to connect to a host or management server.
     *
     * @throws org.ostler.platform.Refusal when it is gone or has no credential
     */
    public SshEndpoint endpoint(UUID hostOrManagementServer) {
        throw new UnsupportedOperationException();
    }
}
