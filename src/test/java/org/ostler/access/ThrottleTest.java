package org.ostler.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong now = new AtomicLong();
    private final Throttle throttle = new Throttle(now::get);

    @Test
    void refusesTheEleventhTryOfAnAddressInFiveMinutes() {
        for (int i = 0; i < 10; i++) {
            assertEquals(Duration.ZERO, throttle.take("10.0.0.1", "name" + i, false));
        }
        assertFalse(throttle.take("10.0.0.1", "another", false).isZero());
        assertTrue(throttle.take("10.0.0.2", "another", false).isZero());
        pass(Duration.ofMinutes(5));
        assertTrue(throttle.take("10.0.0.1", "another", false).isZero());
    }

    @Test
    void doesNotCountTriesThatSucceed() {
        for (int i = 0; i < 50; i++) {
            assertEquals(Duration.ZERO, throttle.take("10.0.0.1", "zhao", false));
            throttle.succeeded("10.0.0.1", "zhao", false);
        }
    }

    @Test
    void makesEachFurtherTryOnAnAccountWaitLonger() {
        for (int i = 0; i < 5; i++) {
            assertEquals(Duration.ZERO, throttle.take("10.0.0." + i, "zhao", false));
        }
        assertEquals(Duration.ofSeconds(1), throttle.take("10.0.1.1", "zhao", false));
        pass(Duration.ofSeconds(1));
        assertEquals(Duration.ZERO, throttle.take("10.0.1.1", "zhao", false));
        assertEquals(Duration.ofSeconds(2), throttle.take("10.0.1.2", "zhao", false));
    }

    @Test
    void keepsTheDelayWithinAMinute() {
        for (int i = 0; i < 40; i++) {
            throttle.take("10.0.0." + i, "zhao", false);
            pass(Duration.ofSeconds(60));
        }
        throttle.take("10.0.1.1", "zhao", false);
        assertTrue(throttle.take("10.0.1.2", "zhao", false).compareTo(Duration.ofSeconds(60)) <= 0);
    }

    @Test
    void lockoutByOthersDoesNotReachAnAdministrator() {
        for (int i = 0; i < 200; i++) {
            throttle.take("10.0." + i / 5 + ".9", "admin", true);
        }
        assertEquals(Duration.ZERO, throttle.take("192.168.1.1", "admin", true));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
