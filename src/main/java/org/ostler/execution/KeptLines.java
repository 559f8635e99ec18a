package org.ostler.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ostler.plan.Lines;

/**
 * The connections of a lane between two of its steps: a step takes less time than logging in does. What waits holds none;
 * a lane that does not go on at once loses its own.
 */
final class KeptLines {
    /**
     * How long a lane may pause. Smaller, and on a busy server each step logs in again; larger, and runs that stand at
     * a gate hold connections that others wait for.
     */
    static final Duration IDLE = Duration.ofSeconds(2);

    private record Kept(Lines lines, long since) {}

    private final Supplier<Lines> fresh;
    private final Map<String, Kept> idle = new HashMap<>();
    private boolean ended;

    KeptLines(Supplier<Lines> fresh) {
        this.fresh = fresh;
    }

    /** Nobody else has them until they are given back. */
    Lines take(String lane) {
        Optional<Kept> kept;
        synchronized (idle) {
            kept = Optional.ofNullable(idle.remove(lane));
        }
        return kept.map(Kept::lines).orElseGet(fresh);
    }

    /** @param goesOn whether the lane may need them again in a moment */
    void give(String lane, Lines lines, boolean goesOn) {
        if (!goesOn || lines.haveMoved()) {
            lines.close();
            return;
        }
        Lines other = lines;
        synchronized (idle) {
            if (!ended) {
                Kept before = idle.put(lane, new Kept(lines, System.nanoTime()));
                other = before == null ? null : before.lines();
            }
        }
        Optional.ofNullable(other).ifPresent(Lines::close);
    }

    /**
     * Closes those that nobody took for long enough.
     *
     * @return whether others are left
     */
    boolean closeIdle() {
        return close(System.nanoTime() - IDLE.toNanos());
    }

    /** Closes all, and from now on all that are given back. */
    void end() {
        synchronized (idle) {
            ended = true;
        }
        close(System.nanoTime());
    }

    private boolean close(long before) {
        List<Lines> old = new ArrayList<>();
        boolean left;
        synchronized (idle) {
            idle.values().removeIf(kept -> {
                boolean over = kept.since() - before <= 0;
                if (over) {
                    old.add(kept.lines());
                }
                return over;
            });
            left = !idle.isEmpty();
        }
        old.forEach(Lines::close);
        return left;
    }
}
