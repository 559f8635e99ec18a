package org.ostler.platform;

import java.security.SecureRandom;

/** Text that no database can compress. */
final class Noise {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Noise() {}

    static String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int at = 0; at < count; at++) {
            text.append((char) ('!' + RANDOM.nextInt(90)));
        }
        return text.toString();
    }
}
