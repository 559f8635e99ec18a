package org.ostler.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows guessing: per address a number of failed tries, per account a growing delay. An administrator's delay counts
 * per address too, so that nobody can lock an administrator out from elsewhere.
 */
final class Throttle {
    /** Fewer: a person with two keyboards is sent away. More: more guesses a day from one address. */
    private static final int TRIES = 10;

    /** Smaller: more guesses a day. Larger: a person who mistyped waits longer. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /** Tries on an account that cost no delay: fewer annoys the one who mistypes, more helps the one who guesses. */
    private static final int FREE = 5;

    /** Smaller: faster guessing. Larger: an operator under attack from elsewhere waits longer. */
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    /** Fewer: an attacker with many addresses pushes others' counts out. More: memory, some 100 bytes each. */
    private static final int REMEMBERED = 20_000;

    private final LongSupplier nanos;
    private final Map<String, ArrayDeque<Long>> byAddress = bounded();
    private final Map<String, Failures> byAccount = bounded();

    private record Failures(int count, long lastNanos) {}

    Throttle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes a try; it is given back by {@link #succeeded}. Taken before the password is looked at, so that tries sent
     * at the same time count.
     *
     * @return how long to wait when it is refused, zero when it may go on
     */
    synchronized Duration take(String address, String account, boolean administrator) {
        long now = nanos.getAsLong();
        ArrayDeque<Long> tries = byAddress.computeIfAbsent(address, unused -> new ArrayDeque<>());
        while (!tries.isEmpty() && now - tries.peekFirst() >= WINDOW.toNanos()) {
            tries.removeFirst();
        }
        if (tries.size() >= TRIES) {
            return Duration.ofNanos(WINDOW.toNanos() - (now - tries.peekFirst()));
        }
        Failures failures = byAccount.get(accountKey(address, account, administrator));
        if (failures != null) {
            Duration left = delay(failures.count()).minusNanos(now - failures.lastNanos());
            if (!left.isNegative() && !left.isZero()) {
                return left;
            }
        }
        tries.addLast(now);
        byAccount.merge(
                accountKey(address, account, administrator),
                new Failures(1, now),
                (old, one) -> new Failures(old.count() + 1, now));
        return Duration.ZERO;
    }

    synchronized void succeeded(String address, String account, boolean administrator) {
        ArrayDeque<Long> tries = byAddress.get(address);
        if (tries != null) {
            tries.pollLast();
        }
        byAccount.remove(accountKey(address, account, administrator));
    }

    private static Duration delay(int failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        Duration delay = Duration.ofSeconds(1L << Math.min(failures - FREE, 10));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    private static String accountKey(String address, String account, boolean administrator) {
        return administrator ? account + "\n" + address : account;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
