package org.ostler.ssh;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ostler.credential.Credentials;
import org.ostler.credential.KnownHosts;
import org.ostler.credential.SshIdentity;

/** Opens connections. */
@ApplicationScoped
public class RemoteShells {
    /** Connections at once. Smaller: big looks and many lanes wait. Larger: memory (some MB each) and sockets. */
    private static final int MOST = 64;

    /**
     * Seconds to wait for one of them. Smaller: a short rush fails what could have waited. Larger: a page hangs without
     * a word.
     */
    private static final int WAIT = 30;

    private final Semaphore free = new Semaphore(MOST, true);
    private final Credentials credentials;
    private final KnownHosts known;
    private final RunnerScript script;
    private final Patience patience;

    /** For the container's proxy. */
    protected RemoteShells() {
        this(null, null, RunnerScript.ours());
    }

    @Inject
    public RemoteShells(Credentials credentials, KnownHosts known) {
        this(credentials, known, RunnerScript.ours());
    }

    RemoteShells(Credentials credentials, KnownHosts known, RunnerScript script) {
        this(credentials, known, script, Patience.standard());
    }

    RemoteShells(Credentials credentials, KnownHosts known, RunnerScript script, Patience patience) {
        this.credentials = credentials;
        this.known = known;
        this.script = script;
        this.patience = patience;
    }

    /**
     * Connects, checks the host key, logs in, becomes root. Refuses while a transaction is active: no transaction stays
     * open during SSH.
     *
     * @throws org.ostler.platform.Refusal when the credential does not exist or is none for SSH
     */
    public RemoteShell connect(SshEndpoint endpoint) throws SshTrouble {
        Transactions.refuse();
        SshIdentity identity = credentials.identity(endpoint.credential());
        acquire(endpoint);
        Line line = null;
        RemoteShell shell = null;
        try {
            line = Line.open(endpoint, identity, known, patience);
            shell = SshjShell.over(endpoint.name(), line, identity, script, free::release);
            return shell;
        } finally {
            if (shell == null) {
                if (line != null) {
                    line.close();
                }
                free.release();
            }
        }
    }

    private void acquire(SshEndpoint endpoint) throws SshTrouble {
        try {
            if (free.tryAcquire(WAIT, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SshTrouble(SshTrouble.Kind.UNREACHABLE, "Interrupted before " + endpoint.name(), stop);
        }
        throw new SshTrouble(
                SshTrouble.Kind.UNREACHABLE,
                "All " + MOST + " connections are in use; " + endpoint.name() + " has to wait. Try again shortly.");
    }
}
