package org.ostler.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.platform.Refusal;

class PasswordHashTest {
    @Test
    void matchesOnlyItsOwnPassword() {
        String hash = PasswordHash.of("正确的 password");
        assertTrue(PasswordHash.matches(hash, "正确的 password"));
        assertFalse(PasswordHash.matches(hash, "正确的 Password"));
        assertFalse(PasswordHash.matches("something else", "正确的 password"));
    }

    @Test
    void differsForTheSamePassword() {
        assertNotEquals(PasswordHash.of("same"), PasswordHash.of("same"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "aaaaaaaaaaaaaaaa", "my name is Zhao Min"})
    void refusesAPasswordThatIsEasyToGuess(String password) {
        assertThrows(Refusal.class, () -> PersonRules.password("Zhao Min", password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:b", "a\nb", "<b>", "ostler", "\u202Eevil"})
    void refusesANameThatCouldDeceive(String name) {
        assertThrows(Refusal.class, () -> PersonRules.name(name));
    }

    @Test
    void takesNamesOfPeople() {
        PersonRules.name("Zhao Min");
        PersonRules.name("赵敏");
        PersonRules.name("z.min@example.org");
        assertThrows(Refusal.class, () -> PersonRules.roles(Set.of()));
    }
}
