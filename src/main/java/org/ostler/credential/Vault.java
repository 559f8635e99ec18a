package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.ostler.platform.Configuration;

/**
 * Seals bytes with AES-256-GCM. The key lies in {@code <data>/vault.key}, 0600, made at first start; a key that others
 * can read stops the start, because everything sealed would be as good as open.
 *
 * <p>A sealed value is one byte of version, 12 bytes of nonce, then what GCM gives.
 */
@ApplicationScoped
public class Vault {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private Path file;
    private SecretKeySpec key;

    /** For the container's proxy. */
    protected Vault() {}

    @Inject
    Vault(Configuration configuration) {
        this(configuration.dataDirectory().resolve("vault.key"));
    }

    Vault(Path file) {
        this.file = file;
    }

    /** Looks at the key before anybody signs in: trouble with it belongs into the start's output. */
    void atStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
        key();
    }

    /** @param purpose bound to the result: sealed for one purpose cannot be opened for another */
    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] closed = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, plain, 0, plain.length);
        byte[] sealed = new byte[1 + NONCE + closed.length];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE);
        System.arraycopy(closed, 0, sealed, 1 + NONCE, closed.length);
        return sealed;
    }

    /** @throws IllegalStateException when it was sealed with another key or for another purpose, or was altered */
    public byte[] open(String purpose, byte[] sealed) {
        if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new IllegalStateException("not sealed by this vault: " + purpose);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
        return crypt(Cipher.DECRYPT_MODE, purpose, nonce, sealed, 1 + NONCE, sealed.length - 1 - NONCE);
    }

    private byte[] crypt(int mode, String purpose, byte[] nonce, byte[] from, int offset, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(from, offset, length);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(
                    "cannot be opened: " + purpose + " was sealed with another key than " + file + ", or was altered",
                    refused);
        }
    }

    private synchronized SecretKeySpec key() {
        if (key == null) {
            key = new SecretKeySpec(VaultKey.readOrMake(file), "AES");
        }
        return key;
    }
}
