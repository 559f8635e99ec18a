package org.ostler.execution;

import java.time.Duration;
import org.ostler.platform.Configuration;

/**
 * How long the runner waits for what.
 *
 * @param silence a machine that does not answer, before a person is asked. Smaller, and each short network trouble
 *     stops a run; larger, and a dead host is noticed late
 * @param firstRetry before the first new try after a lost line; doubled up to {@code lastRetry}. Smaller, and a
 *     rebooting host is hammered; larger, and output stands still after a short trouble
 * @param lastRetry see {@code firstRetry}; larger, and a host that came back is seen late
 * @param settle after its actions, until a step's verification must hold. Smaller, and a service that starts slowly
 *     counts as failed; larger, and a real failure is told late
 * @param poll between two looks at a verification or a job. Smaller loads the host, larger delays the run
 * @param down after a reboot was ordered, how long a host must be silent to count as gone down. Smaller, and a lost
 *     line is taken for a reboot; larger only delays
 */
record Limits(
        Duration silence, Duration firstRetry, Duration lastRetry, Duration settle, Duration poll, Duration down) {

    static Limits standard() {
        return new Limits(
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofSeconds(45),
                Duration.ofSeconds(2),
                Duration.ofSeconds(12));
    }

    static Limits of(Configuration configuration) {
        Limits standard = standard();
        return new Limits(
                Duration.ofSeconds(configuration.number(
                        "ostler.run.silence.seconds", (int) standard.silence().toSeconds())),
                standard.firstRetry(),
                standard.lastRetry(),
                Duration.ofSeconds(configuration.number(
                        "ostler.run.settle.seconds", (int) standard.settle().toSeconds())),
                standard.poll(),
                standard.down());
    }

    /** Before the next try, after so many in vain. */
    Duration backOff(int tries) {
        Duration wait = firstRetry.multipliedBy(1L << Math.min(tries, 10));
        return wait.compareTo(lastRetry) > 0 ? lastRetry : wait;
    }
}
