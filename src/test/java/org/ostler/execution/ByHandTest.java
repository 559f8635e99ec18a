package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.audit.AuditEvent;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.ssh.SshTrouble;

/** "I did it by hand": a person's word counts when the facts agree. */
class ByHandTest {
    private static final String PATH = "/etc/a.conf";
    private static final Fact<Optional<String>> FILE =
            Fact.onHost("file", PATH, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());
    private static final Fact<String> LEFT =
            Fact.onHost("left", CommandLine.of("left"), answer -> answer.out().strip());

    private final Stage stage = new Stage();

    @AfterEach
    void strike() {
        stage.close();
    }

    private UUID start(Step... steps) {
        return stage.start(1, false, Chapter.eachHost("c", "C", steps));
    }

    private static Step eject() {
        return Step.step("eject", "Eject the CDs")
                .looksAt(LEFT)
                .asks(new Step.Question(seen -> "Eject them?", seen -> "", seen -> List.of(), Optional.empty(), false))
                .does(new Step.ForEach(
                        List.of(new Template("eject <vm>", "each one with a CD")),
                        seen -> seen.fact(LEFT)
                                .chars()
                                .mapToObj(one -> new Step.Element(Character.toString(one), "guest " + (char) one))
                                .toList(),
                        (seen, one) -> List.of(Action.run(CommandLine.of("eject", one.key()))),
                        (seen, one) -> !seen.fact(LEFT).contains(one.key()),
                        (seen, action) -> true))
                .changesNothing();
    }

    private Refusal refused(UUID run, String step) {
        return assertThrows(
                Refusal.class,
                () -> stage.answer(run, step, "ann", answers -> answers.byHand(Optional.empty(), "ejected them")));
    }

    private void byHand(UUID run, String step) {
        stage.answer(run, step, "ann", answers -> answers.byHand(Optional.empty(), "ejected them at the console"));
    }

    @Test
    void goesOnFromAGateWithoutDoingItAgainOnceItIsSo() {
        stage.one.looks = words -> Answer.of("ab");
        UUID run = start(eject());
        assertEquals(RunState.WAITING, stage.drive(run));
        assertTrue(refused(run, "eject@one").getMessage().contains("not done: guest a; not done: guest b"));
        assertEquals(StepState.WAITING, stage.step(run, "eject@one").state);
        stage.one.looks = words -> Answer.of("");
        byHand(run, "eject@one");
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of(), stage.one.ran);
        assertEquals(
                List.of("do", "byHand"),
                stage.step(run, "eject@one").attempts.stream()
                        .map(attempt -> attempt.kind)
                        .toList());
    }

    @Test
    void isAuditedAsDoneByThatPerson() {
        stage.one.looks = words -> Answer.of("");
        UUID run = start(eject());
        stage.one.looks = words -> Answer.of("a");
        stage.drive(run);
        stage.one.looks = words -> Answer.of("");
        byHand(run, "eject@one");
        AuditEvent event = stage.audit.events.stream()
                .filter(one -> one.kind() == AuditEvent.Kind.STEP_STATE)
                .filter(one -> one.actor().equals("ann"))
                .findFirst()
                .orElseThrow();
        assertEquals("byHand", event.details().get("kind"));
        assertEquals("ejected them at the console", event.details().get("note"));
    }

    @Test
    void takesAFileForDoneWhenItReadsAsWanted() {
        stage.one.programs = words -> new FakeHost.Result(1, "read-only file system");
        Step write = Step.step("write", "Write")
                .looksAt(FILE)
                .does(seen -> List.of(
                        Action.run(CommandLine.of("remount")),
                        Action.write(FileChange.write(PATH, seen.fact(FILE), "wanted\n"))))
                .changesNothing();
        UUID run = start(write);
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(refused(run, "write@one").getMessage().contains("not as wanted: " + PATH));
        stage.one.files.put(PATH, "wanted\n");
        stage.answer(run, "write@one", "ann", answers -> answers.byHand(Optional.empty(), "wrote it with an editor"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
    }

    @Test
    void believesNobodyWhereNothingTells() {
        stage.one.programs = words -> new FakeHost.Result(1, "");
        UUID run = start(Step.step("go", "Go")
                .does(seen -> List.of(Action.run(CommandLine.of("go"))))
                .changesNothing());
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(refused(run, "go@one").getMessage().contains("nothing that can be looked at tells"));
    }

    @Test
    void asksForMoreThanAClaimWhileTheStepIsStillNeeded() {
        stage.one.programs = words -> new FakeHost.Result(1, "");
        stage.one.looks = words -> Answer.of("old files");
        UUID run = start(Step.step("restart", "Restart")
                .looksAt(LEFT)
                .neededWhen("it runs with old files", seen -> seen.fact(LEFT).equals("old files"))
                .does(seen -> List.of(Action.run(CommandLine.of("restart"))))
                .verifiedBy("it answers", seen -> true)
                .changesNothing());
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(refused(run, "restart@one").getMessage().contains("still so: it runs with old files"));
    }

    @Test
    void takesASilentHostForNoProof() {
        stage.one.looks = words -> Answer.of("a");
        UUID run = start(eject());
        stage.drive(run);
        stage.one.trouble = Optional.of(SshTrouble.Kind.UNREACHABLE);
        assertTrue(refused(run, "eject@one").getMessage().contains("one"));
        assertEquals(StepState.WAITING, stage.step(run, "eject@one").state);
    }

    @Test
    void listsWhatAPersonSwitchedOffAsNotBroughtBack() {
        stage.one.looks = words -> Answer.of("on");
        UUID run = start(Step.step("ha", "Switch it off")
                .looksAt(LEFT)
                .requires("room", "there is room", seen -> !seen.fact(LEFT).equals("on"), "Make room")
                .neededWhen("it is on", seen -> !seen.fact(LEFT).equals("off"))
                .does(seen -> List.of(Action.run(CommandLine.of("off"))))
                .restoredAtEnd(new Step.Pause("ha", "high availability", seen -> List.of()))
                .changesNothing());
        assertEquals(RunState.FAILED, stage.drive(run));
        stage.one.looks = words -> Answer.of("off");
        byHand(run, "ha@one");
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertTrue(stage.audit.summaries(AuditEvent.Kind.RUN_ENDED).get(0).contains("high availability"));
    }
}
