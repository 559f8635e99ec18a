package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.PATH;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.restart;
import static org.ostler.execution.StorySteps.run;
import static org.ostler.execution.StorySteps.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.facts.Answer;
import org.ostler.platform.Refusal;

/** Steps taken back, the last first. */
@ParameterizedClass
@EnumSource(Product.class)
class RollbackTest {
    private final Stage stage;

    RollbackTest(Product product) {
        stage = new Stage(product);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    @Test
    void rollsBackFilesThenRestartsTheServiceOnce() {
        stage.one.files.put(PATH, "first\n");
        stage.one.looks = words -> Answer.of("old");
        stage.one.programs = words -> words.get(0).equals("go") ? new FakeHost.Result(1, "") : FakeHost.Result.ok();
        UUID run = stage.start(
                1, false, each(write("x"), restart("restart-1"), write("y"), restart("restart-2"), run("go")));
        assertEquals(RunState.FAILED, stage.drive(run));
        assertEquals("first\nx\ny\n", stage.one.files.get(PATH));
        stage.one.ran.clear();
        new Wishes(stage.context(run)).prepareRollback("ann", "");
        stage.wish(run, RunEntry.Wish.ROLL_BACK, "ann");
        assertEquals(RunState.ROLLED_BACK, stage.drive(run));
        assertEquals("first\n", stage.one.files.get(PATH));
        assertEquals(List.of("put " + PATH, "put " + PATH, "restart a"), stage.one.ran);
        assertEquals(StepState.ROLLED_BACK, stage.step(run, "write-x@one").state);
    }

    @Test
    void removesAFileThatWasNotThereBefore() {
        UUID run = stage.start(1, false, each(write("x"), gate(Optional.empty())));
        assertEquals(RunState.WAITING, stage.drive(run));
        new Wishes(stage.context(run)).prepareRollback("ann", "");
        stage.wish(run, RunEntry.Wish.ROLL_BACK, "ann");
        assertEquals(RunState.ROLLED_BACK, stage.drive(run));
        assertEquals(Map.of(), stage.one.files);
    }

    @Test
    void rollsBackARunThatHasSucceeded() {
        stage.one.files.put(PATH, "first\n");
        UUID run = stage.start(1, false, each(write("x")));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        new Wishes(stage.context(run)).prepareRollback("ann", "");
        new Wishes(stage.context(run)).reopen("ann", "");
        assertThrows(Refusal.class, () -> stage.start(1, false, each(run("go"))));
        assertEquals(RunState.ROLLED_BACK, stage.drive(run));
        assertEquals("first\n", stage.one.files.get(PATH));
    }

    @Test
    void rollsBackToTheLastStepThatCannotBeUndone() {
        UUID run = stage.start(
                1, false, each(write("x"), run("go").irreversible("it is gone"), write("y"), gate(Optional.empty())));
        stage.drive(run);
        new Wishes(stage.context(run)).prepareRollback("ann", "");
        stage.wish(run, RunEntry.Wish.ROLL_BACK, "ann");
        assertEquals(RunState.ROLLED_BACK, stage.drive(run));
        assertEquals("x\n", stage.one.files.get(PATH));
        assertEquals(StepState.SUCCEEDED, stage.step(run, "write-x@one").state);
        assertTrue(stage.ledger.find(run.toString()).orElseThrow().reason.contains("it is gone"));
    }

    /** The last step has ended, and the run's lane is about to say so: who asks in between is not talked over. */
    @Test
    void aRollbackBesideTheRunsEndIsNotOvertaken() {
        stage.one.files.put(PATH, "first\n");
        UUID run = stage.start(1, false, each(write("x"), gate(Optional.empty())));
        stage.drive(run);
        RunEntry atItsEnd = stage.ledger.find(run.toString()).orElseThrow();
        new Wishes(stage.context(run)).prepareRollback("ann", "");
        stage.wish(run, RunEntry.Wish.ROLL_BACK, "ann");
        assertThrows(Ledger.Overtaken.class, () -> Ending.finish(atItsEnd, stage.tools, RunState.SUCCEEDED, ""));
        assertEquals(RunState.ROLLED_BACK, stage.drive(run));
        assertEquals("first\n", stage.one.files.get(PATH));
    }
}
