package org.ostler.procedure;

import java.util.List;

/**
 * One heading of the manual: its steps in the manual's order.
 *
 * @param key names its texts: {@code chapter.<guide>.<key>}
 */
public record Chapter(String key, String title, Scope scope, List<Step> steps) {
    /** How often a chapter is gone through. Consecutive {@code EACH_HOST} chapters are taken host by host. */
    public enum Scope {
        ONCE,
        EACH_HOST
    }

    public Chapter {
        steps = List.copyOf(steps);
    }

    public static Chapter once(String key, String title, Step... steps) {
        return new Chapter(key, title, Scope.ONCE, List.of(steps));
    }

    public static Chapter eachHost(String key, String title, Step... steps) {
        return new Chapter(key, title, Scope.EACH_HOST, List.of(steps));
    }
}
