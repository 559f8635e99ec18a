package org.ostler.console;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ostler.credential.Secret;
import org.ostler.platform.Json;

/**
 * Finds secrets in a host's bytes, in the forms in which programs print them: plain, shell-quoted, as URL, JSON, XML
 * and Base64 (at each of the three alignments, so within {@code user:password} too). Works on bytes, so that a place
 * in the masked text is a place in the host's output.
 */
public final class Masking {
    public static final String MASK = "•••";

    /**
     * The shortest text that is masked. Shorter: single characters would turn whole transcripts into dots, and show
     * by that where they occur. Longer: real passwords would be shown.
     */
    private static final int SHORTEST = 4;

    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.UTF_8);

    private static final byte[][] NO_FORMS = {};

    /** By first byte, the longest first. */
    private final byte[][][] formsByFirstByte = new byte[256][][];

    /** Whether a form begins with it: asked for each byte that any host prints. */
    private final boolean[] begins = new boolean[256];

    public Masking(Collection<Secret> secrets) {
        Arrays.fill(formsByFirstByte, NO_FORMS);
        Set<String> forms = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            String text = secret.reveal();
            // A key of many lines is printed line by line; output is cut into lines before it is masked.
            text.lines().map(String::strip).filter(Masking::isLongEnough).forEach(line -> addForms(line, forms));
            addBase64(text, forms);
        }
        forms.stream()
                .filter(Masking::isLongEnough)
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .sorted(Comparator.comparingInt((byte[] form) -> -form.length))
                .forEach(this::add);
    }

    private void add(byte[] form) {
        int first = form[0] & 0xFF;
        byte[][] more = Arrays.copyOf(formsByFirstByte[first], formsByFirstByte[first].length + 1);
        more[more.length - 1] = form;
        formsByFirstByte[first] = more;
        begins[first] = true;
    }

    public String mask(String text) {
        return new String(mask(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** The same bytes when there is no secret in them. */
    byte[] mask(byte[] bytes) {
        int first = firstMatch(bytes, 0);
        if (first == bytes.length) {
            return bytes;
        }
        ByteArrayOutputStream masked = new ByteArrayOutputStream(bytes.length);
        int from = 0;
        for (int at = first; at < bytes.length; at = firstMatch(bytes, from)) {
            masked.write(bytes, from, at - from);
            masked.writeBytes(MASK_BYTES);
            from = at + matchAt(bytes, at);
        }
        masked.write(bytes, from, bytes.length - from);
        return masked.toByteArray();
    }

    /** Where the next secret begins; the length when there is none. */
    private int firstMatch(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (!begins[bytes[at] & 0xFF] || matchAt(bytes, at) == 0)) {
            at++;
        }
        return at;
    }

    /**
     * How many of the first {@code length} bytes may be shown now: behind them a secret may have begun, whose rest has
     * not come yet.
     */
    int safeLength(byte[] bytes, int length) {
        for (int at = 0; at < length; at++) {
            if (!begins[bytes[at] & 0xFF]) {
                continue;
            }
            int match = matchAt(bytes, at);
            if (match > 0) {
                at += match - 1;
                if (at >= length) {
                    return at - match + 1;
                }
            } else if (beginsAt(bytes, at)) {
                return at;
            }
        }
        return length;
    }

    private int matchAt(byte[] bytes, int at) {
        for (byte[] form : formsByFirstByte[bytes[at] & 0xFF]) {
            if (at + form.length <= bytes.length && Arrays.equals(bytes, at, at + form.length, form, 0, form.length)) {
                return form.length;
            }
        }
        return 0;
    }

    private boolean beginsAt(byte[] bytes, int at) {
        int left = bytes.length - at;
        for (byte[] form : formsByFirstByte[bytes[at] & 0xFF]) {
            if (left < form.length && Arrays.equals(bytes, at, bytes.length, form, 0, left)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLongEnough(String text) {
        return text.length() >= SHORTEST;
    }

    private static void addForms(String text, Set<String> forms) {
        forms.add(text);
        forms.add(text.replace("'", "'\\''"));
        forms.add(text.replace("'", "'\"'\"'"));
        forms.add(text.replaceAll("([\\\\\"$`])", "\\\\$1"));
        forms.add(text.replaceAll("([^A-Za-z0-9_@%+=:,./-])", "\\\\$1"));
        String json = Json.write(text);
        forms.add(json.substring(1, json.length() - 1));
        forms.add(json.substring(1, json.length() - 1).replace("/", "\\/"));
        String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (String form :
                List.of(url, url.replace("+", "%20"), url.replace("+", "%20").replace("*", "%2A"))) {
            forms.add(form);
            forms.add(lowerCaseEscapes(form));
        }
        forms.add(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
        addBase64(text, forms);
    }

    private static String lowerCaseEscapes(String url) {
        StringBuilder text = new StringBuilder(url);
        for (int at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1)) {
            text.replace(at, at + 3, text.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    /** Of each alignment only the characters that no neighbour can change. */
    private static void addBase64(String text, Set<String> forms) {
        byte[] secret = text.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + secret.length];
            System.arraycopy(secret, 0, padded, before, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
            int from = before == 0 ? 0 : before + 1;
            int to = encoded.length() - (padded.length % 3 == 0 ? 0 : 1);
            if (to - from > SHORTEST) {
                String form = encoded.substring(from, to);
                forms.add(form);
                forms.add(form.replace('+', '-').replace('/', '_'));
            }
        }
    }
}
