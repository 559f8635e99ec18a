package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The stored credentials. */
@ApplicationScoped
class CredentialRows {
    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    Optional<CredentialRow> find(String name) {
        return Optional.ofNullable(database.find(CredentialRow.class, name));
    }

    List<CredentialRow> all() {
        return database.createQuery("select c from CredentialRow c order by c.name", CredentialRow.class)
                .getResultList();
    }

    void keep(CredentialRow row) {
        if (!database.contains(row)) {
            database.persist(row);
        }
        database.flush();
    }

    void remove(CredentialRow row) {
        database.remove(row);
        database.flush();
    }
}
