package org.ostler.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The data centre's sense of time: real delays divided by a factor. All waiting of the lab goes through it, so that
 * tests can put a clock of their own in its place.
 */
class LabClock {
    private final double factor;

    /** @param factor 1 for delays as long as real ones, 20 for a rehearsal, 200 for tests */
    LabClock(double factor) {
        if (factor <= 0) {
            throw new IllegalArgumentException("time does not stand still here: " + factor);
        }
        this.factor = factor;
    }

    Instant now() {
        return Instant.now();
    }

    void pause(Duration real) throws InterruptedException {
        pauseAtLeast(real, Duration.ZERO);
    }

    /** For what would be cut short where time runs fast. */
    void pauseAtLeast(Duration real, Duration least) throws InterruptedException {
        sleep(shortened(real).compareTo(least) < 0 ? least : shortened(real));
    }

    /** In the visitor's own time. */
    void sleep(Duration visitors) throws InterruptedException {
        Thread.sleep(visitors.toMillis());
    }

    /** Waits for work of the data centre's own. */
    void await(CompletableFuture<?> end) throws InterruptedException, ExecutionException {
        end.get();
    }

    void interrupt(Thread thread) {
        thread.interrupt();
    }

    Duration shortened(Duration real) {
        return Duration.ofMillis(Math.round(real.toMillis() / factor));
    }

    double factor() {
        return factor;
    }
}
