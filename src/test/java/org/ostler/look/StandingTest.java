package org.ostler.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.execution.StepState;
import org.ostler.look.Standing.State;
import org.ostler.ssh.SshTrouble;

class StandingTest {
    private static final UUID HOST = new UUID(1, 1);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<UUID, LookRow.Summary> newest = new HashMap<>();
    private final Map<UUID, LookRow.Summary> withFacts = new HashMap<>();
    private final Map<UUID, Instant> changed = new HashMap<>();
    private final Map<UUID, Boolean> keys = new HashMap<>();
    private final Map<UUID, Standing.InRun> runs = new HashMap<>();
    private boolean looking;

    private Standing standing() {
        return new Standings.Known(
                        newest, withFacts, changed, keys, runs, NOW.minus(Duration.ofHours(24)), host -> looking)
                .standing(HOST, true);
    }

    private void seen(Duration ago, boolean maintenance, int drifted) {
        LookRow.Summary look = new LookRow.Summary(1, HOST, NOW.minus(ago), Optional.empty(), maintenance, drifted);
        newest.put(HOST, look);
        withFacts.put(HOST, look);
    }

    private void failed(SshTrouble.Kind kind) {
        Instant since = NOW.minus(Duration.ofMinutes(9));
        newest.put(
                HOST,
                new LookRow.Summary(
                        2, HOST, NOW, Optional.of(new HostLook.Trouble(kind, "No route", since)), false, 0));
    }

    @Test
    void isNeverLookedAtUntilALookBroughtFacts() {
        assertEquals(State.NEVER, standing().state());
    }

    @Test
    void isFreshAfterALookAndStaleADayLater() {
        seen(Duration.ofHours(23), false, 0);
        assertEquals(State.FRESH, standing().state());
        seen(Duration.ofHours(25), false, 0);
        assertEquals(State.STALE, standing().state());
    }

    @Test
    void isStaleWhenSomethingWasDoneOnItSince() {
        seen(Duration.ofHours(2), false, 0);
        changed.put(HOST, NOW.minus(Duration.ofHours(3)));
        assertEquals(State.FRESH, standing().state());
        changed.put(HOST, NOW.minus(Duration.ofHours(1)));
        assertEquals(State.STALE, standing().state());
    }

    @Test
    void isUnreachableSinceTheFirstFailureWhateverItsFacts() {
        seen(Duration.ofHours(1), false, 2);
        failed(SshTrouble.Kind.UNREACHABLE);
        Standing standing = standing();
        assertEquals(State.UNREACHABLE, standing.state());
        assertEquals(
                NOW.minus(Duration.ofMinutes(9)),
                standing.trouble().orElseThrow().since());
        assertTrue(standing.factsAt().isPresent());
    }

    @Test
    void saysThatTheLoginIsRefused() {
        failed(SshTrouble.Kind.LOGIN_REFUSED);
        assertEquals(State.REFUSED, standing().state());
    }

    @Test
    void driftCountsUntilSomethingIsWrittenAfterIt() {
        seen(Duration.ofHours(2), true, 1);
        assertEquals(State.DRIFT, standing().state());
        changed.put(HOST, NOW.minus(Duration.ofHours(1)));
        assertEquals(State.STALE, standing().state());
        assertEquals(0, standing().drifted());
    }

    @Test
    void isInMaintenanceModeWhenItIsOtherwiseWell() {
        seen(Duration.ofHours(1), true, 0);
        assertEquals(State.MAINTENANCE, standing().state());
    }

    @Test
    void waitsForAYesToItsFirstKeyAndFailsWithAChangedOne() {
        keys.put(HOST, false);
        assertEquals(State.KEY_UNKNOWN, standing().state());
        seen(Duration.ofHours(1), false, 0);
        keys.put(HOST, true);
        runs.put(HOST, new Standing.InRun(7, Optional.of(StepState.RUNNING)));
        assertEquals(State.KEY_CHANGED, standing().state());
    }

    @Test
    void isStaleAfterAChangedKeyWasAcceptedUntilTheNextLook() {
        seen(Duration.ofHours(1), false, 0);
        failed(SshTrouble.Kind.HOST_KEY_CHANGED);
        assertEquals(State.STALE, standing().state());
    }

    @Test
    void isInARunOnlyWhileAStepIsAtWork() {
        seen(Duration.ofHours(1), false, 0);
        runs.put(HOST, new Standing.InRun(7, Optional.empty()));
        assertEquals(State.FRESH, standing().state());
        assertEquals(7, standing().run().orElseThrow().number());
        runs.put(HOST, new Standing.InRun(7, Optional.of(StepState.WAITING)));
        assertEquals(State.IN_RUN, standing().state());
    }

    @Test
    void isBeingLookedAt() {
        failed(SshTrouble.Kind.UNREACHABLE);
        looking = true;
        assertEquals(State.LOOKING, standing().state());
    }

    @Test
    void asksForACredentialBeforeAnythingElse() {
        failed(SshTrouble.Kind.LOGIN_REFUSED);
        Standing standing =
                new Standings.Known(newest, withFacts, changed, keys, runs, NOW, host -> false).standing(HOST, false);
        assertEquals(State.NO_CREDENTIAL, standing.state());
    }
}
