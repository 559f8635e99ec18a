package org.ostler.ssh;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ostler.credential.Secret;

/** Reads private keys as people have them: OpenSSH's own form and PEM, with and without passphrase. */
final class PrivateKeys {
    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

    private PrivateKeys() {}

    /** @throws IOException when it is none of the forms, or the passphrase does not fit */
    static KeyProvider read(Secret text, Optional<Secret> passphrase) throws IOException {
        // Keys come by copy and paste: line ends of Windows, blank lines around.
        String pem = text.reveal().replace("\r", "").strip() + "\n";
        if (pem.startsWith(PKCS8)) {
            Optional<KeyPair> edwards = edwards(pem);
            if (edwards.isPresent()) {
                return new KeyPairWrapper(edwards.get());
            }
        }
        try (SSHClient reader = new SSHClient(Algorithms.config(false))) {
            KeyProvider keys = reader.loadKeys(
                    pem,
                    null,
                    passphrase
                            .map(secret ->
                                    PasswordUtils.createOneOff(secret.reveal().toCharArray()))
                            .orElse(null));
            // Only now is the text really read.
            keys.getPrivate();
            keys.getPublic();
            return keys;
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException damaged) {
            throw new IOException("it cannot be read as a private key", damaged);
        }
    }

    /** Ed25519 in PKCS #8 (as {@code openssl genpkey} writes it) is the one form that sshj does not read. */
    private static Optional<KeyPair> edwards(String pem) throws IOException {
        byte[] der;
        try (StringReader reader = new StringReader(pem)) {
            der = Base64.getMimeDecoder().decode(body(reader));
            if (!(PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(der))
                    instanceof Ed25519PrivateKeyParameters edwards)) {
                return Optional.empty();
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519", new BouncyCastleProvider());
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(der));
            PublicKey open = factory.generatePublic(new X509EncodedKeySpec(
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(edwards.generatePublicKey())
                            .getEncoded()));
            return Optional.of(new KeyPair(open, secret));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new IOException("it cannot be read as a private key", damaged);
        }
    }

    private static String body(StringReader reader) throws IOException {
        StringBuilder body = new StringBuilder();
        for (String line : new java.io.BufferedReader(reader).lines().toList()) {
            if (!line.startsWith("-----")) {
                body.append(line);
            }
        }
        return body.toString();
    }
}
