package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.LEFT;
import static org.ostler.execution.StorySteps.PATH;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.run;
import static org.ostler.execution.StorySteps.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.ssh.SshTrouble;

/** A run that is open while Ostler is upgraded, and its guide with it. */
class GuideChangeTest {
    private final Stage stage = new Stage();

    @AfterEach
    void strike() {
        stage.close();
    }

    private GuideChange change(UUID run) {
        Map<String, StepEntry> steps = new LinkedHashMap<>();
        stage.ledger.steps(run).forEach(step -> steps.put(step.id, step));
        RunEntry entry = stage.ledger.find(run.toString()).orElseThrow();
        return Revision.kept(stage.ledger, entry)
                .orElseThrow()
                .shown(stage.tools.plans().apply(entry.plan), steps);
    }

    private void approve(UUID run, String digest) {
        RunEntry entry = stage.ledger.find(run.toString()).orElseThrow();
        new Adoption(stage.tools, entry, Revision.kept(stage.ledger, entry).orElseThrow())
                .carryOut(digest, "ann", "read it all");
    }

    /** The step key, doing something else than before. */
    private static Step other(String key, String... command) {
        return Step.step(key, "Run " + key)
                .does(seen -> List.of(Action.run(CommandLine.of(
                        command[0], List.of(command).subList(1, command.length).toArray(String[]::new)))))
                .changesNothing();
    }

    private List<String> kinds(UUID run) {
        return change(run).steps().stream()
                .map(step -> step.id() + " " + step.kind())
                .toList();
    }

    private List<String> states(UUID run) {
        return stage.ledger.steps(run).stream()
                .map(step -> step.order + " " + step.id + " " + step.state)
                .toList();
    }

