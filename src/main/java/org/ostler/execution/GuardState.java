package org.ostler.execution;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the guard on the host says of a change.
 *
 * @param applied {@code no}, {@code running}, {@code 0} for done, or how it failed
 * @param left seconds until the host restores
 * @param timer what counts down; {@code any} while nothing does, {@code none} where nothing can
 * @param boot what restores at the next boot; {@code none} where nothing does
 * @param why it was restored
 * @param restarted whether the host went down since it was armed
 */
record GuardState(
        Where where, String applied, int left, String timer, String boot, Optional<String> why, boolean restarted) {
    enum Where {
        MISSING,
        ARMED,
        KEPT,
        RESTORING,
        RESTORED
    }

    /** @throws IllegalArgumentException for what the guard does not say */
    static GuardState of(String told) {
        Map<String, String> lines = new TreeMap<>();
        for (String line : told.lines().toList()) {
            int space = line.indexOf(' ');
            if (space > 0) {
                lines.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        Where where = Where.valueOf(lines.getOrDefault("state", "").toUpperCase(java.util.Locale.ROOT));
        return new GuardState(
                where,
                lines.getOrDefault("applied", "no"),
                Integer.parseInt(lines.getOrDefault("left", "0")),
                lines.getOrDefault("timer", "any"),
                lines.getOrDefault("boot", "none"),
                Optional.ofNullable(lines.get("why")),
                "yes".equals(lines.get("restarted")));
    }

    boolean isApplied() {
        return applied.equals("0");
    }

    /** Well or not. */
    boolean hasEnded() {
        return !applied.equals("no") && !applied.equals("running");
    }

    boolean isCounting() {
        return !timer.equals("any");
    }
}
