package org.ostler.lab;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which upgrade is wanted: from arguments first, from the environment second, else as the lab stands.
 *
 * @param cluster the XenServer cluster; the first of the inventory when there is no name
 * @param from what its hosts have to run now
 * @param to what they are to run; the lab's scenario when there is none
 * @param limit how long it may take
 */
record UpgradeWish(Optional<String> cluster, Optional<XenVersion> from, Optional<XenVersion> to, Duration limit) {
    private static final String OPTIONS = "--cluster NAME, --from VERSION, --to VERSION, --minutes N";

    /** @throws IllegalArgumentException with a sentence for whoever typed it */
    static UpgradeWish of(String[] arguments, Map<String, String> environment) {
        String cluster = environment.getOrDefault("OSTLER_CLUSTER", "");
        String from = environment.getOrDefault("OSTLER_UPGRADE_FROM", "");
        String to = environment.getOrDefault("OSTLER_UPGRADE_TO", "");
        String minutes = environment.getOrDefault("OSTLER_UPGRADE_MINUTES", "60");
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " is no option with a value; there are " + OPTIONS);
            }
            switch (arguments[i]) {
                case "--cluster" -> cluster = arguments[i + 1];
                case "--from" -> from = arguments[i + 1];
                case "--to" -> to = arguments[i + 1];
                case "--minutes" -> minutes = arguments[i + 1];
                default -> throw new IllegalArgumentException("what is " + arguments[i] + "? There are " + OPTIONS);
            }
        }
        if (!minutes.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("not a number of minutes: " + minutes);
        }
        return new UpgradeWish(
                Optional.of(cluster).filter(name -> !name.isBlank()),
                version(from),
                version(to),
                Duration.ofMinutes(Long.parseLong(minutes)));
    }

    private static Optional<XenVersion> version(String word) {
        return word.isBlank() ? Optional.empty() : Optional.of(XenVersion.of(word));
    }

    /** What the guide's settings call it. */
    static String release(XenVersion version) {
        return version == XenVersion.V5_6_SP2 ? version.text() : version.product();
    }
}
