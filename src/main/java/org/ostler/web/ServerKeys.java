package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.ostler.credential.KnownHosts;
import org.ostler.inventory.ManagementServer;

/** How a management server stands: like a host without runs. */
@Named
@RequestScoped
public class ServerKeys {
    @Inject
    private KnownHosts knownHosts;

    public Mark mark(ManagementServer server) {
        boolean accepted = knownHosts.accepted(server.id()).isPresent();
        if (knownHosts.offered(server.id()).isPresent()) {
            return accepted ? Mark.FAIL : Mark.WAITING;
        }
        return accepted ? Mark.PASS : Mark.TODO;
    }
}
