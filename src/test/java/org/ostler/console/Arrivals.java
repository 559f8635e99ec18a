package org.ostler.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host printed, as a reader gets it: how old each line was that says when it was printed, when the first and the
 * last byte came, and whether some words have come. Host and reader have the same clock: they are the same machine.
 */
final class Arrivals {
    private static final Pattern MARK = Pattern.compile("mark (\\d+) (\\d{19})(?!\\d)");

    /** Characters in which a mark or words may have begun; looking through all of a flood would be measured too. */
    private static final int KEPT = 4_096;

    private final List<Double> ages = new ArrayList<>();
    private final StringBuilder rest = new StringBuilder();
    private int marks;
    private long began;
    private long last;
    private long size;

    /** The clock by which lines are marked. */
    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    synchronized void came(CharSequence text) {
        long now = now();
        began = began == 0 ? now : began;
        last = now;
        size += text.length();
        boolean flood = text.length() > KEPT;
        rest.append(text, flood ? text.length() - KEPT : 0, text.length());
        if (!flood) {
            takeMarks(now);
        }
        rest.delete(0, Math.max(0, rest.length() - KEPT));
        notifyAll();
    }

    private void takeMarks(long now) {
        Matcher mark = MARK.matcher(rest);
        while (mark.find()) {
            int number = Integer.parseInt(mark.group(1));
            if (number > marks) {
                marks = number;
                ages.add((now - Long.parseLong(mark.group(2))) / 1e6);
            }
        }
    }

    /** What follows counts from here on. */
    synchronized void beginAgain() {
        ages.clear();
        rest.setLength(0);
        marks = 0;
        began = 0;
        size = 0;
    }

    /** Waits until these words have come. */
    synchronized void await(String words) throws InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (rest.indexOf(words) < 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("\"" + words + "\" never came; the last was " + rest);
            }
            wait(left);
        }
    }

    synchronized long size() {
        return size;
    }

    /** From the first byte to the last. */
    synchronized double seconds() {
        return (last - began) / 1e9;
    }

    /** Age of a line when it came, in milliseconds: below it are so many of a hundred. */
    synchronized double age(double percent) {
        List<Double> sorted = new ArrayList<>(ages);
        Collections.sort(sorted);
        if (sorted.isEmpty()) {
            throw new AssertionError("no line came");
        }
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(sorted.size() * percent / 100)));
    }
}
