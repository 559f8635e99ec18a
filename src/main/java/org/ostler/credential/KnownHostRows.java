package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored host keys. */
@ApplicationScoped
class KnownHostRows {
    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    Optional<KnownHostRow> find(UUID endpoint) {
        return Optional.ofNullable(database.find(KnownHostRow.class, endpoint.toString()));
    }

    List<KnownHostRow> waiting() {
        return database.createQuery(
                        "select k from KnownHostRow k where k.offeredFingerprint is not null order by k.offeredAt",
                        KnownHostRow.class)
                .getResultList();
    }

    /** In a transaction of its own, ended before this returns: several connections see a new host at once. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void offer(UUID endpoint, String name, String algorithm, String fingerprint, String encoded) {
        Optional<KnownHostRow> present = find(endpoint);
        KnownHostRow row = present.orElseGet(() -> new KnownHostRow(endpoint, name));
        row.offer(name, algorithm, fingerprint, encoded, Instant.now());
        if (present.isEmpty()) {
            database.persist(row);
        }
    }
}
