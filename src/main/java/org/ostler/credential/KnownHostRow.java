package org.ostler.credential;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What is known of one endpoint's host key. */
@Entity
@Table(name = "known_host")
class KnownHostRow {
    @Id
    private String endpoint;

    private String name;

    @Column(name = "accepted_algorithm")
    private String acceptedAlgorithm;

    @Column(name = "accepted_fingerprint")
    private String acceptedFingerprint;

    @Column(name = "accepted_key")
    private String acceptedKey;

    @Column(name = "accepted_at")
    private Instant acceptedAt;

    @Column(name = "accepted_by")
    private String acceptedBy;

    @Column(name = "offered_algorithm")
    private String offeredAlgorithm;

    @Column(name = "offered_fingerprint")
    private String offeredFingerprint;

    @Column(name = "offered_key")
    private String offeredKey;

    @Column(name = "offered_at")
    private Instant offeredAt;

    protected KnownHostRow() {}

    KnownHostRow(UUID endpoint, String name) {
        this.endpoint = endpoint.toString();
        this.name = name;
    }

    /** The same key again changes nothing: its first sight is what counts. */
    void offer(String shownName, String algorithm, String fingerprint, String encoded, Instant at) {
        name = shownName;
        if (!fingerprint.equals(offeredFingerprint) && !fingerprint.equals(acceptedFingerprint)) {
            offeredAlgorithm = algorithm;
            offeredFingerprint = fingerprint;
            offeredKey = encoded;
            offeredAt = at;
        }
    }

    void acceptOffered(String by, Instant at) {
        acceptedAlgorithm = offeredAlgorithm;
        acceptedFingerprint = offeredFingerprint;
        acceptedKey = offeredKey;
        acceptedAt = at;
        acceptedBy = by;
        offeredAlgorithm = null;
        offeredFingerprint = null;
        offeredKey = null;
        offeredAt = null;
    }

    String name() {
        return name;
    }

    UUID endpoint() {
        return UUID.fromString(endpoint);
    }

    boolean isAccepted(String encoded) {
        return encoded.equals(acceptedKey);
    }

    Optional<KnownHosts.Key> accepted() {
        return Optional.ofNullable(acceptedFingerprint)
                .map(text -> new KnownHosts.Key(endpoint(), acceptedAlgorithm, text, acceptedAt, acceptedBy));
    }

    Optional<KnownHosts.Key> offered() {
        return Optional.ofNullable(offeredFingerprint)
                .map(text -> new KnownHosts.Key(endpoint(), offeredAlgorithm, text, offeredAt, ""));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownHostRow that && endpoint.equals(that.endpoint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint);
    }
}
