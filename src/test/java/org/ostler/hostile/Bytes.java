package org.ostler.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The data files' way of writing what cannot be written: {@code «n*text»} is the text n times, {@code \xHH} a byte. */
final class Bytes {
    private static final Pattern REPEATED = Pattern.compile("(?s)«(\\d+)\\*(.*?)»");
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");

    private Bytes() {}

    static String text(String written) {
        return REPEATED.matcher(written)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
    }

    static byte[] of(String written) {
        String text = text(written);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher escapes = BYTE.matcher(text);
        int at = 0;
        while (escapes.find()) {
            bytes.writeBytes(text.substring(at, escapes.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(Integer.parseInt(escapes.group(1), 16));
            at = escapes.end();
        }
        bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
