package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.LEFT;
import static org.ostler.execution.StorySteps.PATH;
import static org.ostler.execution.StorySteps.each;
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
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.procedure.Trouble;

/** Stories of runs, on a whole engine without a container. */
@ParameterizedClass
@EnumSource(Product.class)
class RunnerTest {
    private final Stage stage;

    RunnerTest(Product product) {
        stage = new Stage(product);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    @Test
    void doesWhatWasPlannedAndTellsItInTheAuditTrail() {
        stage.one.files.put(PATH, "old\n");
        UUID run = stage.start(1, false, each(write("x"), run("go")));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals("old\nx\n", stage.one.files.get(PATH));
        assertEquals(List.of("put " + PATH, "go"), stage.one.ran);
        assertEquals(2, stage.audit.summaries(AuditEvent.Kind.INTENT).size());
        assertEquals(2, stage.audit.summaries(AuditEvent.Kind.OUTCOME).size());
        assertEquals(1, stage.audit.summaries(AuditEvent.Kind.RUN_ENDED).size());
        assertEquals(0, stage.one.controlDirectories());
    }

    @Test
    void mendThenRetry() {
        boolean[] mended = {false};
        stage.one.programs = words -> {
            mended[0] |= words.get(0).equals("make-migratable");
            return words.get(0).equals("migrate") && !mended[0]
                    ? new FakeHost.Result(1, "PV drivers not detected\n")
                    : FakeHost.Result.ok();
        };
        Step step = run("migrate")
                .recognises(Trouble.of("pv", "PV drivers", "The guest has no drivers.")
                        .mendedBy(new Trouble.Mend(
                                "make",
                                "Make it migratable",
                                List.of(new Template("make-migratable", "this guest")),
                                troubled -> true,
                                troubled -> List.of(Action.run(CommandLine.of("make-migratable"))))));
        UUID run = stage.start(1, false, each(step));
        assertEquals(RunState.FAILED, stage.drive(run));
        StepEntry.Failure failure = stage.step(run, "migrate@one").failure.orElseThrow();
        assertEquals(Optional.of("The guest has no drivers."), failure.explanation());
        assertEquals("make-migratable", failure.mends().get(0).commands().get(0));
        stage.answer(run, "migrate@one", "ann", answers -> answers.mend("make", "known trouble"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("migrate", "make-migratable", "migrate"), stage.one.ran);
        assertEquals(
                List.of("do", "mend", "retry"),
                stage.step(run, "migrate@one").attempts.stream()
                        .map(attempt -> attempt.kind)
                        .toList());
    }

    private Step moving() {
        stage.one.looks = words -> Answer.of(List.of("a", "b", "c").stream()
                .filter(vm -> !stage.one.ran.contains("move " + vm) || vm.equals(stage.one.secrets.get(null)))
                .reduce("", (all, vm) -> all + vm));
        return Step.step("move", "Move all")
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
    }

    @Test
    void forEachElementDoneStaysDone() {
        boolean[] broken = {true};
        Step step = moving();
        var looks = stage.one.looks;
        stage.one.programs = words -> words.equals(List.of("move", "b")) && broken[0]
                ? new FakeHost.Result(1, "no room")
                : FakeHost.Result.ok();
        stage.one.looks = words -> broken[0] && stage.one.ran.contains("move b") ? Answer.of("bc") : looks.apply(words);
        UUID run = stage.start(1, false, each(step));
        assertEquals(RunState.FAILED, stage.drive(run));
        assertEquals(List.of("move a", "move b"), stage.one.ran);
        broken[0] = false;
        stage.one.ran.remove("move b");
        stage.answer(run, "move@one", "ann", answers -> answers.retry("room was made"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("move a", "move b", "move c"), stage.one.ran);
    }

    @Test
    void waitsWithADeadlineAndFailsAfterIt() {
        stage.one.looks = words -> Answer.of("no");
        Step step = Step.step("wait", "Wait")
                .looksAt(LEFT)
                .waitsFor(
                        "it says yes",
                        seen -> seen.fact(LEFT).equals("yes"),
                        Duration.ofMinutes(20),
                        Duration.ofSeconds(10),
                        seen -> "it says " + seen.fact(LEFT))
                .changesNothing();
        UUID run = stage.start(1, false, each(step));
        stage.one.trouble = Optional.empty();
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(stage.step(run, "wait@one").progress.contains("it says yes"));
        stage.one.looks = words -> Answer.of("yes");
        stage.answer(run, "wait@one", "ann", answers -> answers.retry(""));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
    }

    @Test
    void skipsWhatAnotherRunDidWithItsEvidence() {
        Step step = run("restart-all").oncePer(seen -> "4.2");
        UUID first = stage.start(1, false, each(step));
        assertEquals(RunState.SUCCEEDED, stage.drive(first));
        UUID second = stage.start(1, false, each(step));
        assertEquals(RunState.SUCCEEDED, stage.drive(second));
        assertEquals(StepState.SKIPPED, stage.step(second, "restart-all@one").state);
        assertTrue(stage.step(second, "restart-all@one").evidence.orElseThrow().startsWith("Run 1"));
        assertEquals(List.of("restart-all"), stage.one.ran);
    }

    @Test
    void givesADatabaseLoginOnADescriptorOnly() {
        Step step = Step.step("dump", "Dump")
                .does(seen -> List.of(new Action.RunCommand(
                        org.ostler.facts.Place.HOST,
                        CommandLine.of("mysqldump", "--defaults-extra-file=/dev/fd/3"),
                        new org.ostler.procedure.Stop.Kill(),
                        Optional.of("db"),
                        java.util.Set.of(0))))
                .changesNothing();
        UUID run = stage.start(1, false, each(step));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(
                List.of("[client]\nuser=\"root\"\npassword=\"pa\\\"ss\"\n"), List.copyOf(stage.one.secrets.values()));
        assertFalse(stage.audit.events.toString().contains("pa\\\"ss"));
    }
}
