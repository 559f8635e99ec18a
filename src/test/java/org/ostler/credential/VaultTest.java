package org.ostler.credential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final byte[] PLAIN = "the secret of it".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("data/vault.key");
    }

    @Test
    void whatIsSealedIsOpenedAfterARestart() {
        byte[] sealed = new Vault(file()).seal("purpose", PLAIN);
        assertArrayEquals(PLAIN, new Vault(file()).open("purpose", sealed));
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        Vault vault = new Vault(file());
        byte[] one = vault.seal("purpose", PLAIN);
        assertFalse(Arrays.equals(one, vault.seal("purpose", PLAIN)));
        assertFalse(new String(one, StandardCharsets.ISO_8859_1).contains("secret"));
    }

    @Test
    void refusesAnotherPurpose() {
        Vault vault = new Vault(file());
        byte[] sealed = vault.seal("credential a", PLAIN);
        assertThrows(IllegalStateException.class, () -> vault.open("credential b", sealed));
    }

    @Test
    void refusesEveryFlippedBitAndEveryShortening() {
        Vault vault = new Vault(file());
        byte[] sealed = vault.seal("purpose", PLAIN);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(IllegalStateException.class, () -> vault.open("purpose", altered));
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] shorter = Arrays.copyOf(sealed, length);
            assertThrows(IllegalStateException.class, () -> vault.open("purpose", shorter));
        }
    }

    @Test
    void refusesAnotherKey() {
        byte[] sealed = new Vault(directory.resolve("one.key")).seal("purpose", PLAIN);
        Vault other = new Vault(directory.resolve("two.key"));
        String said = assertThrows(IllegalStateException.class, () -> other.open("purpose", sealed))
                .getMessage();
        assertTrue(said.contains("two.key"), said);
    }

    @Test
    void theKeyIsItsOwnersAlone() throws Exception {
        new Vault(file()).atStart(new Object());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aKeyThatOthersCanReadStopsTheStart() throws Exception {
        new Vault(file()).atStart(new Object());
        for (String modes : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(modes));
            Vault vault = new Vault(file());
            String said = assertThrows(IllegalStateException.class, () -> vault.atStart(new Object()))
                    .getMessage();
            assertTrue(said.contains("chmod 600"), said);
        }
    }

    @Test
    void aDamagedKeyStopsTheStartAndIsLeftAlone() throws Exception {
        new Vault(file()).atStart(new Object());
        Files.writeString(file(), "half a key");
        Vault vault = new Vault(file());
        assertThrows(IllegalStateException.class, () -> vault.atStart(new Object()));
        assertEquals("half a key", Files.readString(file()));
    }
}
