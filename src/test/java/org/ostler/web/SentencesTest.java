package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SentencesTest {
    private static final Map<String, String> ENGLISH = Map.of(
            "short", "{0} by {1}.",
            "long", "The host''s key {0} was replaced by {1}.",
            "twice", "{0} is not {0}");
    private static final Map<String, String> CHINESE =
            Map.of("short", "{1}：{0}。", "long", "主机密钥 {0} 已由 {1} 替换。", "twice", "{0} 不等于自身");

    private static Sentences sentences(UnaryOperator<String> wording) {
        return new Sentences(ENGLISH, CHINESE, Locale.SIMPLIFIED_CHINESE, wording);
    }

    @Test
    void saysAStoredSentenceWithItsOwnValues() {
        assertEquals(
                Optional.of("主机密钥 SHA256:ab'c 已由 zhao {min} 替换。"),
                sentences(UnaryOperator.identity()).say("The host's key SHA256:ab'c was replaced by zhao {min}."));
    }

    @Test
    void theFormWithMoreOwnWordsWins() {
        assertEquals(
                Optional.of("lisi：mended。"), sentences(UnaryOperator.identity()).say("mended by lisi."));
    }

    @Test
    void aPlaceUsedTwiceHoldsTheSameValueTwice() {
        assertEquals(
                Optional.of("kvm1 不等于自身"), sentences(UnaryOperator.identity()).say("kvm1 is not kvm1"));
        assertEquals(Optional.empty(), sentences(UnaryOperator.identity()).say("kvm1 is not kvm2"));
    }

    @Test
    void valuesThatAreWordsOfOursAreSaidToo() {
        assertEquals(
                Optional.of("lisi：修复。"),
                sentences(word -> word.equals("mended") ? "修复" : word).say("mended by lisi."));
    }

    @Test
    void aHostsLongOutputCostsNothing() {
        String longer = "by ".repeat(100_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertEquals(
                        Optional.empty(), sentences(UnaryOperator.identity()).say(longer)));
    }

    @Test
    void theLedgersSentencesAreSaidInChinese() {
        assertEquals("zhao 已暂停此执行。", Texts.translated("The run was paused by zhao.", Locale.SIMPLIFIED_CHINESE));
        assertEquals(
                "zhao 已取消此执行。wrong window",
                Texts.translated("The run was cancelled by zhao. wrong window", Locale.SIMPLIFIED_CHINESE));
        assertEquals("never seen", Texts.translated("never seen", Locale.SIMPLIFIED_CHINESE));
    }
}
