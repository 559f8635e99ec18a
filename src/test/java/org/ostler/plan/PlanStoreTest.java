package org.ostler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;

/** Plans over the real schema. */
@ParameterizedClass
@EnumSource(TestDatabase.Product.class)
final class PlanStoreTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @Parameter
    TestDatabase.Product product;

    private final PlanStore plans = new PlanStore();
    private TestDatabase tables;
    private EntityManager database;

    @BeforeEach
    void open() {
        tables = TestDatabase.of(product);
        database = tables.entities().createEntityManager();
        plans.entities = database;
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

    private Plan draft(Map<String, String> settings) {
        return new Plan(
                UUID.randomUUID(),
                0,
                "g",
                1,
                "Guide 指南",
                Optional.of(UUID.randomUUID()),
                Optional.of("群集"),
                List.of(),
                Optional.empty(),
                settings,
                "maker",
                now,
                Plan.State.DRAFT,
                "9f3a",
                Optional.empty(),
                Optional.empty(),
                now.plus(Duration.ofHours(8)),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private boolean approve(UUID plan, String digest, Runnable journal) {
        return inTransaction(
                () -> plans.approve(plan, digest, "approver", Instant.now(), now.plusSeconds(3600), journal));
    }

    @Test
    void aPlanOfSeveralPartsComesBackWhole() {
        byte[] noise = new byte[1_500_000];
        new Random(1).nextBytes(noise);
        Plan made = draft(Map.of("text", java.util.Base64.getEncoder().encodeToString(noise)));
        Plan added = inTransaction(() -> plans.add(made));
        assertTrue(
                Integer.parseInt(tables.query("select count(*) from plan_part").get(0)) > 1);
        Plan read = inTransaction(() -> plans.find(made.id().toString())).orElseThrow();
        assertEquals(added, read);
        assertEquals(made.settings(), read.settings());
        assertEquals(
                read,
                inTransaction(() -> plans.find(Long.toString(added.number()))).orElseThrow());
        assertEquals(List.of(read), inTransaction(() -> plans.newest(5)));
    }

    @Test
    void oneApprovalCountsAndOnlyForItsDigest() {
        Plan plan = inTransaction(() -> plans.add(draft(Map.of())));
        assertFalse(approve(plan.id(), "other", () -> {}));
        assertTrue(approve(plan.id(), "9f3a", () -> {}));
        assertFalse(approve(plan.id(), "9f3a", () -> {}));
        Plan approved = inTransaction(() -> plans.find(plan.id().toString())).orElseThrow();
        assertEquals(Plan.State.APPROVED, approved.state());
        assertEquals(Optional.of("approver"), approved.approvedBy());
        assertTrue(inTransaction(() -> plans.use(plan.id(), Instant.now())));
        assertFalse(inTransaction(() -> plans.use(plan.id(), Instant.now())));
    }

    @Test
    void anApprovalThatIsNotJournalledIsNone() {
        Plan plan = inTransaction(() -> plans.add(draft(Map.of())));
        try {
            approve(plan.id(), "9f3a", () -> {
                throw new IllegalStateException("the journal is full");
            });
        } catch (IllegalStateException expected) {
            assertEquals("the journal is full", expected.getMessage());
        }
        assertEquals(
                Plan.State.DRAFT,
                inTransaction(() -> plans.find(plan.id().toString()))
                        .orElseThrow()
                        .state());
    }

    @Test
    void aPlanThatWasSentBackCanBeReadAndNotApproved() {
        Plan plan = inTransaction(() -> plans.add(draft(Map.of())));
        Plan.SentBack why = new Plan.SentBack("approver", now, "the port is not ours 端口不对");
        assertTrue(inTransaction(() -> plans.sendBack(plan.id(), why, () -> {})));
        assertFalse(inTransaction(() -> plans.sendBack(plan.id(), why, () -> {})));
        assertFalse(approve(plan.id(), "9f3a", () -> {}));
        Plan read = inTransaction(() -> plans.find(plan.id().toString())).orElseThrow();
        assertEquals(Plan.State.DRAFT, read.state());
        assertEquals(Optional.of(why), read.sentBack());
    }

    @Test
    void anApprovedPlanIsNotSentBack() {
        Plan plan = inTransaction(() -> plans.add(draft(Map.of())));
        assertTrue(approve(plan.id(), "9f3a", () -> {}));
        Plan.SentBack late = new Plan.SentBack("another", now, "too late");
        assertFalse(inTransaction(() -> plans.sendBack(plan.id(), late, () -> {})));
    }
}
