package org.ostler.access;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.ostler.platform.Refusal;

/** What names and passwords may be. */
final class PersonRules {
    /** No colon: HTTP Basic ends the name with it. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}._@ -]{0,62}");

    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;

    private PersonRules() {}

    static void name(String name) {
        if (!NAME.matcher(name.strip()).matches() || name.strip().equalsIgnoreCase("ostler")) {
            throw Refusal.badInput(
                    "person-name",
                    "This name cannot be used.",
                    "Use 1 to 63 letters, digits, spaces or . _ @ - and begin with a letter or digit"
                            + " (the name \"ostler\" is the product's own).");
        }
    }

    static void password(String name, String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw Refusal.badInput(
                    "password-length", "The password is too short or too long.", "Use 10 to 200 characters.");
        }
        if (password.toLowerCase(Locale.ROOT).contains(name.strip().toLowerCase(Locale.ROOT))
                || password.chars().distinct().count() < 4) {
            throw Refusal.badInput(
                    "password-weak",
                    "The password is easy to guess.",
                    "Use one that does not hold the name and has more than three different characters.");
        }
    }

    static void roles(Set<Role> roles) {
        if (roles.isEmpty()) {
            throw Refusal.badInput(
                    "roles-empty", "A person needs a role.", "Give at least VIEWER, or disable the person.");
        }
    }
}
