package org.ostler.lab;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;

/**
 * The SSH servers of the simulated hosts: a listener each on loopback, on a port and with a host key that are
 * remembered. A host that is down keeps its listener, lest another process takes the port, but hangs up at once.
 */
final class LabSsh implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LabSsh.class.getName());

    private final DataCentre centre;
    private final Path keys;
    private final Map<String, SshServer> servers = new ConcurrentHashMap<>();

    LabSsh(DataCentre centre) throws IOException {
        this.centre = centre;
        this.keys = centre.directory().resolve("host-keys");
        Files.createDirectories(keys);
        centre.onRenewedHostKey(this::renewKeys);
        for (LabHost host : centre.hosts()) {
            listen(host);
        }
    }

    /** SHA-256 in OpenSSH's form. */
    String fingerprint(LabHost host) {
        return KeyUtils.getFingerPrint(key(host).getPublic());
    }

    @Override
    public void close() {
        for (SshServer server : servers.values()) {
            try {
                server.stop(true);
            } catch (IOException closing) {
                LOG.log(Level.DEBUG, "while stopping", closing);
            }
        }
    }

    private void listen(LabHost host) throws IOException {
        SshServer server;
        try {
            server = opened(host);
        } catch (BindException taken) {
            LOG.log(
                    Level.WARNING,
                    "port {0} of {1} is taken by another process; it gets a new one",
                    host.sshPort(),
                    host.name());
            host.sshPort(0);
            server = opened(host);
        }
        host.sshPort(server.getPort());
        servers.put(host.name(), server);
    }

    private SshServer opened(LabHost host) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(host.sshPort());
        server.setKeyPairProvider(KeyPairProvider.wrap(key(host)));
        server.setPasswordAuthenticator((user, password, session) ->
                user.equals("root") && !password.isEmpty() && password.equals(host.rootPassword()));
        server.setPublickeyAuthenticator(
                (user, offered, session) -> user.equals("root") && isAuthorized(host, offered));
        server.setCommandFactory((channel, line) -> new LabExec(host, line));
        server.setShellFactory(channel -> new LabTerminal(host));
        server.addSessionListener(new Doorman(host));
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "OpenSSH_" + host.sshVersion());
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        server.start();
        return server;
    }

    private static boolean isAuthorized(LabHost host, PublicKey offered) {
        if (host.authorizedKey().isBlank()) {
            return false;
        }
        try {
            PublicKey known = AuthorizedKeyEntry.parseAuthorizedKeyEntry(host.authorizedKey())
                    .resolvePublicKey(null, null);
            return KeyUtils.compareKeys(known, offered);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            LOG.log(Level.WARNING, "the authorized key of " + host.name() + " cannot be read", unreadable);
            return false;
        }
    }

    private KeyPair key(LabHost host) {
        return LabHostKeys.of(keys.resolve(host.name()), host.hostKeyType());
    }

    private void renewKeys() {
        for (LabHost host : centre.hosts()) {
            if (host.newHostKey()) {
                host.newHostKey(false);
                LabHostKeys.forget(keys.resolve(host.name()));
                servers.get(host.name()).setKeyPairProvider(KeyPairProvider.wrap(key(host)));
            }
        }
    }

    /** Lets nobody in while the host is down or refuses, and knows who is in. */
    private static final class Doorman implements SessionListener {
        private final LabHost host;
        private final Map<Session, Runnable> cuts = new ConcurrentHashMap<>();

        Doorman(LabHost host) {
            this.host = host;
        }

        @Override
        public void sessionCreated(Session session) {
            Runnable cut = () -> session.close(true);
            cuts.put(session, cut);
            host.connected(cut);
            if (!host.isUp() || !host.isReachable() || host.faults().refusesSsh()) {
                session.close(true);
            }
        }

        @Override
        public void sessionClosed(Session session) {
            Runnable cut = cuts.remove(session);
            if (cut != null) {
                host.disconnected(cut);
            }
        }
    }

    /** For tests: who is connected now. */
    Collection<ServerSession> sessions(LabHost host) {
        List<ServerSession> found = new ArrayList<>();
        servers.get(host.name()).getActiveSessions().forEach(session -> {
            if (session instanceof ServerSession open) {
                found.add(open);
            }
        });
        return found;
    }
}
