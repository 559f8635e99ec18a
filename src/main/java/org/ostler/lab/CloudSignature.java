package org.ostler.lab;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the signature of an API request as CloudStack 4.21 was seen to: HMAC-SHA1 over the sorted parameters, the
 * whole string lower-cased, {@code *} literal and {@code ~} as {@code %7E}.
 */
final class CloudSignature {
    /** The form of {@code expires} in signature version 3. */
    private static final DateTimeFormatter EXPIRES = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT);

    private final String apiKey;
    private final String secretKey;

    CloudSignature(String apiKey, String secretKey) {
        this.apiKey = apiKey;
        this.secretKey = secretKey;
    }

    boolean accepts(Map<String, String> parameters, Instant now) {
        Optional<String> key = named(parameters, "apikey");
        Optional<String> signature = named(parameters, "signature");
        if (!key.equals(Optional.of(apiKey)) || signature.isEmpty() || !inTime(parameters, now)) {
            return false;
        }
        try {
            return MessageDigest.isEqual(
                    hmac(unsigned(parameters)), Base64.getDecoder().decode(signature.get()));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The signature of these parameters, for whoever wants to ask this server. */
    String sign(Map<String, String> parameters) {
        return Base64.getEncoder().encodeToString(hmac(unsigned(parameters)));
    }

    private static boolean inTime(Map<String, String> parameters, Instant now) {
        if (!named(parameters, "signatureversion").equals(Optional.of("3"))) {
            return true;
        }
        try {
            return named(parameters, "expires")
                    .map(text -> ZonedDateTime.parse(text, EXPIRES).toInstant().isAfter(now))
                    .orElse(false);
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static String unsigned(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .filter(entry -> !entry.getKey().equalsIgnoreCase("signature"))
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"))
                        .toLowerCase(Locale.ROOT);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<String> named(Map<String, String> parameters, String name) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA1", missing);
        }
    }
}
