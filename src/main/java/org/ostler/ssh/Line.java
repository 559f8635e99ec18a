package org.ostler.ssh;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.ostler.credential.KnownHosts;
import org.ostler.credential.Secret;
import org.ostler.credential.SshIdentity;

/** A logged-in connection, and the one to the jump host under it. */
record Line(SSHClient client, Optional<Line> under, Patience patience) implements AutoCloseable {
    /** Signs of life that may go unanswered before the line counts as dead. */
    private static final int UNANSWERED = 3;

    private static final int JUMPS = 3;

    /** The library's own reasons, when the server gave none. */
    private static final Set<DisconnectReason> WITHOUT_FAREWELL =
            EnumSet.of(DisconnectReason.UNKNOWN, DisconnectReason.CONNECTION_LOST);

    private static final java.util.regex.Pattern ANY_PROMPT = java.util.regex.Pattern.compile("(?s).*");

    static Line open(SshEndpoint endpoint, SshIdentity identity, KnownHosts known, Patience patience)
            throws SshTrouble {
        return open(endpoint, identity, known, patience, JUMPS);
    }

    private static Line open(
            SshEndpoint endpoint, SshIdentity identity, KnownHosts known, Patience patience, int jumpsLeft)
            throws SshTrouble {
        Optional<Line> under = Optional.empty();
        if (identity.jump().isPresent()) {
            if (jumpsLeft == 0) {
                throw new SshTrouble(
                        SshTrouble.Kind.UNREACHABLE, "More than " + JUMPS + " jump hosts lead to " + endpoint.name());
            }
            under = Optional.of(open(
                    jump(endpoint, identity.jump().get()),
                    identity.jump().get().identity(),
                    known,
                    patience,
                    jumpsLeft - 1));
        }
        HostKeyGate gate = new HostKeyGate(known.accepted(endpoint.id()));
        SSHClient client = new SSHClient(Algorithms.config(endpoint.weakAlgorithms()));
        Line line = new Line(client, under, patience);
        boolean complete = false;
        try {
            line.reach(endpoint, gate);
            line.logIn(endpoint, identity);
            client.getConnection().setTimeoutMs((int) patience.handshake().toMillis());
            complete = true;
            return line;
        } finally {
            if (!complete) {
                line.close();
            }
            gate.refused()
                    .ifPresent(shown -> known.offer(
                            endpoint.id(), endpoint.name(), shown.algorithm(), shown.fingerprint(), shown.encoded()));
        }
    }

    private static SshEndpoint jump(SshEndpoint beyond, SshIdentity.Jump jump) {
        return new SshEndpoint(
                KnownHosts.jumpId(jump.address(), jump.port()),
                "the jump host " + jump.address() + ":" + jump.port() + " before " + beyond.name(),
                jump.address(),
                jump.port(),
                beyond.credential(),
                beyond.weakAlgorithms());
    }

    private void reach(SshEndpoint endpoint, HostKeyGate gate) throws SshTrouble {
        client.addHostKeyVerifier(gate);
        int handshake = (int) patience.handshake().toMillis();
        client.setConnectTimeout((int) patience.connect().toMillis());
        client.setTimeout(handshake);
        client.getTransport().setTimeoutMs(handshake);
        client.getConnection().getKeepAlive().setKeepAliveInterval((int)
                patience.signOfLife().toSeconds());
        if (client.getConnection().getKeepAlive() instanceof KeepAliveRunner signs) {
            signs.setMaxAliveCount(UNANSWERED);
        }
        try {
            if (under.isPresent()) {
                DirectConnection through =
                        under.get().client().newDirectConnection(endpoint.address(), endpoint.port());
                client.connectVia(through);
            } else {
                client.connect(endpoint.address(), endpoint.port());
            }
        } catch (TransportException failure) {
            throw reachTrouble(endpoint, gate, failure);
        } catch (IllegalStateException gone) {
            throw reachTrouble(endpoint, gate, closed(gone));
        } catch (IOException failure) {
            throw new SshTrouble(SshTrouble.Kind.UNREACHABLE, unreachable(endpoint, failure), failure);
        }
    }

    /** The library says so of a line that broke between two of its own steps. */
    private static TransportException closed(IllegalStateException gone) {
        return new TransportException(DisconnectReason.CONNECTION_LOST, "the connection was closed", gone);
    }

