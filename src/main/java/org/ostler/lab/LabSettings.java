package org.ostler.lab;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the lab is to be: from arguments first, from the environment second.
 *
 * @param directory where state, ports and host keys live
 * @param fresh forget the earlier state
 * @param speed how many times faster than real delays
 * @param scenario what the pool is and what it is to become
 * @param port of the HTTP server; 0 for the remembered or a free one
 */
record LabSettings(Path directory, boolean fresh, double speed, Scenario scenario, int port) {
    /** A rehearsal of a rolling upgrade in minutes, in which a person can still see what happens. */
    static final double REHEARSAL = 10;

    enum Scenario {
        FROM_5_6_SP2("5.6-6.0.2", XenVersion.V5_6_SP2, XenVersion.V6_0_2),
        FROM_6_0_2("6.0.2-6.2.0", XenVersion.V6_0_2, XenVersion.V6_2_0);

        private final String word;
        private final XenVersion from;
        private final XenVersion to;

        Scenario(String word, XenVersion from, XenVersion to) {
            this.word = word;
            this.from = from;
            this.to = to;
        }

        String word() {
            return word;
        }

        XenVersion from() {
            return from;
        }

        XenVersion to() {
            return to;
        }

        static Scenario of(String word) {
            for (Scenario scenario : values()) {
                if (scenario.word.equals(word)) {
                    return scenario;
                }
            }
            throw new IllegalArgumentException(
                    "no scenario \"" + word + "\"; there are 5.6-6.0.2 (the default) and 6.0.2-6.2.0");
        }
    }

    static LabSettings of(String[] arguments, Map<String, String> environment) {
        if (environment.getOrDefault("OSTLER_MODE", "").equals("production")) {
            throw new IllegalArgumentException("the practice lab does not start in production mode (OSTLER_MODE)");
        }
        LinuxRack.size(environment.getOrDefault("OSTLER_LAB_RACK", ""));
        Optional<String> base = Optional.ofNullable(environment.get("OSTLER_DATA_DIR"));
        Path directory = Path.of(base.orElse("data")).resolve("lab");
        boolean fresh = false;
        String speed = environment.getOrDefault("OSTLER_LAB_SPEED", "");
        String scenario = environment.getOrDefault("OSTLER_LAB_SCENARIO", "");
        String port = environment.getOrDefault("OSTLER_LAB_PORT", "");
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--fresh-lab" -> fresh = true;
                case "--data" -> directory = Path.of(value(arguments, ++i));
                case "--speed" -> speed = value(arguments, ++i);
                case "--scenario" -> scenario = value(arguments, ++i);
                case "--port" -> port = value(arguments, ++i);
                default ->
                    throw new IllegalArgumentException("what is " + arguments[i] + "? There are --data DIR,"
                            + " --fresh-lab, --speed N, --scenario 5.6-6.0.2|6.0.2-6.2.0, --port N");
            }
        }
        return new LabSettings(
                directory.toAbsolutePath().normalize(),
                fresh,
                speed.isBlank() ? REHEARSAL : Double.parseDouble(speed),
                scenario.isBlank() ? Scenario.FROM_5_6_SP2 : Scenario.of(scenario),
                port.isBlank() ? 0 : Integer.parseInt(port));
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }
}
