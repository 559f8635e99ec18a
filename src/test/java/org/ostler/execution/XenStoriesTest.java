package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.lab.SimulatedPool;

/** Single stories of the rolling upgrade, against the lab's pool. */
class XenStoriesTest {
    private final XenStage stage = new XenStage(false);
    private final Person person = new Person(stage, List.of());

    @AfterEach
    void strike() {
        stage.close();
    }

    private void drive() {
        for (int rounds = 0; rounds < 5_000 && !stage.entry().state.isOver(); rounds++) {
            if (!stage.tick() && !stage.entry().state.isOver()) {
                person.act();
            }
        }
    }

    @Test
    void cancelsAMigrationByItsTaskAndTellsWhereTheVmsAre() {
        AtomicReference<Optional<String>> moving = new AtomicReference<>(Optional.empty());
        stage.commands = (host, command, words) -> {
            if (words.contains("vm-migrate") && moving.get().isEmpty()) {
                moving.set(Optional.of(words.get(2).substring("uuid=".length())));
                stage.between(() -> {
                    if (stage.pool.starts().containsKey(command.toString())) {
                        stage.between(() -> {});
                        stage.pool.advance(java.time.Duration.ofSeconds(2));
                        person.cancel();
                    }
                });
            }
        };
        drive();
        assertEquals(RunState.CANCELLED, stage.entry().state, stage::told);
        SimulatedPool.Guest guest = stage.pool.guest(moving.get().orElseThrow()).orElseThrow();
        assertEquals("xs1", guest.host());
        String said = String.join("\n", stage.transcripts.said);
        assertTrue(said.contains("xe task-cancel uuid="), said);
        StepEntry step = stage.ledger.step(stage.run, "move-vms@xs1").orElseThrow();
        assertTrue(step.progress.contains("Seen now: "), step.progress);
        assertTrue(step.progress.contains(guest.name()), step.progress);
        assertTrue(
                step.failure.orElseThrow().explanation().orElse("").startsWith("The migration was cancelled"),
                stage::told);
    }

    @Test
    void bringsHighAvailabilityBackAsItWas() {
        Map<String, String> before = stage.pool.paused();
        stage.commands = (host, command, words) -> {
            if (words.contains("pool-ha-disable")) {
                PauseEntry pause = stage.ledger.pauses(stage.run).get(0);
                assertEquals(2, pause.restore().size(), "kept before it is touched");
            }
            if (words.contains("host-reboot")) {
                assertEquals("false", stage.pool.paused().get("ha-enabled"));
            }
        };
        drive();
        assertEquals(RunState.SUCCEEDED, stage.entry().state, stage::told);
        assertEquals(before, stage.pool.paused());
        assertTrue(stage.ledger.pauses(stage.run).get(0).restored());
    }

    /** xapi starts nothing on an older host of a mixed pool: the way back leads to a newer one. */
    @Test
    void startsOnANewerHostWhatItShutDownOnAnOlderOne() {
        AtomicReference<String> shutDown = new AtomicReference<>("");
        stage.commands = (host, command, words) -> {
            if (words.contains("vm-shutdown") && host.equals("xs2")) {
                shutDown.set(words.get(2).substring("uuid=".length()));
                stage.pool.faults().enable("xs3", false);
            }
        };
        for (int rounds = 0; rounds < 5_000 && !stepFailed("disable-host@xs2"); rounds++) {
            if (!stage.tick()) {
                person.act();
            }
        }
        assertTrue(stepFailed("disable-host@xs2"), stage::told);
        person.rollBack();
        for (int rounds = 0; rounds < 500 && stage.tick(); rounds++) {
            assertTrue(rounds < 499, stage::told);
        }
        assertEquals(
                StepState.ROLLED_BACK,
                stage.ledger.step(stage.run, "shut-down-stuck-vms@xs2").orElseThrow().state,
                stage::told);
        assertEquals("xs1", stage.pool.guest(shutDown.get()).orElseThrow().host());
    }

    private boolean stepFailed(String step) {
        return stage.ledger.step(stage.run, step).orElseThrow().state == StepState.FAILED;
    }
}
