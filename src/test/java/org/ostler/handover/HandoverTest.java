package org.ostler.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.util.List;
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
import org.ostler.audit.AuditEvent;
import org.ostler.audit.TrailInMemory;
import org.ostler.platform.Refusal;

/** The note for the next shift, over the real schema. */
@ParameterizedClass
@EnumSource(TestDatabase.Product.class)
final class HandoverTest {
    @Parameter
    TestDatabase.Product product;

    private final TrailInMemory audit = new TrailInMemory();
    private final Handover handover = new Handover();
    private TestDatabase tables;

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    void open() {
        tables = TestDatabase.of(product);
        handover.database = tables.entities().createEntityManager();
        handover.audit = audit;
        handover.caller = new Acting("ann", Role.OPERATOR);
    }

    @AfterEach
    void close() {
        handover.database.close();
        tables.close();
    }

    private <T> T inTransaction(Supplier<T> work) {
        EntityManager database = handover.database;
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

    private HandoverNote write(String text, long version) {
        return inTransaction(() -> handover.write(text, version));
    }

    @Test
    void standsUntilItIsWrittenAnewAndEachTextIsAudited() {
        assertEquals("", inTransaction(handover::note).text());
        HandoverNote first = write("Pool b may go on after 09:00 交接", 0);
        assertEquals(first, inTransaction(handover::note));
        assertEquals("ann", first.by());
        HandoverNote second = write("", first.version());
        assertEquals("", second.text());
        List<AuditEvent> told = audit.events();
        assertEquals(2, told.size());
        assertEquals(first.text(), told.get(1).details().get("before"));
        assertEquals("", told.get(1).details().get("after"));
    }

    @Test
    void refusesWhoReadAnOlderNote() {
        write("first", 0);
        Refusal refusal = assertThrows(Refusal.class, () -> write("mine", 0));
        assertTrue(refusal.getMessage().startsWith("ann wrote the note"), refusal.getMessage());
        assertEquals("first", inTransaction(handover::note).text());
        assertEquals(1, audit.events().size());
    }

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    void isReadByAllAndWrittenByOperators() {
        handover.caller = new Acting("vic", Role.VIEWER);
        assertEquals("", inTransaction(handover::note).text());
        assertThrows(Refusal.class, () -> write("hello", 0));
    }

    @Test
    void refusesAnEssay() {
        assertThrows(Refusal.class, () -> write("x".repeat(2_001), 0));
    }
}
