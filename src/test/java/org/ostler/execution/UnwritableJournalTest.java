package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.LEFT;
import static org.ostler.execution.StorySteps.PATH;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.run;
import static org.ostler.execution.StorySteps.write;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;

/** What a run does while its journal cannot be written, and afterwards. */
class UnwritableJournalTest {
    private final Stage stage = new Stage();

    @AfterEach
    void strike() {
        stage.close();
    }

    /** From the first moment of this name on. */
    private void fillDiskAt(String moment) {
        stage.points.watch((number, name) -> {
            if (name.endsWith(moment)) {
                stage.audit.writable = false;
                stage.points.watch((later, any) -> {});
            }
        });
    }

    private void waitInVain(UUID run, String step) {
        for (int tick = 0; tick < 5; tick++) {
            assertTrue(stage.runner.tick(run, step) instanceof Next.Later);
        }
    }

    @Test
    void noStepBeginsAndTheRunGoesOnByItselfAfterwards() {
        UUID run = stage.start(1, false, each(run("go")));
        stage.audit.writable = false;
        waitInVain(run, "go@one");
        assertEquals(List.of(), stage.one.ran);
        assertEquals(StepState.PENDING, stage.step(run, "go@one").state);
        assertTrue(stage.step(run, "go@one").progress.contains("the disk is full"));
        stage.audit.writable = true;
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
    }

    @Test
    void aStepThatCouldNotWriteItsIntentLooksAtTheHostAgain() {
        stage.one.files.put(PATH, "old\n");
        UUID run = stage.start(1, false, each(write("x")));
        fillDiskAt("read " + PATH);
        waitInVain(run, "write-x@one");
        assertEquals(List.of(), stage.one.ran);
        stage.one.files.put(PATH, "somebody was here meanwhile\n");
        stage.audit.writable = true;
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(StepState.STALE, stage.step(run, "write-x@one").state);
        assertEquals(List.of(), stage.one.ran);
    }

    @Test
    void anElementThatCouldNotWriteItsIntentIsDecidedAgain() {
        stage.one.looks = words -> Answer.of(stage.one.ran.contains("move a") ? "" : "a");
        Step step = Step.step("move", "Move all")
                .looksAt(LEFT)
                .does(new Step.ForEach(
                        List.of(new Template("move <vm>", "each one here")),
                        seen -> seen.fact(LEFT)
                                .chars()
                                .mapToObj(one -> new Step.Element(Character.toString(one), "guest " + (char) one))
                                .toList(),
                        (seen, one) -> List.of(Action.run(CommandLine.of("move", one.key()))),
                        (seen, one) -> !seen.fact(LEFT).contains(one.key()),
                        (seen, action) -> true))
                .changesNothing();
        UUID run = stage.start(1, false, each(step));
        fillDiskAt("before identity");
        waitInVain(run, "move@one");
        assertEquals(List.of(), stage.one.ran);
        stage.one.looks = words -> Answer.of("");
        stage.audit.writable = true;
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of(), stage.one.ran);
    }

    @Test
    void whatRunsEndsAndStaysOnTheHostUntilTheJournalHasIt() {
        stage.one.programs = words -> new FakeHost.Result(0, "done\n");
        UUID run = stage.start(1, false, each(run("go"), run("next")));
        fillDiskAt("after start");
        waitInVain(run, "go@one");
        assertEquals(List.of("go"), stage.one.ran);
        assertEquals(1, stage.one.controlDirectories());
        assertEquals(StepState.RUNNING, stage.step(run, "go@one").state);
        assertTrue(stage.step(run, "go@one").progress.contains("is recorded on the machine"));
        assertEquals(0, stage.audit.summaries(AuditEvent.Kind.OUTCOME).size());
        stage.restartServer();
        waitInVain(run, "go@one");
        assertEquals(1, stage.one.controlDirectories());
        stage.audit.writable = true;
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go", "next"), stage.one.ran);
        assertEquals(2, stage.audit.summaries(AuditEvent.Kind.OUTCOME).size());
        assertEquals(0, stage.one.controlDirectories());
    }

    @Test
    void aFailureIsNoSuccessOnlyBecauseItCouldNotBeToldAtOnce() {
        stage.one.programs = words -> new FakeHost.Result(1, "no\n");
        UUID run = stage.start(1, false, each(run("go"), run("next")));
        stage.points.watch((number, name) -> stage.audit.writable &= !name.equals("after save")
                || stage.audit.summaries(AuditEvent.Kind.OUTCOME).isEmpty());
        waitInVain(run, "go@one");
        stage.points.watch((number, name) -> {});
        stage.audit.writable = true;
        assertEquals(RunState.FAILED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
    }

    @Test
    void noAnswerIsTaken() {
        UUID run = stage.start(1, false, each(gate(Optional.empty()), run("go")));
        assertEquals(RunState.WAITING, stage.drive(run));
        stage.audit.writable = false;
        assertThrows(
                Journal.Unwritable.class,
                () -> stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), "fine")));
        assertEquals(StepState.WAITING, stage.step(run, "ask@one").state);
        stage.audit.writable = true;
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), "fine"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
    }
}
