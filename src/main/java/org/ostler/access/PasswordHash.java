package org.ostler.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-512, in a form that names its own rounds, so that they can be raised later. */
final class PasswordHash {
    /** Fewer: a stolen table is cheaper to guess at. More: each sign-in costs more than the 0.1 to 0.5 s of today. */
    private static final int ROUNDS = 120_000;

    private static final int SALT_BYTES = 32;
    private static final int KEY_BITS = 512;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Compared with when there is no such person, so that an unknown name takes as long as a wrong password. */
    static final String NOBODY = of("nobody has this password");

    private PasswordHash() {}

    static String of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder text = Base64.getEncoder();
        return "pbkdf2-sha512:" + ROUNDS + ":" + text.encodeToString(salt) + ":"
                + text.encodeToString(derive(password, salt, ROUNDS));
    }

    static boolean matches(String stored, String password) {
        String[] parts = stored.split(":", -1);
        if (parts.length != 4 || !parts[0].equals("pbkdf2-sha512")) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] wanted = Base64.getDecoder().decode(parts[3]);
        return MessageDigest.isEqual(wanted, derive(password, salt, Integer.parseInt(parts[1])));
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } finally {
            spec.clearPassword();
        }
    }
}
