package org.ostler.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import org.ostler.credential.KnownHosts;
import org.ostler.inventory.Inventory;
import org.ostler.ssh.RemoteShells;
import org.ostler.ssh.SshTrouble;

/**
 * Connects to a machine that has not shown the key a person knows already, from its own screen: only a key that was
 * shown can be accepted, and nothing else looks at a management server.
 */
@ApplicationScoped
class FirstContact {
    private static final System.Logger LOG = System.getLogger(FirstContact.class.getName());

    @Inject
    Inventory inventory;

    @Inject
    RemoteShells shells;

    @Inject
    KnownHosts known;

    void ifUnseen(UUID machine, String fingerprint) {
        Optional<KnownHosts.Key> accepted = known.accepted(machine);
        boolean done =
                accepted.map(key -> key.fingerprint().equals(fingerprint)).orElse(false);
        if (done || known.offered(machine).isPresent()) {
            return;
        }
        try {
            shells.connect(inventory.endpoint(machine)).close();
        } catch (SshTrouble expected) {
            LOG.log(Level.DEBUG, "first contact: {0}", expected.getMessage());
        }
    }
}
