package org.ostler.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.ostler.inventory.Retiring;
import org.ostler.platform.Refusal;

/** Keeps in the inventory what an open run holds: its next step has to find it there. */
@ApplicationScoped
class KeptInUse {
    @PersistenceContext(unitName = "ostler")
    EntityManager entities;

    void refuse(@Observes Retiring item) {
        RunLockRow held = entities.find(RunLockRow.class, item.id());
        if (held == null) {
            return;
        }
        long run = entities.createQuery("select r.number from RunRow r where r.id = :id", Long.class)
                .setParameter("id", held.run())
                .getSingleResult();
        throw Refusal.conflict(
                "locked-by-run",
                item.name() + " belongs to run " + run + " until that is over.",
                "Finish, roll back or abandon run " + run + " first.");
    }
}
