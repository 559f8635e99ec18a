package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.platform.Refusal;

/** Which hosts are worked on when, and what stops the line. */
@ParameterizedClass
@EnumSource(Product.class)
class WayTest {
    private final Stage stage;

    WayTest(Product product) {
        stage = new Stage(product);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    @Test
    void locksBelongToTheRun() {
        UUID run = stage.start(1, false, each(gate(Optional.empty())));
        Refusal refusal = assertThrows(Refusal.class, () -> stage.start(1, false, each(run("go"))));
        assertTrue(refusal.getMessage().contains("run 1"), refusal.getMessage());
        stage.drive(run);
        stage.wish(run, RunEntry.Wish.CANCEL, "ann");
        stage.drive(run);
        assertEquals(RunState.SUCCEEDED, stage.drive(stage.start(1, false, each(run("go")))));
    }

    @Test
    void takesOneHostAfterTheOtherAndStopsTheLineOnAFailure() {
        stage.one.programs = words -> new FakeHost.Result(1, "");
        UUID run = stage.start(1, true, each(run("go")));
        assertEquals(RunState.FAILED, stage.drive(run));
        assertEquals(List.of(), stage.two.ran);
        stage.answer(run, "go@one", "ann", answers -> answers.skip("the host is broken anyway"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.two.ran);
    }

    @Test
    void takesAsManyHostsAsTheGuideIsWide() {
        UUID run = stage.start(2, true, each(gate(Optional.empty()), run("go")));
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(StepState.WAITING, stage.step(run, "ask@one").state);
        assertEquals(StepState.WAITING, stage.step(run, "ask@two").state);
        stage.answer(run, "ask@two", "ann", answers -> answers.confirm(Optional.empty(), ""));
        stage.drive(run);
        assertEquals(List.of("go"), stage.two.ran);
        assertFalse(stage.one.ran.contains("go"));
    }
}
