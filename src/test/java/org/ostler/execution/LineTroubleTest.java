package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LineTroubleTest {
    private static final Instant LIMIT = Instant.parse("2026-11-23T01:00:00Z");
    private static final Duration SETTLE = Duration.ofSeconds(45);

    private static boolean isOver(int askedAfter, Integer... silentAfter) {
        Optional<Instant> silent =
                silentAfter.length == 0 ? Optional.empty() : Optional.of(LIMIT.plusSeconds(silentAfter[0]));
        return LineTrouble.isOver(LIMIT, LIMIT.plusSeconds(askedAfter), silent, SETTLE);
    }

    @Test
    void anAnswerCountsWhenItWasAskedForAfterTheLimit() {
        assertFalse(isOver(-1));
        assertTrue(isOver(1));
    }

    @Test
    void aLookThatHungOverTheLimitSaysNothing() {
        assertFalse(isOver(-100, 20));
        assertFalse(isOver(21, 20), "it has just fallen silent");
        assertTrue(isOver(66, 20));
    }

    @Test
    void aMachineThatWasSilentAllTheTimeFailsOnTime() {
        assertTrue(isOver(1, -300));
    }
}
