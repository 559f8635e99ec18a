package org.ostler.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.credential.Credentials.Draft;
import org.ostler.credential.Credentials.Kind;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;

class DraftCheckTest {
    private static final String KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n";

    private static Draft draft(String name, Kind kind, String user, String password, String key) {
        return new Draft(
                name,
                kind,
                user,
                Optional.ofNullable(password).map(Secret::new),
                Optional.ofNullable(key).map(Secret::new),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String refusal(Draft draft) {
        return assertThrows(Refusal.class, () -> DraftCheck.check(draft, Secrets.NONE.changedBy(draft)))
                .code();
    }

    @Test
    void takesEachKindWithItsSecret() {
        for (Kind kind : Kind.values()) {
            Draft draft = draft("lab.root-1", kind, "root", "pw", kind == Kind.SSH_KEY ? KEY : null);
            DraftCheck.check(draft, Secrets.NONE.changedBy(draft));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a b", "a/b", "a\nb", "ä", "<script>", "..", "a;b"})
    void refusesNamesThatAreNone(String name) {
        assertEquals("bad-name", refusal(draft(name, Kind.SSH_PASSWORD, "root", "pw", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\u0000", " root"})
    void refusesUsersThatAreNone(String user) {
        assertEquals("bad-user", refusal(draft("a", Kind.SSH_PASSWORD, user, "pw", null)));
    }

    @Test
    void refusesAMissingOrManyLinedSecret() {
        assertEquals("secret-missing", refusal(draft("a", Kind.SSH_PASSWORD, "root", null, null)));
        assertEquals("secret-missing", refusal(draft("a", Kind.SSH_KEY, "root", "pw", null)));
        assertEquals("bad-secret", refusal(draft("a", Kind.DATABASE, "root", "one\ntwo", null)));
        assertEquals("bad-key", refusal(draft("a", Kind.SSH_KEY, "root", null, "ssh-ed25519 AAAA me")));
    }

    @Test
    void anAbsentSecretKeepsTheStoredOneButANewKeyDropsTheOldPassphrase() {
        Secrets stored =
                new Secrets(Optional.of("pw"), Optional.of("old key"), Optional.of("phrase"), Optional.of("sudo"));
        assertEquals(stored, stored.changedBy(draft("a", Kind.SSH_KEY, "root", null, null)));
        Secrets changed = stored.changedBy(draft("a", Kind.SSH_KEY, "root", null, KEY));
        assertEquals(new Secrets(Optional.of("pw"), Optional.of(KEY), Optional.empty(), Optional.of("sudo")), changed);
    }

    @ParameterizedTest
    @CsvSource({
        "bastion,bastion,22",
        "bastion.example.org:2222,bastion.example.org,2222",
        "192.0.2.1:1,192.0.2.1,1",
        "[2001:db8::1]:22,2001:db8::1,22",
        "[::1],::1,22"
    })
    void readsJumpAddresses(String text, String host, int port) {
        assertEquals(new JumpAddress(host, port), JumpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":22", "a:0", "a:65536", "a:b", "2001:db8::1", "a b", "-oProxyCommand=x", "a\n"})
    void refusesWhatIsNoJumpAddress(String text) {
        assertThrows(Refusal.class, () -> JumpAddress.parse(text));
    }

    @Test
    void noSecretIsPrintedOrWrittenAsJson() throws JsonProcessingException {
        Draft draft = draft("a", Kind.SSH_KEY, "root", "canary-1", KEY + "canary-2");
        String seen =
                draft + " " + Secrets.NONE.changedBy(draft) + " " + new Credentials.Login("u", new Secret("canary-3"))
                        + Json.write(draft) + Json.write(new Credentials.Login("u", new Secret("canary-4")))
                        + FixedCredentials.password("root", "canary-5")
                        + Json.write(FixedCredentials.password("root", "canary-6"));
        assertFalse(seen.contains("canary"), seen);
    }

    @Test
    void aRowOpensOnlyUnderItsOwnName(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) {
        Vault vault = new Vault(directory.resolve("vault.key"));
        Draft draft = draft("a", Kind.SSH_PASSWORD, "root", "canary", null);
        CredentialRow row = new CredentialRow("a");
        row.become(draft, Secrets.NONE.changedBy(draft), vault, "admin", Instant.EPOCH);
        assertEquals(Optional.of("canary"), row.secrets(vault).password());
        assertFalse(row.summary().toString().contains("canary"));
    }
}
