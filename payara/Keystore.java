import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the PKCS#12 store that Payara reads from a PEM certificate chain and its PEM key, with a JDK alone. The
 * password comes from the environment, so that it stands in no argument list.
 */
public final class Keystore {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END");

    private Keystore() {}

    public static void main(String[] arguments) {
        try {
            make(arguments);
        } catch (CertificateException | IllegalArgumentException unusable) {
            System.err.println(String.valueOf(unusable.getMessage()).lines().findFirst().orElse("unreadable"));
            System.exit(1);
        } catch (Exception trouble) {
            System.err.println(trouble);
            System.exit(1);
        }
    }

    private static void make(String[] arguments) throws Exception {
        Certificate[] chain = chain(Files.readString(Path.of(arguments[0]), StandardCharsets.ISO_8859_1));
        if (chain.length == 0) {
            throw new IllegalArgumentException("there is no certificate in " + arguments[0]);
        }
        ((X509Certificate) chain[0]).checkValidity();
        PrivateKey key = key(Files.readString(Path.of(arguments[1]), StandardCharsets.ISO_8859_1));
        if (!belongTogether(chain[0].getPublicKey(), key)) {
            throw new IllegalArgumentException("the key is not the certificate's");
        }
        char[] password = System.getenv("OSTLER_KEYSTORE_PASSWORD").toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("ostler", key, password, chain);
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            store.store(out, password);
        }
    }

    /** Whatever else stands in the file, such as the key, is passed over. */
    private static Certificate[] chain(String pem) throws CertificateException {
        ByteArrayOutputStream certificates = new ByteArrayOutputStream();
        Matcher block = CERTIFICATE.matcher(pem);
        while (block.find()) {
            certificates.writeBytes((block.group() + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates.toByteArray()))
                .toArray(new Certificate[0]);
    }

    private static PrivateKey key(String pem) throws Exception {
        if (pem.contains("ENCRYPTED")) {
            throw new IllegalArgumentException("the key has a passphrase");
        }
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no private key in PEM form");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(block.group(2).strip());
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(block.group(1).startsWith("RSA") ? wrapped(bytes) : bytes);
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException another) {
                continue;
            }
        }
        throw new IllegalArgumentException("neither an RSA, nor an EC, nor an Ed25519 key in PKCS#8");
    }

    /** RFC 8017 key in the PKCS#8 envelope of RFC 5208: version 0, rsaEncryption, the key as octet string. */
    private static byte[] wrapped(byte[] pkcs1) throws Exception {
        byte[] head = {2, 1, 0, 48, 13, 6, 9, 42, -122, 72, -122, -9, 13, 1, 1, 1, 5, 0};
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head);
        body.write(tagged(4, pkcs1));
        return tagged(48, body.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.write(content);
        return out.toByteArray();
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) throws Exception {
        boolean sameKind = open.getAlgorithm().equals(secret.getAlgorithm())
                || (open.getAlgorithm().startsWith("Ed") && secret.getAlgorithm().startsWith("Ed"));
        if (!sameKind) {
            return false;
        }
        String algorithm =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        byte[] text = "ostler".getBytes(StandardCharsets.UTF_8);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(text);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(open);
        checking.update(text);
        return checking.verify(signing.sign());
    }
}
