package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;

/** A run whose ledger is put back to an earlier moment after it has gone on, or while it goes on. */
@ParameterizedClass
@EnumSource(Product.class)
final class AfterRestoreTest {
    private static final Instant MADE_AT = Instant.parse("2025-12-31T22:00:00Z");
    private static final String STEP = "go@one";

    private final TestLedger database;

    AfterRestoreTest(Product product) {
        database = new TestLedger(product);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Step twoCommands() {
        return Step.step("go", "Go")
                .does(seen -> List.of(Action.run(CommandLine.of("first")), Action.run(CommandLine.of("second"))))
                .changesNothing();
    }

    /** @return the run, told of a restore, at the moment of that point; it came to its end meanwhile */
    private UUID restoredTo(Stage stage, int point) {
        UUID run = stage.start(1, false, each(twoCommands()));
        int at = stage.points.passed() + point;
        stage.points.watch((number, name) -> {
            if (number == at) {
                database.keep();
            }
        });
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("first", "second"), stage.one.ran);
        database.putBack();
        stage.restartServer();
        new AfterRestore(stage.tools, stage.runner).tell(MADE_AT);
        return run;
    }

    private int points() {
        try (Stage stage = new Stage(database)) {
            UUID run = stage.start(1, false, each(twoCommands()));
            int before = stage.points.passed();
            stage.drive(run);
            return stage.points.passed() - before;
        }
    }

    @Test
    void whateverTheMomentOfTheBackupNothingIsStartedASecondTimeByItself() {
        Set<StepState> seen = new TreeSet<>();
        int all = points();
        for (int point = 1; point <= all; point++) {
            database.forgetAll();
            Stage stage = new Stage(database);
            UUID run = restoredTo(stage, point);
            RunEntry entry = stage.ledger.find(run.toString()).orElseThrow();
            if (entry.state.isOver()) {
                continue;
            }
            assertEquals(RunEntry.Wish.PAUSE, entry.wish, "at " + point);
            stage.drive(run);
            assertEquals(List.of("first", "second"), stage.one.ran, "at " + point);
            StepEntry step = stage.step(run, STEP);
            seen.add(step.state);
            if (step.state == StepState.OUTCOME_UNKNOWN) {
                assertResolvedByAPerson(stage, run, point);
            }
        }
        assertTrue(seen.containsAll(Set.of(StepState.PENDING, StepState.OUTCOME_UNKNOWN)), seen::toString);
    }

    private static void assertResolvedByAPerson(Stage stage, UUID run, int point) {
        stage.answer(run, STEP, "ann", Answers::lookAgain);
        stage.wish(run, RunEntry.Wish.GO, "ann");
        for (int answers = 0; answers < 3 && stage.drive(run) != RunState.SUCCEEDED; answers++) {
            assertEquals(StepState.OUTCOME_UNKNOWN, stage.step(run, STEP).state, "at " + point);
            stage.answer(run, STEP, "ann", any -> any.resolve(true, "seen on the host"));
        }
        assertEquals(RunState.SUCCEEDED, stage.state(run), "at " + point);
        assertEquals(List.of("first", "second"), stage.one.ran, "at " + point);
    }

    @Test
    void aCommandThatStillHasItsTraceOnTheHostIsKnownByLooking() {
        int all = points();
        int looked = 0;
        for (int point = 1; point <= all; point++) {
            database.forgetAll();
            Stage stage = new Stage(database);
            UUID run = stage.start(1, false, each(twoCommands()));
            stage.points.killAt(stage.points.passed() + point);
            try {
                stage.drive(run);
            } catch (Points.Killed whileItWasGoingOn) {
                stage.restartServer();
            }
            if (!stage.state(run).isOver() && stage.step(run, STEP).phase == StepEntry.Phase.ACT) {
                List<String> before = List.copyOf(stage.one.ran);
                new AfterRestore(stage.tools, stage.runner).tell(MADE_AT);
                stage.answer(run, STEP, "ann", Answers::lookAgain);
                stage.drive(run);
                boolean trace = !before.isEmpty()
                        && stage.step(run, STEP).attempt().orElseThrow().actions.get(before.size() - 1).mark
                                == ActionEntry.Mark.DONE;
                looked += trace ? 1 : 0;
                assertEquals(before, stage.one.ran, "at " + point);
            }
        }
        assertTrue(looked > 2, "no trace was found");
    }
}
