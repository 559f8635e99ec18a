package org.ostler.lab;

import java.util.Random;

/** Passwords of the practice data centre: told to everybody who may read its directory, so they need no strength. */
final class LabPasswords {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private LabPasswords() {}

    static String next(Random random) {
        StringBuilder password = new StringBuilder("lab-");
        for (int i = 0; i < 12; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
