package org.ostler.ssh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.ostler.credential.KnownHosts;

/**
 * Lets a connection pass only with the accepted key. It is asked on a thread of the library, so it decides by what
 * was looked up before and only remembers what it saw.
 */
final class HostKeyGate implements HostKeyVerifier {
    /** A key as the host showed it. */
    record Shown(String algorithm, String fingerprint, String encoded) {
        static Shown of(PublicKey key) {
            byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
                return new Shown(
                        KeyType.fromKey(key).toString(),
                        "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash),
                        Base64.getEncoder().encodeToString(blob));
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java has SHA-256", missing);
            }
        }
    }

    private final Optional<KnownHosts.Key> accepted;
    private volatile Optional<Shown> refused = Optional.empty();

    HostKeyGate(Optional<KnownHosts.Key> accepted) {
        this.accepted = accepted;
    }

    @Override
    public boolean verify(String host, int port, PublicKey key) {
        Shown shown = Shown.of(key);
        boolean known = accepted.filter(old -> MessageDigest.isEqual(
                        old.fingerprint().getBytes(StandardCharsets.UTF_8),
                        shown.fingerprint().getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        if (!known) {
            refused = Optional.of(shown);
        }
        return known;
    }

    /** The accepted kind of key is asked for first, so that a host with several kinds shows the known one. */
    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
        return accepted.map(key -> key.algorithm().equals("ssh-rsa")
                        ? List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
                        : List.of(key.algorithm()))
                .orElse(List.of());
    }

    Optional<Shown> refused() {
        return refused;
    }

    SshTrouble trouble(String name, Shown shown) {
        return accepted.map(old -> new SshTrouble(
                        SshTrouble.Kind.HOST_KEY_CHANGED,
                        name + " shows another host key than the accepted one. Accepted: " + old.algorithm() + " "
                                + old.fingerprint() + ". Shown now: " + shown.algorithm() + " " + shown.fingerprint()
                                + ". Nothing is done on it until a person has compared the new key with"
                                + " the host's own screen."))
                .orElseGet(() -> new SshTrouble(
                        SshTrouble.Kind.HOST_KEY_UNKNOWN,
                        "The host key of " + name + " is not known yet: " + shown.algorithm() + " "
                                + shown.fingerprint() + ". Compare it with the host's own screen and accept it."));
    }
}
