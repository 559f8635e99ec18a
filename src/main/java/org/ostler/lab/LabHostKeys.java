package org.ostler.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Host keys in files, in OpenSSH's own format: made once, the same after a restart. */
final class LabHostKeys {
    private LabHostKeys() {}

    /** @param type RSA, EC or EdDSA; RSA where this Java cannot make the other */
    static synchronized KeyPair of(Path file, String type) {
        try {
            if (!Files.exists(file)) {
                write(file, make(type));
            }
            try (InputStream in = Files.newInputStream(file)) {
                return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null)
                        .iterator()
                        .next();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the host key " + file + " cannot be used", broken);
        }
    }

    static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static KeyPair make(String type) throws GeneralSecurityException {
        return switch (type) {
            case "EC" -> KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
            case "EdDSA" -> KeyUtils.generateKeyPair("ssh-ed25519", 256);
            default -> KeyUtils.generateKeyPair("ssh-rsa", 2048);
        };
    }

    private static void write(Path file, KeyPair pair) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "practice lab", null, out);
        }
    }
}
