package org.ostler.platform;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text with its bytes as %XX, as addresses have it, read strictly: nothing is guessed and nothing replaced. */
public final class EscapedText {
    private EscapedText() {}

    /** @return empty when it is no UTF-8 text, or has a % that begins nothing */
    public static Optional<String> decoded(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
        } catch (CharacterCodingException none) {
            return Optional.empty();
        }
    }
}
