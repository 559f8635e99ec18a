package org.ostler.procedure;

import java.util.function.Function;

/**
 * A look with a verdict: pass, warn or fail, what was seen, and what mends it.
 *
 * @param key names its texts: {@code check.<guide>.<key>}
 * @param title a claim: "the CPU offers VT-x or AMD-V"
 * @param advice nothing depends on it: when it cannot be looked up, that is said and stops nobody
 */
public record Check(String key, String title, String remedy, Function<Situation, Finding> look, boolean advice) {
    public Check(String key, String title, String remedy, Function<Situation, Finding> look) {
        this(key, title, remedy, look, false);
    }

    public static Check advice(String key, String title, String remedy, Function<Situation, Finding> look) {
        return new Check(key, title, remedy, look, true);
    }

    public enum Verdict {
        PASS,
        WARN,
        FAIL,
        /** It could not be looked up: the reason stands in what was seen. */
        UNKNOWN
    }

    /** @param seen in words, with the host's own values */
    public record Finding(Verdict verdict, String seen) {
        public static Finding pass(String seen) {
            return new Finding(Verdict.PASS, seen);
        }

        public static Finding warn(String seen) {
            return new Finding(Verdict.WARN, seen);
        }

        public static Finding fail(String seen) {
            return new Finding(Verdict.FAIL, seen);
        }

        public static Finding unknown(String why) {
            return new Finding(Verdict.UNKNOWN, why);
        }
    }
}
