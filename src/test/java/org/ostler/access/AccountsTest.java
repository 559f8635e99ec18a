package org.ostler.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccountsTest {
    private final Accounts accounts = new Accounts();
    private PersonRow stored = of(Role.ADMINISTRATOR);
    private Runnable whileReading = () -> {};

    AccountsTest() {
        accounts.database = (EntityManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    PersonRow read = stored;
                    whileReading.run();
                    return read;
                });
    }

    private static PersonRow of(Role role) {
        return new PersonRow("Zhao Min", "no hash", Set.of(role), Instant.EPOCH);
    }

    @Test
    void doesNotRememberWhatWasReadBeforeAChange() {
        whileReading = () -> {
            stored = of(Role.VIEWER);
            accounts.forget(new AccountChanged("Zhao Min"));
        };
        accounts.find("Zhao Min");
        whileReading = () -> {};
        assertEquals(
                Set.of(Role.VIEWER), accounts.find("zhao min").orElseThrow().roles());
    }

    @Test
    void asksTheDatabaseOnceForManyQuestions() {
        accounts.find("Zhao Min");
        stored = of(Role.VIEWER);
        assertEquals(
                Set.of(Role.ADMINISTRATOR),
                accounts.find("Zhao Min").orElseThrow().roles());
    }
}
