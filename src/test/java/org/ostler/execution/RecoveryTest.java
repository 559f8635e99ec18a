package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.ssh.SshTrouble;

/** What is known, and done, after the server was killed, a line was lost or a host went down. */
@ParameterizedClass
@EnumSource(Product.class)
class RecoveryTest {
    private final Stage stage;

    RecoveryTest(Product product) {
        stage = new Stage(product);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    @Test
    void reattachesAfterTheServerWasKilled() {
        stage.one.programs = words -> new FakeHost.Result(0, "half an hour of work\n");
        UUID run = stage.start(1, false, each(run("go")));
        int[] at = {0};
        stage.points.watch((number, name) -> {
            if (name.endsWith("before follow")) {
                at[0] = number;
                stage.points.killAt(number);
            }
        });
        assertThrows(Points.Killed.class, () -> stage.drive(run));
        stage.points.watch((number, name) -> {});
        stage.restartServer();
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
        UUID command = stage.step(run, "go@one").attempt().orElseThrow().actions.get(0).command;
        assertEquals("half an hour of work\n", stage.tools.transcripts().outputOf(run, command));
    }

    @Test
    void outcomeUnknownWhenMarkerIsGone() {
        UUID run = stage.start(1, false, each(run("go")));
        stage.points.watch((number, name) -> {
            if (name.endsWith("before start")) {
                stage.points.killAt(number);
            }
        });
        assertThrows(Points.Killed.class, () -> stage.drive(run));
        stage.points.watch((number, name) -> {});
        stage.restartServer();
        stage.one.marker = "another installation";
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(StepState.OUTCOME_UNKNOWN, stage.step(run, "go@one").state);
        assertEquals(List.of(), stage.one.ran);
        stage.answer(run, "go@one", "ann", answers -> answers.resolve(false, "the host was installed anew"));
        assertEquals(RunState.FAILED, stage.drive(run));
        stage.answer(run, "go@one", "ann", answers -> answers.retry(""));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
    }

    @Test
    void tellsALineThatStaysLostFromAnAction() {
        UUID run = stage.start(1, false, each(run("go")));
        stage.points.watch((number, name) -> {
            if (name.endsWith("after start")) {
                stage.one.trouble = Optional.of(SshTrouble.Kind.UNREACHABLE);
                stage.points.cutAt(number);
            }
        });
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(StepState.OUTCOME_UNKNOWN, stage.step(run, "go@one").state);
        stage.one.trouble = Optional.empty();
        stage.answer(run, "go@one", "ann", Answers::lookAgain);
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
    }

    @Test
    void whatWasNotCleanedIsSweptThoughTheLineIsFoundDeadOnlyThen() {
        UUID run = stage.start(1, false, each(run("go")));
        AtomicInteger cuts = new AtomicInteger();
        stage.points.watch((number, name) -> {
            if (name.equals("one before clean") && cuts.incrementAndGet() <= 2) {
                stage.points.cutAt(number);
            }
        });
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(3, cuts.get(), "after the command, at the sweep's first try, and over a new line");
        assertEquals(0, stage.one.controlDirectories());
    }

    @Test
    void rebootIsProvenByAnotherBootId() {
        stage.one.programs = words -> {
            stage.one.reboot();
            return FakeHost.Result.ok();
        };
        Step step = Step.step("reboot", "Reboot")
                .does(seen -> List.of(new Action.Reboot(CommandLine.of("reboot"))))
                .irreversible("it was down");
        UUID run = stage.start(1, false, each(step));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("reboot"), stage.one.ran);
    }

    @Test
    void waitsForAHostThatIsSilentForAMoment() {
        UUID run = stage.start(1, false, each(run("go")));
        stage.one.trouble = Optional.of(SshTrouble.Kind.UNREACHABLE);
        Next next = stage.runner.tick(run, "go@one");
        assertTrue(next instanceof Next.Later);
        assertTrue(stage.step(run, "go@one").progress.contains("No answer"));
        stage.one.trouble = Optional.empty();
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
    }
}