    private static SshTrouble reachTrouble(SshEndpoint endpoint, HostKeyGate gate, TransportException failure) {
        Optional<HostKeyGate.Shown> refused = gate.refused();
        if (refused.isPresent()) {
            return gate.trouble(endpoint.name(), refused.get());
        }
        String said = Exec.words(failure);
        if (said.contains("Unable to reach a settlement") && Algorithms.wouldHelp(said)) {
            return new SshTrouble(
                    SshTrouble.Kind.WEAK_ALGORITHMS,
                    endpoint.name() + " offers only algorithms that are broken or about to be (SHA-1, CBC), as OpenSSH"
                            + " of its age does. Allow weak algorithms for this host if its network is trusted.",
                    failure);
        }
        return new SshTrouble(SshTrouble.Kind.UNREACHABLE, unreachable(endpoint, failure), failure);
    }

    private static String unreachable(SshEndpoint endpoint, IOException failure) {
        return endpoint.name() + " (" + endpoint.address() + ":" + endpoint.port() + ") cannot be reached: "
                + Exec.words(failure);
    }

    private void logIn(SshEndpoint endpoint, SshIdentity identity) throws SshTrouble {
        try {
            client.auth(identity.user(), methods(endpoint, identity));
        } catch (UserAuthException refused) {
            if (isLineLost(refused)) {
                throw new SshTrouble(SshTrouble.Kind.UNREACHABLE, unreachable(endpoint, refused), refused);
            }
            throw new SshTrouble(
                    SshTrouble.Kind.LOGIN_REFUSED,
                    endpoint.name() + " refused the login of " + identity.user() + " with the credential "
                            + endpoint.credential() + ": " + Exec.words(refused),
                    refused);
        } catch (IllegalStateException gone) {
            throw new SshTrouble(SshTrouble.Kind.UNREACHABLE, unreachable(endpoint, closed(gone)), gone);
        } catch (IOException failure) {
            throw new SshTrouble(SshTrouble.Kind.UNREACHABLE, unreachable(endpoint, failure), failure);
        }
    }

    /**
     * The library calls a line that breaks during the login a refusal too: then the reason is below it. A server that
     * refuses for good says so, in an answer or in its own words of farewell.
     */
    private static boolean isLineLost(UserAuthException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            boolean broken = cause instanceof SSHException failure
                    ? !(failure instanceof UserAuthException)
                            && WITHOUT_FAREWELL.contains(failure.getDisconnectReason())
                    : cause instanceof IOException || cause instanceof TimeoutException;
            if (broken) {
                return true;
            }
        }
        return false;
    }

    private static List<AuthMethod> methods(SshEndpoint endpoint, SshIdentity identity) throws SshTrouble {
        List<AuthMethod> methods = new java.util.ArrayList<>();
        if (identity.privateKey().isPresent()) {
            try {
                methods.add(
                        new AuthPublickey(PrivateKeys.read(identity.privateKey().get(), identity.passphrase())));
            } catch (IOException unreadable) {
                throw new SshTrouble(
                        SshTrouble.Kind.LOGIN_REFUSED,
                        "The private key of the credential " + endpoint.credential()
                                + " cannot be read: its passphrase is missing or wrong, or it is no OpenSSH or PEM key.",
                        unreadable);
            }
        }
        identity.password().map(Secret::reveal).ifPresent(text -> {
            methods.add(new AuthPassword(PasswordUtils.createOneOff(text.toCharArray())));
            methods.add(new AuthKeyboardInteractive(
                    new PasswordResponseProvider(PasswordUtils.createOneOff(text.toCharArray()), ANY_PROMPT)));
        });
        if (methods.isEmpty()) {
            throw new SshTrouble(
                    SshTrouble.Kind.LOGIN_REFUSED,
                    "The credential " + endpoint.credential() + " holds neither password nor key.");
        }
        return methods;
    }

    boolean isOpen() {
        return client.isConnected() && client.isAuthenticated();
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException gone) {
            // A line that is gone already is what was wanted; the socket is closed either way.
            client.getTransport().die(gone);
        } finally {
            under.ifPresent(Line::close);
        }
    }
}
