package org.ostler.platform;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What people may write anywhere: text that is what it looks like. Invisible characters can make an audit trail or a
 * reason read differently from what it says, and not every database takes all of them.
 */
public final class PlainText {
    /** Smaller: a long private key does not fit. Larger: a hostile text costs more memory wherever it is kept. */
    private static final int LONGEST = 32 * 1024;

    private PlainText() {}

    /** @return why it is none, and what to do; empty when it is fine */
    public static Optional<Refusal> refusal(String text) {
        if (text.length() > LONGEST) {
            return Optional.of(Refusal.badInput(
                    "text-too-long",
                    "A text is longer than " + LONGEST + " characters.",
                    "Say it shorter, or send it in parts."));
        }
        OptionalInt hidden = text.codePoints().filter(PlainText::isHidden).findFirst();
        return hidden.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.badInput(
                        "text-hidden-character",
                        "A text holds the character " + "U+%04X".formatted(hidden.getAsInt()) + ", which nobody sees.",
                        "Leave it out."));
    }

    /** Control characters but tab and line ends, halves of characters, what is none, what turns the direction. */
    private static boolean isHidden(int c) {
        boolean control = Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean none = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        boolean turning = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return control || half || none || turning;
    }
}
