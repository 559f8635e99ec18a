package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;

/** Host keys: what was accepted, what was offered and waits for a yes. */
@ApplicationScoped
public class KnownHosts {
    /**
     * @param endpoint id of the host or management server
     * @param fingerprint {@code SHA256:…} as OpenSSH prints it
     */
    public record Key(UUID endpoint, String algorithm, String fingerprint, Instant at, String by) {}

    @Inject
    KnownHostRows rows;

    @Inject
    AuditTrail audit;

    @Inject
    Caller caller;

    /** Jump hosts are no inventory objects: their keys are known by where they are. */
    public static UUID jumpId(String address, int port) {
        return UUID.nameUUIDFromBytes(("jump host " + address + ":" + port).getBytes(StandardCharsets.UTF_8));
    }

    @Transactional
    public Optional<Key> accepted(UUID endpoint) {
        return rows.find(endpoint).flatMap(KnownHostRow::accepted);
    }

    /** The key that the endpoint showed last and nobody has accepted. */
    @Transactional
    public Optional<Key> offered(UUID endpoint) {
        return rows.find(endpoint).flatMap(KnownHostRow::offered);
    }

    @Transactional
    public List<Key> waiting() {
        return rows.waiting().stream().flatMap(row -> row.offered().stream()).toList();
    }

    /** What an endpoint was called when its key was seen; the only name a jump host has. */
    @Transactional
    public Optional<String> name(UUID endpoint) {
        return rows.find(endpoint).map(KnownHostRow::name);
    }

    /** Called by connections when an unknown or changed key was seen. One at a time: the first sight makes the row. */
    public synchronized void offer(
            UUID endpoint, String name, String algorithm, String fingerprint, String encodedKey) {
        rows.offer(endpoint, name, algorithm, fingerprint, encodedKey);
    }

    /**
     * Accepts the offered key; for administrators.
     *
     * @param replacing a yes to a changed key: only after a reinstallation
     * @throws org.ostler.platform.Refusal when another fingerprint is offered
     */
    @Transactional
    public void accept(UUID endpoint, String fingerprint, boolean replacing) {
        caller.require(Permission.ADMINISTER);
        take(endpoint, fingerprint, replacing);
    }

    /**
     * Accepts the key of a host that was reinstalled in the middle of a run; for operators, while a gate expects it.
     *
     * @param expected whether this host's gate is open now, by whoever keeps the gates
     */
    @Transactional
    public void acceptReplacement(UUID endpoint, String fingerprint, BooleanSupplier expected) {
        caller.require(Permission.OPERATE);
        if (!expected.getAsBoolean()) {
            throw Refusal.conflict(
                    "no-gate-open",
                    "No gate of a run expects a new host key here.",
                    "Let an administrator compare and accept the key.");
        }
        take(endpoint, fingerprint, true);
    }

    private void take(UUID endpoint, String fingerprint, boolean replacing) {
        KnownHostRow row = rows.find(endpoint).orElseThrow(KnownHosts::nothingOffered);
        Optional<Key> before = row.accepted();
        if (row.offered().isEmpty()
                && before.filter(key -> key.fingerprint().equals(fingerprint)).isPresent()) {
            return;
        }
        Key offered = row.offered().orElseThrow(KnownHosts::nothingOffered);
        if (!offered.fingerprint().equals(fingerprint)) {
            throw Refusal.conflict(
                    "host-key-differs",
                    row.name() + " shows " + offered.fingerprint() + ", not " + fingerprint + ".",
                    "Compare the fingerprint with the host's own screen again.");
        }
        if (before.isPresent() && !replacing) {
            throw Refusal.conflict(
                    "host-key-changed",
                    row.name() + " had the key " + before.get().fingerprint() + " and shows " + fingerprint + " now.",
                    "If it was reinstalled, say that the new key replaces the old one. If not, somebody may stand between.");
        }
        Journalled.record(
                audit,
                AuditEvent.of(
                                AuditEvent.Kind.HOST_KEY,
                                caller.name(),
                                "Host key of " + row.name() + (before.isPresent() ? " replaced" : " accepted"))
                        .about(endpoint, row.name())
                        .with("algorithm", offered.algorithm())
                        .with("before", before.map(Key::fingerprint).orElse(""))
                        .with("after", fingerprint));
        row.acceptOffered(caller.name(), Instant.now());
    }

    private static Refusal nothingOffered() {
        return Refusal.conflict(
                "no-key-offered", "No host key waits for a yes here.", "Look at the host once, then compare its key.");
    }

    /** Whether the key in OpenSSH's base64 form is the accepted one. */
    @Transactional
    public boolean isAccepted(UUID endpoint, String encodedKey) {
        return rows.find(endpoint).filter(row -> row.isAccepted(encodedKey)).isPresent();
    }
}