    private UUID atTheGate() {
        UUID run = stage.start(1, false, each(run("first"), gate(Optional.empty()), run("go"), run("old")));
        assertEquals(RunState.WAITING, stage.drive(run));
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), ""));
        return run;
    }

    @Test
    void showsWhatDiffersForTheRemainingStepsAndDoesNothing() {
        UUID run = atTheGate();
        stage.upgrade(each(run("first"), gate(Optional.empty()), other("go", "go", "--gently"), run("new")));
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(List.of("first"), stage.one.ran);
        assertEquals(List.of("go@one CHANGED", "new@one ADDED", "old@one REMOVED"), kinds(run));
        String diff = change(run).steps().get(0).diff();
        assertTrue(diff.contains("\n-command: go\n+command: go --gently\n"), diff);
        assertEquals(1, change(run).unchanged());
        assertTrue(stage.ledger.find(run.toString()).orElseThrow().reason.contains("another version"));
    }

    @Test
    void goesOnInTheNewFormOnceThatIsApproved() {
        UUID run = atTheGate();
        stage.upgrade(each(run("first"), gate(Optional.empty()), run("new"), other("go", "go", "--gently")));
        stage.drive(run);
        approve(run, change(run).digest());
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("first", "new", "go --gently"), stage.one.ran);
        assertEquals(
                List.of(
                        "1 first@one SUCCEEDED",
                        "2 ask@one SUCCEEDED",
                        "3 new@one SUCCEEDED",
                        "4 go@one SUCCEEDED",
                        "5 old@one SKIPPED"),
                states(run));
        String audited = stage.audit.summaries(AuditEvent.Kind.APPROVED).toString();
        assertTrue(audited.contains("version 2 of its guide, approved by ann: 3 remaining steps differ"), audited);
    }

    @Test
    void takesNoApprovalOfSomethingElse() {
        UUID run = atTheGate();
        stage.upgrade(each(run("first"), gate(Optional.empty()), other("go", "go", "--gently"), run("old")));
        stage.drive(run);
        String seen = change(run).digest();
        stage.upgrade(each(run("first"), gate(Optional.empty()), other("go", "go", "--roughly"), run("old")));
        assertThrows(Refusal.class, () -> approve(run, seen));
        stage.drive(run);
        assertThrows(Refusal.class, () -> approve(run, seen));
        assertFalse(seen.equals(change(run).digest()));
        assertEquals(List.of("first"), stage.one.ran);
    }

    @Test
    void sameStepsInAnotherVersionNeedOnlyAYes() {
        UUID run = atTheGate();
        stage.upgrade(each(run("first"), gate(Optional.empty()), run("go"), run("old")));
        stage.drive(run);
        assertEquals(List.of(), change(run).steps());
        approve(run, change(run).digest());
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("first", "go", "old"), stage.one.ran);
    }

    private UUID killedWhileFollowing() {
        UUID run = stage.start(1, false, each(run("go"), run("old")));
        stage.points.watch((number, name) -> {
            if (name.endsWith("before follow")) {
                stage.points.killAt(number);
            }
        });
        assertThrows(Points.Killed.class, () -> stage.drive(run));
        stage.points.watch((number, name) -> {});
        return run;
    }

    @Test
    void finishesWhatIsUnderWayAsItWasApproved() {
        UUID run = killedWhileFollowing();
        stage.upgrade(each(other("go", "go", "--gently"), run("old")));
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(List.of("go@one UNDER_WAY"), kinds(run));
        approve(run, change(run).digest());
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go", "old"), stage.one.ran);
    }

    @Test
    void doesNotForgetAStepThatIsUnderWay() {
        UUID run = killedWhileFollowing();
        stage.upgrade(each(run("old")));
        stage.drive(run);
        assertTrue(change(run).obstacle().orElseThrow().contains("go@one"));
        String digest = change(run).digest();
        Refusal refusal = assertThrows(Refusal.class, () -> approve(run, digest));
        assertEquals("guide-change-impossible", refusal.code());
        Wishes.abandon(stage.tools, stage.ledger.find(run.toString()).orElseThrow(), "looked at by hand");
        assertEquals(RunState.ABANDONED, stage.state(run));
    }

    private static Step fromFacts(String title) {
        return Step.step("go", title)
                .looksAt(LEFT)
                .does(seen -> List.of(Action.run(CommandLine.of("go", seen.fact(LEFT)))))
                .changesNothing();
    }

    @Test
    void keepsTheApprovedCommandsOfWhatCannotBeSeenNow() {
        stage.one.looks = words -> Answer.of("a");
        UUID run = stage.start(1, false, each(gate(Optional.empty()), fromFacts("Go")));
        stage.drive(run);
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), ""));
        stage.upgrade(each(gate(Optional.empty()), fromFacts("Go on")));
        stage.one.trouble = Optional.of(SshTrouble.Kind.UNREACHABLE);
        stage.drive(run);
        assertEquals(List.of("go@one NOT_SEEN"), kinds(run));
        assertFalse(change(run).steps().get(0).diff().contains("-command"));
        stage.one.trouble = Optional.empty();
        stage.one.looks = words -> Answer.of("b");
        approve(run, change(run).digest());
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(StepState.STALE, stage.step(run, "go@one").state);
        assertEquals(List.of(), stage.one.ran);
    }

    @Test
    void asksAGateAnewWhenItsWordsChanged() {
        UUID run = stage.start(1, false, each(gate(Optional.empty()), run("go")));
        stage.drive(run);
        Step otherWords = Step.step("ask", "Ask")
                .asks(new Step.Question(
                        seen -> "Is it installed?", seen -> "", seen -> List.of(), Optional.empty(), false))
                .changesNothing();
        stage.upgrade(each(otherWords, run("go")));
        stage.drive(run);
        approve(run, change(run).digest());
        assertEquals(RunState.WAITING, stage.drive(run));
        assertEquals(
                "Is it installed?",
                stage.step(run, "ask@one").gate.orElseThrow().question());
        assertEquals(List.of(), stage.one.ran);
    }

    @Test
    void rollbackStopsAtAStepThatTheGuideForgot() {
        UUID run = stage.start(1, false, each(write("x"), run("go"), write("y"), gate(Optional.empty())));
        stage.drive(run);
        stage.upgrade(each(write("x"), write("y"), gate(Optional.empty())));
        stage.drive(run);
        approve(run, change(run).digest());
        new Wishes(stage.context(run)).prepareRollback("ann", "");
        stage.wish(run, RunEntry.Wish.ROLL_BACK, "ann");
        assertEquals(RunState.ROLLED_BACK, stage.drive(run));
        assertEquals("x\n", stage.one.files.get(PATH));
        String reason = stage.ledger.find(run.toString()).orElseThrow().reason;
        assertTrue(reason.contains("go@one") && reason.contains("no longer has the step"), reason);
    }

    @Test
    void listsWhatAForgottenStepPaused() {
        Step pausing = Step.step("ha-off", "Pause")
                .does(seen -> List.of(Action.run(CommandLine.of("ha-off"))))
                .restoredAtEnd(new Step.Pause(
                        "ha", "high availability", seen -> List.of(Action.run(CommandLine.of("ha-on", "as before")))))
                .changesNothing();
        UUID run = stage.start(1, false, each(pausing, gate(Optional.empty())));
        stage.drive(run);
        stage.upgrade(each(gate(Optional.empty())));
        stage.drive(run);
        approve(run, change(run).digest());
        stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), ""));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        String problem = stage.ledger.pauses(run).get(0).problem().orElseThrow();
        assertTrue(problem.endsWith("ha-on 'as before'"), problem);
    }

    @Test
    void standsWhileItIsBeingCancelledToo() {
        UUID run = atTheGate();
        stage.wish(run, RunEntry.Wish.CANCEL, "ann");
        stage.upgrade(each(run("first"), gate(Optional.empty()), run("go")));
        stage.drive(run);
        assertEquals(RunState.WAITING, stage.state(run));
        approve(run, change(run).digest());
        assertEquals(RunState.CANCELLED, stage.drive(run));
        assertEquals(List.of("first"), stage.one.ran);
    }

    @Test
    void keepsAChangeThatIsLongerThanOneNote() {
        String[] words = new String[6000];
        java.util.Arrays.fill(words, "a word of the command, again");
        words[0] = "go";
        UUID run = atTheGate();
        stage.upgrade(each(run("first"), gate(Optional.empty()), other("go", words), run("old")));
        stage.drive(run);
        assertTrue(change(run).steps().get(0).after().orElseThrow().length() > 100_000);
        stage.upgrade(each(run("first"), gate(Optional.empty()), run("go"), run("old")));
        stage.drive(run);
        assertEquals(List.of(), change(run).steps());
    }
}
