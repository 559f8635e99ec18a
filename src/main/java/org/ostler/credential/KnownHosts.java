package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Host keys: what was accepted, what was offered and waits for a yes. */
@ApplicationScoped
public class KnownHosts {
    /**
     * @param endpoint id of the host or management server
     * @param fingerprint {@code SHA256:…} as OpenSSH prints it
     */
    public record Key(UUID endpoint, String algorithm, String fingerprint, Instant at, String by) {}

    /** Jump hosts are no inventory objects: their keys are known by where they are. */
    public static UUID jumpId(String address, int port) {
        return UUID.nameUUIDFromBytes(
                ("jump host " + address + ":" + port).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public Optional<Key> accepted(UUID endpoint) {
        throw new UnsupportedOperationException();
    }

    /** The key that the endpoint showed last and nobody has accepted. */
    public Optional<Key> offered(UUID endpoint) {
        throw new UnsupportedOperationException();
    }

    public List<Key> waiting() {
        throw new UnsupportedOperationException();
    }

    /** Called by connections when an unknown or changed key was seen. */
    public void offer(UUID endpoint, String algorithm, String fingerprint, String encodedKey) {
        throw new UnsupportedOperationException();
    }

    /**
     * Accepts the offered key.
     *
     * @param replacing a yes to a changed key: only after a reinstallation, needs the administrator or an open gate
     * @throws org.ostler.platform.Refusal when another fingerprint is offered
     */
    public void accept(UUID endpoint, String fingerprint, boolean replacing) {
        throw new UnsupportedOperationException();
    }

    /** Whether the key in OpenSSH's base64 form is the accepted one. */
    public boolean isAccepted(UUID endpoint, String encodedKey) {
        throw new UnsupportedOperationException();
    }
}
