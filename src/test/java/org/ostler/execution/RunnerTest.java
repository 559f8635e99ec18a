package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.audit.AuditEvent;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.plan.PlanDigest;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.procedure.Trouble;
import org.ostler.procedure.Undo;
import org.ostler.ssh.SshTrouble;

/** Stories of runs, on a whole engine without a container. */
class RunnerTest {
    private static final String PATH = "/etc/a.conf";
    private static final Fact<Optional<String>> FILE =
            Fact.onHost("file", PATH, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());
    private static final Fact<String> LEFT =
            Fact.onHost("left", CommandLine.of("left"), answer -> answer.out().strip());
    private static final Fact<String> HA =
            Fact.onHost("ha", CommandLine.of("ha"), answer -> answer.out().strip());
    private static final Fact<String> SERVICE = Fact.onHost(
            "service", CommandLine.of("service"), answer -> answer.out().strip());

    private final Stage stage = new Stage();

    @AfterEach
    void strike() {
        stage.close();
    }

    private static Step write(String line) {
        return Step.step("write-" + line, "Write " + line)
                .looksAt(FILE)
                .does(seen -> List.of(Action.write(FileChange.write(
                        PATH,
                        seen.fact(FILE),
                        seen.fact(FILE).orElse("").contains(line)
                                ? seen.fact(FILE).orElse("")
                                : seen.fact(FILE).orElse("") + line + "\n"))))
                .undoneBy(new Undo.RestoreFiles());
    }

    private static Step run(String program) {
        return Step.step(program, "Run " + program)
                .does(seen -> List.of(Action.run(CommandLine.of(program))))
                .changesNothing();
    }

    private static Step restart(String key) {
        return Step.step(key, "Restart")
                .looksAt(SERVICE)
                .neededWhen(
                        "it runs with other files", seen -> seen.fact(SERVICE).equals("old"))
                .does(seen -> List.of(Action.run(CommandLine.of("restart", "a"))))
                .undoneBy(new Undo.RestartService("a", seen -> List.of(Action.run(CommandLine.of("restart", "a")))));
    }

    private static Chapter each(Step... steps) {
        return Chapter.eachHost("c", "C", steps);
    }

    @Test
    void doesWhatWasPlannedAndTellsItInTheAuditTrail() {
        stage.one.files.put(PATH, "old\n");
        UUID run = stage.start(1, false, each(write("x"), run("go")));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals("old\nx\n", stage.one.files.get(PATH));
        assertEquals(List.of("put " + PATH, "go"), stage.one.ran);
        assertEquals(2, stage.audit(AuditEvent.Kind.INTENT).size());
        assertEquals(2, stage.audit(AuditEvent.Kind.OUTCOME).size());
        assertEquals(1, stage.audit(AuditEvent.Kind.RUN_ENDED).size());
        assertEquals(0, stage.one.controlDirectories());
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
    void doesNothingWithoutTheJournal() {
        UUID run = stage.start(1, false, each(run("go")));
        stage.journalWritable = false;
        assertEquals(RunState.FAILED, stage.drive(run));
        assertEquals(List.of(), stage.one.ran);
        stage.journalWritable = true;
        stage.answer(run, "go@one", "ann", answers -> answers.retry("disk mended"));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
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
        assertEquals(1, stage.audit(AuditEvent.Kind.GATE_ANSWERED).size());
    }

    private static Step gate(Optional<Condition> afterwards) {
        return Step.step("ask", "Ask")
                .looksAt(LEFT)
                .asks(new Step.Question(
                        seen -> "Install it?", seen -> "Install it and go on.", seen -> List.of(), afterwards, true))
                .changesNothing();
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

    private Step pausing() {
        stage.one.looks = words -> Answer.of(
                stage.one.ran.contains("ha-off")
                                && stage.one.ran.lastIndexOf("ha-on") < stage.one.ran.lastIndexOf("ha-off")
                        ? "off"
                        : "on");
        return Step.step("ha-off", "Pause high availability")
                .looksAt(HA)
                .does(seen -> List.of(Action.run(CommandLine.of("ha-off"))))
                .restoredAtEnd(new Step.Pause(
                        "ha",
                        "high availability",
                        seen -> seen.fact(HA).equals("on") ? List.of(Action.run(CommandLine.of("ha-on"))) : List.of()))
                .changesNothing();
    }

    @Test
    void restoresWhatWasPausedAtTheEnd() {
        UUID run = stage.start(1, false, each(pausing(), run("go")));
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("ha-off", "go", "ha-on"), stage.one.ran);
        assertTrue(stage.ledger.pauses(run).get(0).restored());
    }

    @Test
    void restoresWhatWasPausedOnAbort() {
        stage.one.programs = words -> words.get(0).equals("go") ? new FakeHost.Result(1, "") : FakeHost.Result.ok();
        UUID run = stage.start(1, false, each(pausing(), run("go")));
        assertEquals(RunState.FAILED, stage.drive(run));
        stage.wish(run, RunEntry.Wish.CANCEL, "ann");
        assertEquals(RunState.CANCELLED, stage.drive(run));
        assertEquals(List.of("ha-off", "go", "ha-on"), stage.one.ran);
        assertTrue(stage.ledger.pauses(run).get(0).restored());
    }

    @Test
    void listsWhatIsStillPausedWhenAbandoned() {
        stage.one.programs = words -> words.get(0).equals("go") ? new FakeHost.Result(1, "") : FakeHost.Result.ok();
        UUID run = stage.start(1, false, each(pausing(), run("go")));
        stage.drive(run);
        stage.wish(run, RunEntry.Wish.ABANDON, "ann");
        Wishes.abandon(stage.tools, stage.context(run).run(), "the pool is scrapped");
        assertEquals(RunState.ABANDONED, stage.state(run));
        assertTrue(stage.ledger.pauses(run).get(0).problem().isPresent());
        assertTrue(stage.audit(AuditEvent.Kind.RUN_ENDED).get(0).contains("high availability"));
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
    void cancelKillsWhatRunsAndSaysWhatWasSeen() {
        stage.one.programs = words -> new FakeHost.Result(143, "");
        UUID run = stage.start(1, false, each(run("go"), run("never")));
        stage.points.watch((number, name) -> {
            if (name.endsWith("before follow")) {
                stage.points.killAt(number);
            }
        });
        assertThrows(Points.Killed.class, () -> stage.drive(run));
        stage.points.watch((number, name) -> {});
        stage.restartServer();
        stage.wish(run, RunEntry.Wish.CANCEL, "ann");
        new Wishes(stage.context(run)).stopAll();
        assertEquals(1, stage.one.killed.size());
        assertTrue(stage.said.toString().contains("no process of it is left"));
        assertEquals(RunState.CANCELLED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
        assertEquals(StepState.PENDING, stage.step(run, "never@one").state);
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
        assertFalse(stage.audited.toString().contains("pa\\\"ss"));
    }
}
