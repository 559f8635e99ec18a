package org.ostler.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One command's one stream on its way to records: what came and is not stored yet. Cuts at line ends, and within a
 * line when it grows too long or stands still for too long.
 */
final class OutputSplitter {
    /**
     * How long a part of a line waits for its rest. Shorter: a slow line becomes a dozen records. Longer: people see
     * prompts and progress late.
     */
    static final long PATIENCE_MILLIS = 50;

    /** Largest part. Smaller: long lines cost many records. Larger: a line without end fills memory and browsers. */
    static final int LARGEST = 16 * 1024;

    /**
     * A record's text with what is needed to go on after it.
     *
     * @param end remote offset of the first byte after it
     */
    record Part(String text, boolean endsLine, long end) {}

    private byte[] pending = new byte[0];
    /** Remote offset of the first pending byte. */
    private long stored;

    private boolean withinLine;
    /** What is left may be the beginning of a secret: only more output or the end resolves it. */
    private boolean held;

    private long waitingSince;

    OutputSplitter(long stored) {
        this.stored = stored;
    }

    /** Remote offset of the next byte that is wanted. */
    long next() {
        return stored + pending.length;
    }

    /** Whether time alone will make a part of what came. */
    boolean isWaiting() {
        return pending.length > 0 && !held;
    }

    /** @return how many bytes are missing before these: 0 when they fit */
    long add(byte[] bytes, long offset, long nowMillis) {
        long missing = Math.max(0, offset - next());
        if (missing > 0) {
            stored += missing;
        }
        long known = Math.min(bytes.length, next() - offset);
        byte[] news = Arrays.copyOfRange(bytes, Math.toIntExact(known), bytes.length);
        if (pending.length == 0 || held) {
            waitingSince = nowMillis;
            held = false;
        }
        if (pending.length == 0) {
            pending = news;
        } else {
            byte[] joined = Arrays.copyOf(pending, pending.length + news.length);
            System.arraycopy(news, 0, joined, pending.length, news.length);
            pending = joined;
        }
        return missing;
    }

    /** Whole lines, and what is too long or has waited too long. */
    List<Part> take(Masking masking, long nowMillis) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < pending.length; at++) {
            if (pending[at] == '\n') {
                cutLong(masking, from, at, parts);
                from = at + 1;
            }
        }
        drop(from);
        if (from > 0) {
            waitingSince = nowMillis;
        }
        while (pending.length > LARGEST) {
            int length = characterEnd(masking.safeLength(pending, LARGEST));
            if (length == 0) {
                break;
            }
            parts.add(part(masking, 0, length, false));
            drop(length);
        }
        if (pending.length > 0 && nowMillis - waitingSince >= PATIENCE_MILLIS) {
            int length = characterEnd(masking.safeLength(pending, pending.length));
            if (length > 0) {
                parts.add(part(masking, 0, length, false));
                drop(length);
            }
            held = pending.length > 0;
        }
        return parts;
    }

    /** What is left when no more comes. */
    List<Part> takeRest(Masking masking, long nowMillis) {
        List<Part> parts = take(masking, nowMillis);
        if (pending.length > 0 || withinLine) {
            parts.add(part(masking, 0, pending.length, true));
            drop(pending.length);
        }
        return parts;
    }

    /** A whole line from..to, the line end at to; in parts when it is longer than a part. */
    private void cutLong(Masking masking, int from, int to, List<Part> parts) {
        int at = from;
        while (to - at > LARGEST) {
            byte[] line = Arrays.copyOfRange(pending, at, to);
            int length = masking.safeLength(line, LARGEST);
            length = length == 0 ? LARGEST : characterEnd(at + length) - at;
            parts.add(part(masking, at, at + length, false));
            at += length;
        }
        parts.add(part(masking, at, to, true));
    }

    private Part part(Masking masking, int from, int to, boolean endsLine) {
        boolean lineEnd = endsLine && to < pending.length;
        String text = new String(masking.mask(Arrays.copyOfRange(pending, from, to)), StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            text = text.replace("\0", "");
        }
        Part part = new Part(overwritten(text, endsLine), endsLine, stored + to + (lineEnd ? 1 : 0));
        withinLine = !endsLine;
        return part;
    }

    /**
     * What a terminal would still show of a line that was written over by carriage returns. A part that continues a
     * line and writes over its beginning starts with one carriage return.
     */
    private String overwritten(String text, boolean endsLine) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        String line = text;
        while (endsLine && line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        String tail = "";
        while (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
            tail = "\r";
        }
        int last = line.lastIndexOf('\r');
        if (last < 0) {
            return line + tail;
        }
        return (withinLine ? "\r" : "") + line.substring(last + 1) + tail;
    }

    /** The largest length up to this one that does not end within a UTF-8 character. */
    private int characterEnd(int length) {
        int start = length;
        while (start > 0 && length - start < 4 && (pending[start - 1] & 0xC0) == 0x80) {
            start--;
        }
        if (start == 0 || (pending[start - 1] & 0xC0) != 0xC0) {
            return length;
        }
        int lead = pending[start - 1] & 0xFF;
        int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return length - (start - 1) >= wanted ? length : start - 1;
    }

    private void drop(int length) {
        if (length == 0) {
            return;
        }
        stored += length;
        pending = Arrays.copyOfRange(pending, length, pending.length);
    }
}
