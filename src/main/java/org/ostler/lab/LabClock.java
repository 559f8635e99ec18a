package org.ostler.lab;

import java.time.Duration;

/** The data centre's sense of time: real delays divided by a factor. */
final class LabClock {
    private final double factor;

    /** @param factor 1 for delays as long as real ones, 20 for a rehearsal, 200 for tests */
    LabClock(double factor) {
        if (factor <= 0) {
            throw new IllegalArgumentException("time does not stand still here: " + factor);
        }
        this.factor = factor;
    }

    void pause(Duration real) throws InterruptedException {
        Thread.sleep(shortened(real).toMillis());
    }

    Duration shortened(Duration real) {
        return Duration.ofMillis(Math.round(real.toMillis() / factor));
    }

    double factor() {
        return factor;
    }
}
