package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
    @Test
    void spellsOutWhatTurnsText() {
        assertEquals("gpj⟨U+202E⟩exe.", VisibleText.of("gpj\u202Eexe."));
        assertEquals("⟨U+2066⟩a⟨U+2069⟩⟨U+061C⟩", VisibleText.of("\u2066a\u2069\u061C"));
    }

    @Test
    void spellsOutWhatNoPageMayHold() {
        assertEquals("⟨U+001B⟩[31m⟨U+0000⟩⟨U+009B⟩", VisibleText.of("\u001B[31m\0\u009B"));
    }

    @Test
    void leavesEveryOtherTextAlone() {
        String text = "主机 xs-b1\tλ😀\r\n‘x’ – “y”";
        assertSame(text, VisibleText.of(text));
    }
}
