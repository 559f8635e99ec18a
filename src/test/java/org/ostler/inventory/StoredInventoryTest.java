package org.ostler.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.access.Acting;
import org.ostler.access.Role;
import org.ostler.audit.TrailInMemory;
import org.ostler.platform.Refusal;

/** The inventory over the real schema. */
@ParameterizedClass
@EnumSource(TestDatabase.Product.class)
final class StoredInventoryTest {
    @Parameter
    TestDatabase.Product product;

    private final TrailInMemory audit = new TrailInMemory();
    private final Inventory inventory = new Inventory();
    private final InventoryEditor editor = new InventoryEditor();
    private UUID inUse = UUID.randomUUID();
    private TestDatabase tables;
    private EntityManager database;

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    void open() {
        tables = TestDatabase.of(product);
        database = tables.entities().createEntityManager();
        Items items = new Items();
        items.database = database;
        inventory.items = items;
        editor.items = items;
        editor.caller = new Acting("ada", Role.ADMINISTRATOR);
        editor.changes = new Changes();
        editor.changes.items = items;
        editor.changes.audit = audit;
        editor.changes.retiring = new Heard<>(item -> {
            if (item.id().equals(inUse)) {
                throw Refusal.conflict("locked-by-run", item.name() + " belongs to run 7.", "Finish it.");
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
        tables.close();
    }

    private <T> T inTransaction(Supplier<T> work) {
        database.getTransaction().begin();
        try {
            T result = work.get();
            database.getTransaction().commit();
            return result;
        } finally {
            if (database.getTransaction().isActive()) {
                database.getTransaction().rollback();
            }
            database.clear();
        }
    }

    private UUID cluster() {
        UUID zone = inTransaction(() -> editor.createZone("cn-east"));
        UUID pod = inTransaction(() -> editor.createPod(zone, "pod 1"));
        return inTransaction(() -> editor.createCluster(pod, new ClusterDraft("群集 1", Hypervisor.KVM, true)));
    }

    private static HostDraft draft(String name) {
        return new HostDraft(name, "192.0.2.1", 22, Optional.empty(), Optional.empty(), false);
    }

    @Test
    void theTreeComesBackInTheOrderItWasMade() {
        UUID cluster = cluster();
        List.of("kvm-2", "kvm-1", "kvm-10")
                .forEach(name -> inTransaction(() -> editor.createHost(cluster, draft(name))));
        Cluster read = inventory.cluster("群集 1");
        assertEquals(cluster, read.id());
        assertTrue(read.fourEyes());
        assertEquals(
                List.of("kvm-2", "kvm-1", "kvm-10"),
                read.hosts().stream().map(Host::name).toList());
    }

    @Test
    void aRetiredHostKeepsItsIdAndGivesItsNameAway() {
        UUID cluster = cluster();
        UUID old = inTransaction(() -> editor.createHost(cluster, draft("kvm-1")));
        assertEquals(
                "name-taken",
                assertThrows(Refusal.class, () -> inTransaction(() -> editor.createHost(cluster, draft("KVM-1"))))
                        .code());
        inTransaction(() -> {
            editor.retire(old);
            return old;
        });
        UUID fresh = inTransaction(() -> editor.createHost(cluster, draft("kvm-1")));
        assertEquals(fresh, inventory.host("kvm-1").id());
        assertTrue(inventory.findHost(old).isPresent());
    }

    @Test
    void whatAnOpenRunHoldsStaysWithAllThatIsAboveIt() {
        UUID cluster = cluster();
        inUse = inTransaction(() -> editor.createHost(cluster, draft("kvm-1")));
        int told = audit.told().size();
        for (UUID item : List.of(inUse, cluster)) {
            Refusal refusal = assertThrows(
                    Refusal.class,
                    () -> inTransaction(() -> {
                        editor.retire(item);
                        return item;
                    }));
            assertEquals("locked-by-run", refusal.code());
        }
        assertEquals(1, inventory.cluster("群集 1").hosts().size());
        assertEquals(told, audit.told().size());
    }

    @Test
    void twoPeopleDoNotMakeOneNameTwice() {
        UUID cluster = cluster();
        try (EntityManager other = tables.entities().createEntityManager()) {
            other.getTransaction().begin();
            ItemRow row = new ItemRow(UUID.randomUUID(), ItemRow.Kind.HOST, cluster, 99);
            row.become("kvm-1", draft("kvm-1"));
            database.getTransaction().begin();
            UUID mine = editor.createHost(cluster, draft("kvm-2"));
            other.persist(row);
            other.getTransaction().commit();
            database.getTransaction().commit();
            assertEquals(mine, inventory.host("kvm-2").id());
        }
        Items behind = new Items();
        behind.database = database;
        ItemRow twice = new ItemRow(UUID.randomUUID(), ItemRow.Kind.HOST, cluster, 100);
        twice.become("Kvm-1", draft("Kvm-1"));
        Refusal refusal = assertThrows(
                Refusal.class,
                () -> inTransaction(() -> {
                    behind.keep(twice);
                    behind.flush();
                    return twice;
                }));
        assertEquals("inventory-changed", refusal.code());
    }

    @Test
    void anUnwritableJournalChangesNothing() {
        UUID cluster = cluster();
        audit.becomeUnwritable();
        assertThrows(Refusal.class, () -> inTransaction(() -> editor.createHost(cluster, draft("kvm-1"))));
        assertEquals(List.of(), inventory.cluster(cluster.toString()).hosts());
    }
}
