package org.ostler.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;

class SecretTextTest {
    private final SecretText secrets = new SecretText(List.of(new Secret("hunter2-of-root")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db.cloud.password=geheim | db.cloud.password=•••",
                "vnc_password = \"XYZ12345\" | vnc_password = •••",
                "# keystore_passphrase: abc | # keystore_passphrase: •••",
                "\"api-token\": \"abc\", | \"api-token\": •••",
                "<rootPassword>abc</rootPassword> | <rootPassword>•••</rootPassword>",
                "rocommunity: public | rocommunity: •••"
            })
    void masksTheValueOfAKeyThatSaysItIsSecret(String line, String masked) {
        assertEquals(masked, secrets.masked(line));
    }

    @ParameterizedTest
    @CsvSource({
        "listen_tcp = 1",
        "auth_unix_rw = \"none\"",
        "max_clients = 200",
        "password=",
        "the password is asked for at the console"
    })
    void leavesOtherLinesAlone(String line) {
        assertEquals(line, secrets.masked(line));
    }

    @Test
    void masksKnownSecretsWhereverTheyStand() {
        Answer answer = secrets.apply(new Answer(1, "mount -o pass='hunter2-of-root'", "bad: hunter2-of-root"));
        assertFalse(answer.out().contains("hunter2"), answer::out);
        assertFalse(answer.err().contains("hunter2"), answer::err);
    }

    @Test
    void masksPrivateKeysEvenWhenTheirEndWasCutOff() {
        String key = "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb\n";
        assertEquals("a\n-----BEGIN RSA PRIVATE KEY-----•••-----END RSA PRIVATE KEY-----\nb\n", secrets.masked(key));
        assertFalse(secrets.masked("-----BEGIN PRIVATE KEY-----\nMIIE\nMI").contains("MI"));
    }
}
