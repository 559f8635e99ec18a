package org.ostler.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Records as JSON, written by hand: a run prints hundreds of thousands of lines, and a mapper takes several times as long
 * for each. To the byte what {@link org.ostler.platform.Json} makes of them, which a test holds; that one reads them.
 */
final class RecordText {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] bytes;
    private int size;
    private Instant lastAt = Instant.MIN;
    private String lastAtText = "";
    private UUID lastCommand = new UUID(0, 0);
    private String lastCommandText = lastCommand.toString();

    /** @param expected how many bytes it may become; more are taken as well */
    RecordText(int expected) {
        bytes = new byte[Math.max(256, expected)];
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** As a segment holds it: a line. */
    void stored(StoredRecord record) {
        plain("{\"a\":\"").plain(at(record.at())).plain("\"");
        record.command()
                .ifPresent(command -> plain(",\"c\":\"").plain(command(command)).plain("\""));
        plain(",\"e\":").plain(record.endsLine() ? "true" : "false");
        plain(",\"h\":").text(record.host());
        plain(",\"n\":").plain(Long.toString(record.number()));
        plain(",\"o\":").plain(Long.toString(record.end()));
        plain(",\"s\":\"").plain(record.stream().name());
        plain("\",\"t\":").text(record.text());
        plain(",\"x\":").text(record.step());
        plain("}\n");
    }

    /** As a reader gets it, among others. */
    void shown(TranscriptRecord record) {
        plain("{\"at\":\"").plain(at(record.at()));
        plain("\",\"endsLine\":").plain(record.endsLine() ? "true" : "false");
        plain(",\"host\":").text(record.host());
        plain(",\"number\":").plain(Long.toString(record.number()));
        plain(",\"step\":").text(record.step());
        plain(",\"stream\":\"").plain(record.stream().name());
        plain("\",\"text\":").text(record.text());
        plain("}");
    }

    /** What needs no escapes. */
    @SuppressWarnings("deprecation") // the one that takes the lower halves of characters: these have no upper ones
    RecordText plain(String text) {
        int length = text.length();
        room(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /** With its quotes and escapes. */
    RecordText text(String text) {
        int length = text.length();
        room(length + 2);
        int begin = size;
        bytes[size++] = '"';
        for (int at = 0; at < length; at++) {
            char one = text.charAt(at);
            if (one < ' ' || one >= 0x7f || one == '"' || one == '\\') {
                size = begin;
                return escaped(text);
            }
            bytes[size++] = (byte) one;
        }
        bytes[size++] = '"';
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private RecordText escaped(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        room(raw.length * 6 + 2);
        bytes[size++] = '"';
        for (byte one : raw) {
            if (one == '"' || one == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = one;
            } else if (one >= 0 && one < ' ') {
                control(one);
            } else {
                bytes[size++] = one;
            }
        }
        bytes[size++] = '"';
        return this;
    }

    private void control(byte one) {
        bytes[size++] = '\\';
        int known = "\b\t\n\f\r".indexOf(one);
        if (known >= 0) {
            bytes[size++] = (byte) "btnfr".charAt(known);
            return;
        }
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[one >> 4];
        bytes[size++] = HEX[one & 0xf];
    }

    /** Records that came together have the same. */
    private String at(Instant at) {
        if (!at.equals(lastAt)) {
            lastAt = at;
            lastAtText = at.toString();
        }
        return lastAtText;
    }

    private String command(UUID command) {
        if (!command.equals(lastCommand)) {
            lastCommand = command;
            lastCommandText = command.toString();
        }
        return lastCommandText;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
