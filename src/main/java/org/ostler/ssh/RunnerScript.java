package org.ostler.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The host runner's text and where it lies on hosts. Its name carries its own hash, so hosts may hold several
 * versions and a command started by one is followed by any.
 */
record RunnerScript(String base, String text) {
    private static final String BASE = "/var/lib/ostler";
    private static final RunnerScript OURS = new RunnerScript(BASE, resource());

    static RunnerScript ours() {
        return OURS;
    }

    String path() {
        return base + "/host-runner-"
                + hash(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String resource() {
        try (InputStream in = RunnerScript.class.getResourceAsStream("host-runner.sh")) {
            if (in == null) {
                throw new IllegalStateException("host-runner.sh is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
