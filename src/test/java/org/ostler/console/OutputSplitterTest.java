package org.ostler.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ostler.console.OutputSplitter.Part;
import org.ostler.credential.Secret;

final class OutputSplitterTest {
    private final Masking none = new Masking(List.of());
    private final OutputSplitter splitter = new OutputSplitter(0);

    private List<Part> give(String text, long now) {
        splitter.add(text.getBytes(StandardCharsets.UTF_8), splitter.next(), now);
        return splitter.take(none, now);
    }

    private static List<String> texts(List<Part> parts) {
        return parts.stream().map(Part::text).toList();
    }

    @Test
    void cutsAtLineEndsAndKeepsTheRest() {
        assertEquals(List.of("one", "two"), texts(give("one\ntwo\r\nthr", 0)));
        assertEquals(List.of(new Part("three", true, 15)), give("ee\n", 10));
    }

    @Test
    void givesAPartAfterFiftyMilliseconds() {
        assertEquals(List.of(), give("half", 0));
        assertTrue(splitter.isWaiting());
        assertEquals(List.of(new Part("half", false, 4)), splitter.take(none, 50));
        assertEquals(List.of(new Part(" done", true, 10)), give(" done\n", 60));
    }

    @Test
    void showsWhatATerminalWouldStillShow() {
        assertEquals(List.of("100%"), texts(give("10%\r50%\r100%\r\n", 0)));
        give("10%\r20%", 0);
        assertEquals(List.of("20%"), texts(splitter.take(none, 50)));
        assertEquals(List.of("\r40%"), texts(give("\r30%\r40%\n", 51)));
    }

    @Test
    void replacesMalformedBytesAndKeepsCharactersWhole() {
        byte[] text = "\u4e3b\u673a".getBytes(StandardCharsets.UTF_8);
        splitter.add(new byte[] {text[0], text[1], text[2], text[3]}, 0, 0);
        assertEquals(List.of("\u4e3b"), texts(splitter.take(none, 50)));
        splitter.add(new byte[] {text[4], text[5], (byte) 0xff, 0, '\n'}, 4, 60);
        assertEquals(List.of("\u673a\ufffd"), texts(splitter.take(none, 60)));
    }

    @Test
    void cutsLinesWithoutEnd() {
        List<Part> parts = give("x".repeat(OutputSplitter.LARGEST * 3 + 5), 0);
        assertEquals(3, parts.size());
        assertEquals(OutputSplitter.LARGEST * 3L, parts.get(2).end());
        assertEquals(List.of("xxxxx"), texts(splitter.takeRest(none, 0)));
    }

    @Test
    void takesABytesOnlyOnce() {
        splitter.add("abcdef\n".getBytes(StandardCharsets.UTF_8), 0, 0);
        splitter.add("def\nghi\n".getBytes(StandardCharsets.UTF_8), 3, 0);
        splitter.add("abc".getBytes(StandardCharsets.UTF_8), 0, 0);
        assertEquals(List.of("abcdef", "ghi"), texts(splitter.take(none, 0)));
        assertEquals(5, splitter.add("late".getBytes(StandardCharsets.UTF_8), 16, 0));
    }

    /** However the bytes are cut and whenever the clock ticks: no secret is shown and nothing else is lost. */
    @Test
    void masksAcrossPartsHoweverTheyAreCut() {
        Masking masking = new Masking(List.of(new Secret("hunter22"), new Secret("hunt\u5bc6\u7801")));
        String text = "login hunter22 ok\nhunt hunt\u5bc6\u7801\nhuntehunter22hunter2\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            OutputSplitter fresh = new OutputSplitter(0);
            List<Part> parts = new ArrayList<>();
            long now = 0;
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(9));
                byte[] piece = java.util.Arrays.copyOfRange(bytes, at, end);
                fresh.add(piece, at, now);
                now += random.nextInt(80);
                parts.addAll(fresh.take(masking, now));
                at = end;
            }
            parts.addAll(fresh.takeRest(masking, now));
            StringBuilder shown = new StringBuilder();
            parts.forEach(part -> shown.append(part.text()).append(part.endsLine() ? "\n" : ""));
            assertEquals("login ••• ok\nhunt •••\nhunte•••hunter2\n", shown.toString());
            assertEquals(bytes.length, parts.get(parts.size() - 1).end());
        }
    }
}
