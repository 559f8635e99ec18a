package org.ostler.cloudstack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ostler.credential.Credentials;

/**
 * A request as the server verifies it: parameters sorted by name, values encoded, the whole lower-cased, HMAC-SHA1,
 * Base64. Names are lower-cased before sorting, because the server sorts by raw bytes and its documents by lower case:
 * with lower-case names both are the same.
 */
final class SignedRequest {
    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SignedRequest() {}

    /** The form-encoded parameters, signature included; for a query string or a POST body. */
    static String form(String command, Map<String, String> parameters, Credentials.Login login, Instant expires) {
        TreeMap<String, String> all = new TreeMap<>();
        parameters.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.put("command", command);
        all.put("response", "json");
        all.put("apikey", login.user());
        all.put("signatureversion", "3");
        all.put("expires", EXPIRES.format(expires));
        String signature = signature(all, login.password().reveal());
        all.put("signature", signature);
        return all.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Base64, not yet encoded for a URL. */
    static String signature(Map<String, String> parameters, String secret) {
        String signed = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"))
                        .toLowerCase(Locale.ROOT);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HmacSHA1", missing);
        }
    }

    /** As the server encodes: {@code *} stays, {@code ~} and a space are percent-encoded. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
