package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.LEFT;
import static org.ostler.execution.StorySteps.PATH;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.expiring;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.run;
import static org.ostler.execution.StorySteps.write;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Answer;
import org.ostler.plan.PlanDigest;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Condition;
import org.ostler.ssh.SshTrouble;

/** What waits for a person: gates, and steps that are not what was approved. */
@ParameterizedClass
@EnumSource(Product.class)
class GatesTest {
    private final Stage stage;

    GatesTest(Product product) {
        stage = new Stage(product);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    @Test
    void stopsWhenTheHostChangedSinceApproval() {
        stage.one.files.put(PATH, "old\n");
        UUID run = stage.start(1, false, each(write("x")));
        stage.one.files.put(PATH, "somebody else was here\n");
        assertEquals(RunState.WAITING, stage.drive(run));
        StepEntry stale = stage.step(run, "write-x@one");
        assertEquals(StepState.STALE, stale.state);
        assertEquals(List.of(), stage.one.ran);
        String digest = PlanDigest.of(stale.restated.orElseThrow());
        assertThrows(Refusal.class, () -> stage.answer(run, "write-x@one", "ann", a -> a.reapprove("no", "")));
        stage.answer(run, "write-x@one", "ann", answers -> answers.reapprove(digest, ""));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals("somebody else was here\nx\n", stage.one.files.get(PATH));
    }

    @Test
    void gateHasOneWinner() {
        UUID run = stage.start(1, false, each(gate(Optional.empty()), run("go")));
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(List.of(), stage.one.ran);
        StepEntry seenByBob = stage.step(run, "ask@one");
        long version = seenByBob.gate.orElseThrow().version();
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.of(version), "fine"));
        Refusal late = assertThrows(
                Refusal.class,
                () -> stage.answer(run, "ask@one", "bob", answers -> answers.confirm(Optional.of(version), "fine")));
        assertTrue(late.getMessage().contains("ann"), late.getMessage());
        assertThrows(Ledger.Overtaken.class, () -> new Answers(stage.context(run), seenByBob, "bob")
                .confirm(Optional.of(version), "fine"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
        assertEquals(1, stage.audit.summaries(AuditEvent.Kind.GATE_ANSWERED).size());
    }

    @Test
    void aGateWithATimeOfItsOwnIsTooLateAfterwardsAndSaysWhy() {
        UUID run = stage.start(1, false, each(expiring(), run("go")));
        RunState state = RunState.RUNNING;
        for (int tick = 0; tick < 5 && state != RunState.WAITING; tick++) {
            stage.runner.ready(run).forEach(what -> stage.runner.tick(run, what));
            state = stage.state(run);
        }
        StepEntry open = stage.step(run, "ask@one");
        assertTrue(open.gate.orElseThrow().instructions().contains("the tray closes"), open.gate::toString);
        assertEquals(List.of("ask@one"), stage.runner.ready(run));
        assertEquals(Next.later(Duration.ofMinutes(5)), stage.runner.tick(run, "ask@one"));
        stage.clock.advance(Duration.ofMinutes(5));
        Refusal late = assertThrows(
                Refusal.class, () -> stage.answer(run, "ask@one", "ann", a -> a.confirm(Optional.empty(), "")));
        assertEquals("gate-expired", late.code());
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(stage.step(run, "ask@one").progress.startsWith("Nobody answered until 00:05:00: the tray closes"));
        stage.answer(run, "ask@one", "ann", answers -> answers.retry(""));
        stage.runner.ready(run).forEach(what -> stage.runner.tick(run, what));
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), ""));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
    }

    @Test
    void gateWaitsUntilItsClaimIsTrueAndTakesASilentHostForEvidence() {
        stage.one.looks = words -> Answer.of("old");
        UUID run = stage.start(
                1, false, each(gate(Optional.of(new Condition("the new version is there", seen -> seen.fact(LEFT)
                        .equals("new"))))));
        stage.one.trouble = Optional.of(SshTrouble.Kind.HOST_KEY_CHANGED);
        assertEquals(RunState.WAITING, stage.drive(run));
        Refusal refusal = assertThrows(
                Refusal.class, () -> stage.answer(run, "ask@one", "ann", a -> a.confirm(Optional.empty(), "done")));
        assertTrue(refusal.getMessage().contains("the new version is there"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("key"), refusal.getMessage());
        stage.one.trouble = Optional.empty();
        stage.one.looks = words -> Answer.of("new");
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), "done"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
    }
}
