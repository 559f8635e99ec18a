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
    void severalSentencesAreSaidOneByOne() {
        Sentences chinese = sentences(UnaryOperator.identity());
        assertEquals(
                Optional.of("kvm1: lisi：mended。 主机密钥 a 已由 b 替换。"),
                chinese.say("kvm1: mended by lisi. The host's key a was replaced by b."));
        assertEquals(Optional.empty(), chinese.say("kvm1 went. The host's key a was replaced by b"));
    }

    @Test
    void problemsOfANetworkAreSaidInChinese() {
        String said = Texts.translated(
                "eth7: This host has no network card eth7; it has eth0, eth1. Name one that the host has, or put the card"
                        + " in. eth0.100: 192.168.42.11 moves to VLAN 100 on eth0.100: the switch must carry it tagged to"
                        + " this host. Ask whoever runs the switch first; if it does not, the network guard restores the"
                        + " present network.",
                Locale.SIMPLIFIED_CHINESE);
        assertEquals(
                "eth7: 该主机没有网卡 eth7；它有 eth0, eth1。 请指定主机已有的网卡，或者插入该网卡。 eth0.100: 192.168.42.11 移到"
                        + " eth0.100 上的 VLAN 100：交换机必须带标签地将其承载到该主机。"
                        + " 请先询问交换机的管理人员；如果交换机不承载，网络守护会还原当前网络。",
                said);
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
