package org.ostler.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;
import org.ostler.facts.MachineFacts;
import org.ostler.ssh.SshTrouble;

/** Looks over the real schema. */
@ParameterizedClass
@EnumSource(TestDatabase.Product.class)
final class LookStoreTest {
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(1, 2);
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123456Z");

    @Parameter
    TestDatabase.Product product;

    private final LookStore store = new LookStore();
    private TestDatabase tables;
    private EntityManager database;

    @BeforeEach
    void open() {
        tables = TestDatabase.of(product);
        database = tables.entities().createEntityManager();
        store.entities = database;
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

    private HostLook seen(UUID host, String kernel) {
        return keep(
                host,
                Facts.none().with(MachineFacts.KERNEL, Answer.of(kernel)),
                Optional.empty(),
                Optional.of(new HostLook.CloudState("Up", "Maintenance")));
    }

    private HostLook failed(UUID host) {
        return keep(
                host,
                Facts.none(),
                Optional.of(new HostLook.Trouble(SshTrouble.Kind.UNREACHABLE, "主机 does not answer", AT)),
                Optional.empty());
    }

    private HostLook keep(
            UUID host, Facts facts, Optional<HostLook.Trouble> trouble, Optional<HostLook.CloudState> cloud) {
        HostLook look = new HostLook(
                0,
                host,
                AT,
                "赵敏",
                facts,
                Map.of("HOST/selinux", "not asked"),
                List.of(new HostLook.SeenFile("/etc/a", "aa", "bb", 7)),
                trouble,
                cloud);
        return inTransaction(() -> store.add(look, 3));
    }

    @Test
    void aLookComesBackAsItWasSeen() {
        HostLook kept = seen(ONE, "6.1.0");
        HostLook read = inTransaction(() -> store.newest(ONE)).orElseThrow();
        assertEquals(kept.number(), read.number());
        assertEquals(AT, read.at());
        assertEquals("赵敏", read.by());
        assertEquals("6.1.0", read.facts().get(MachineFacts.KERNEL));
        assertEquals(Map.of("HOST/selinux", "not asked"), read.missing());
        assertEquals(1, read.drifted().size());
        assertTrue(read.isMaintenance());
        assertEquals(Optional.empty(), inTransaction(() -> store.newest(TWO)));
    }

    @Test
    void theNewestAndTheNewestWithFactsAreToldApart() {
        seen(ONE, "6.1.0");
        HostLook failed = failed(ONE);
        assertEquals(
                failed.number(),
                inTransaction(() -> store.newest(ONE)).orElseThrow().number());
        assertEquals(
                "6.1.0",
                inTransaction(() -> store.facts(ONE)).orElseThrow().facts().get(MachineFacts.KERNEL));
    }

    @Test
    void onlyTheLastLooksStayAndTheLastFactsWithThem() {
        seen(ONE, "old");
        HostLook facts = seen(ONE, "6.1.0");
        seen(TWO, "of another host");
        for (int i = 0; i < 5; i++) {
            failed(ONE);
        }
        assertEquals(
                List.of("4"),
                tables.query("select count(*) from host_look where host = '" + ONE + "'"),
                "three failures, and the facts of before");
        assertEquals(
                facts.number(),
                inTransaction(() -> store.facts(ONE)).orElseThrow().number());
        assertTrue(inTransaction(() -> store.newest(TWO)).isPresent());
    }

    @Test
    void listsOfHostsGetTheNewestOfEach() {
        seen(ONE, "old");
        seen(ONE, "6.1.0");
        failed(ONE);
        seen(TWO, "5.14");
        Map<UUID, LookRow.Summary> newest = inTransaction(store::newest);
        assertEquals(Set.of(ONE, TWO), newest.keySet());
        HostLook.Trouble trouble = newest.get(ONE).trouble().orElseThrow();
        assertEquals(SshTrouble.Kind.UNREACHABLE, trouble.kind());
        assertEquals("主机 does not answer", trouble.message());
        assertEquals(AT, trouble.since());
        LookRow.Summary facts = inTransaction(store::newestWithFacts).get(ONE);
        assertEquals(AT, facts.at());
        assertTrue(facts.maintenance());
        assertEquals(1, facts.drifted());
        Map<UUID, HostLook> whole = inTransaction(() -> store.facts(List.of(ONE, TWO)));
        assertEquals("6.1.0", whole.get(ONE).facts().get(MachineFacts.KERNEL));
        assertEquals("5.14", whole.get(TWO).facts().get(MachineFacts.KERNEL));
        assertEquals(Map.of(), inTransaction(() -> store.facts(List.of())));
    }
}
