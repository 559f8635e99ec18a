package org.ostler.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import org.ostler.platform.Refusal;

/** The rows of the tree. */
@ApplicationScoped
class Items {
    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    Tree tree() {
        return new Tree(
                database.createQuery("select i from ItemRow i", ItemRow.class).getResultList());
    }

    void keep(ItemRow row) {
        if (!database.contains(row)) {
            database.persist(row);
        }
    }

    /** @throws Refusal CONFLICT when somebody else was faster with a name */
    void flush() {
        try {
            database.flush();
        } catch (PersistenceException taken) {
            throw Refusal.conflict(
                    "inventory-changed",
                    "Somebody else changed the inventory at the same time, or a name is there twice.",
                    "Load it again, then repeat the change.");
        }
    }
}
