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
import java.security.cert.CertificateFactory;
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
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END");

    private Keystore() {}

    public static void main(String[] arguments) throws Exception {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(arguments[0]))))
                .toArray(new Certificate[0]);
        PrivateKey key = key(Files.readString(Path.of(arguments[1])));
        if (chain.length == 0 || !belongTogether(chain[0].getPublicKey(), key)) {
            System.err.println("The key is not the certificate's.");
            System.exit(1);
        }
        char[] password = System.getenv("OSTLER_KEYSTORE_PASSWORD").toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("ostler", key, password, chain);
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            store.store(out, password);
        }
    }

    private static PrivateKey key(String pem) throws Exception {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("no private key in PEM form");
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
