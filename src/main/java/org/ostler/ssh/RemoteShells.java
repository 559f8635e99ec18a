package org.ostler.ssh;

import jakarta.enterprise.context.ApplicationScoped;

/** Opens connections. */
@ApplicationScoped
public class RemoteShells {
    /**
     * Connects, checks the host key, logs in. Refuses while a transaction is active: no transaction stays open during
     * SSH.
     */
    public RemoteShell connect(SshEndpoint endpoint) throws SshTrouble {
        throw new UnsupportedOperationException();
    }
}
