package org.ostler.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.audit.TrailInMemory;
import org.ostler.platform.Refusal;

/** People and their tokens over the real schema. */
@ParameterizedClass
@EnumSource(TestDatabase.Product.class)
final class StoredPeopleTest {
    @Parameter
    TestDatabase.Product product;

    private final TrailInMemory audit = new TrailInMemory();
    private final People people = new People();
    private final Tokens tokens = new Tokens();
    private final Accounts accounts = new Accounts();
    private TestDatabase tables;
    private EntityManager database;

    @BeforeEach
    @SuppressWarnings({"unchecked", "UnnecessaryAssignment"}) // by hand what the container injects
    void open() {
        tables = TestDatabase.of(product);
        database = tables.entities().createEntityManager();
        Trail trail = new Trail();
        trail.audit = audit;
        people.database = database;
        people.caller = new Acting("ada", Role.ADMINISTRATOR);
        people.trail = trail;
        people.changed = (Event<AccountChanged>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> null);
        people.firstPassword = new FirstPassword();
        tokens.database = database;
        tokens.caller = new Acting("Zhao Min", Role.OPERATOR);
        tokens.trail = trail;
        accounts.database = database;
    }

    @AfterEach
    void close() {
        database.close();
        tables.close();
    }

    private void inTransaction(Runnable work) {
        database.getTransaction().begin();
        try {
            work.run();
            database.getTransaction().commit();
        } finally {
            if (database.getTransaction().isActive()) {
                database.getTransaction().rollback();
            }
            database.clear();
        }
    }

    @Test
    void aPersonComesBackAsTheyWereAdded() {
        inTransaction(() -> people.add("Zhao Min", "a long enough word", Set.of(Role.OPERATOR, Role.APPROVER)));
        Person person = people.list().get(0);
        assertEquals("Zhao Min", person.name());
        assertEquals(Set.of(Role.OPERATOR, Role.APPROVER), person.roles());
        assertEquals(Optional.empty(), person.lastSignInAt());
        inTransaction(() -> people.signedIn("zhao min"));
        assertTrue(people.list().get(0).lastSignInAt().isPresent());
        assertTrue(PasswordHash.matches(accounts.find("ZHAO MIN").orElseThrow().password(), "a long enough word"));
        Refusal twice = assertThrows(
                Refusal.class,
                () -> inTransaction(() -> people.add("zhao min", "another long word", Set.of(Role.VIEWER))));
        assertEquals("person-exists", twice.code());
    }

    @Test
    void theLastAdministratorStays() {
        inTransaction(() -> people.addFirst("ada", "a long enough word", Set.of(Role.ADMINISTRATOR)));
        Refusal refusal =
                assertThrows(Refusal.class, () -> inTransaction(() -> people.giveRoles("ada", Set.of(Role.VIEWER))));
        assertEquals("last-administrator", refusal.code());
        inTransaction(() -> people.add("bo", "a long enough word", Set.of(Role.ADMINISTRATOR)));
        inTransaction(() -> people.disable("ada", true));
        assertTrue(accounts.findActive("ada").isEmpty());
    }

    @Test
    void anUnwritableJournalAddsNobody() {
        audit.becomeUnwritable();
        assertThrows(
                Refusal.class, () -> inTransaction(() -> people.add("bo", "a long enough word", Set.of(Role.VIEWER))));
        assertEquals(List.of(), people.list());
    }

    @Test
    void aTokenStandsForItsOwnerUntilThePasswordIsReset() {
        inTransaction(() -> people.add("Zhao Min", "a long enough word", Set.of(Role.OPERATOR)));
        Tokens.NewToken[] made = new Tokens.NewToken[2];
        inTransaction(() -> made[0] = tokens.make("script"));
        inTransaction(() -> made[1] = tokens.make("cron"));
        assertEquals(Optional.of("zhao min"), tokens.owner(made[0].secret()));
        assertEquals(
                List.of("script", "cron"),
                tokens.mine().stream().map(Tokens.Token::name).toList());
        inTransaction(() -> tokens.remove(made[0].id()));
        assertEquals(Optional.empty(), tokens.owner(made[0].secret()));
        assertThrows(Refusal.class, () -> inTransaction(() -> tokens.remove(UUID.randomUUID())));
        inTransaction(() -> people.resetPassword("Zhao Min", "another long word"));
        assertEquals(Optional.empty(), tokens.owner(made[1].secret()));
    }
}
