package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** Something goes wrong at each moment of a run, one after the other. */
@ParameterizedClass
@EnumSource(Product.class)
class KillPointsTest {
    private static final String PATH = "/etc/a.conf";
    private static final Fact<Optional<String>> FILE =
            Fact.onHost("file", PATH, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());

    private final TestLedger database;

    KillPointsTest(Product product) {
        database = new TestLedger(product);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Chapter chapter() {
        return Chapter.eachHost(
                "c",
                "C",
                Step.step("write", "Write")
                        .looksAt(FILE)
                        .does(seen -> List.of(Action.write(FileChange.write(PATH, seen.fact(FILE), "new\n"))))
                        .undoneBy(new Undo.RestoreFiles()),
                Step.step("go", "Go")
                        .does(seen ->
                                List.of(Action.run(CommandLine.of("first")), Action.run(CommandLine.of("second"))))
                        .changesNothing(),
                Step.step("reboot", "Reboot")
                        .does(seen -> List.of(new Action.Reboot(CommandLine.of("reboot"))))
                        .changesNothing());
    }

    private Stage stage() {
        Stage stage = new Stage(database);
        stage.one.files.put(PATH, "old\n");
        stage.one.programs = words -> {
            if (words.get(0).equals("reboot")) {
                stage.one.reboot();
            }
            return new FakeHost.Result(0, words + " says something\n");
        };
        return stage;
    }

    private static void assertAllDoneOnce(Stage stage, UUID run, String when) {
        assertEquals(RunState.SUCCEEDED, stage.drive(run), when + ": " + stage.transcripts.said);
        assertEquals(List.of("put " + PATH, "first", "second", "reboot"), stage.one.ran, when);
        assertEquals("new\n", stage.one.files.get(PATH), when);
    }

    @Test
    void startsNothingTwiceWhereverTheServerIsKilled() {
        int all;
        try (Stage stage = stage()) {
            int before = stage.points.passed();
            UUID run = stage.start(1, false, chapter());
            assertTrue(before < stage.points.passed());
            assertAllDoneOnce(stage, run, "undisturbed");
            all = stage.points.passed();
        }
        assertTrue(all > 60, "only " + all + " points");
        for (int point = 1; point <= all; point++) {
            try (Stage stage = stage()) {
                UUID run = stage.start(1, false, chapter());
                int at = stage.points.passed() + point;
                String[] where = {""};
                stage.points.watch((number, name) -> {
                    if (number == at) {
                        where[0] = name;
                    }
                });
                stage.points.killAt(at);
                if (at <= all) {
                    assertThrows(Points.Killed.class, () -> stage.drive(run));
                    stage.restartServer();
                }
                assertAllDoneOnce(stage, run, "killed at " + where[0]);
            }
        }
    }

    /** A step that fails, and then a rollback whose undo fails. */
    private static void assertFailsTwice(Stage stage, UUID run, String when) {
        assertEquals(RunState.FAILED, stage.drive(run), when + ": " + stage.transcripts.said);
        RunContext context = stage.context(run);
        if (context.run().wish == RunEntry.Wish.GO) {
            assertEquals(StepState.FAILED, stage.step(run, "fails@one").state, when);
            new Wishes(context).prepareRollback("ann", "");
            stage.wish(run, RunEntry.Wish.ROLL_BACK, "ann");
            assertEquals(RunState.FAILED, stage.drive(run), when + ": " + stage.transcripts.said);
        }
        assertEquals(StepState.FAILED, stage.step(run, "works@one").state, when);
        assertEquals(List.of("works", "fails", "undo"), stage.one.ran, when);
    }

    @Test
    void aFailureStaysAFailureWhereverTheServerIsKilled() {
        Step works = Step.step("works", "Works")
                .does(seen -> List.of(Action.run(CommandLine.of("works"))))
                .undoneBy(new Undo.By("undo", List.of(), seen -> List.of(Action.run(CommandLine.of("undo")))));
        Step fails = Step.step("fails", "Fails")
                .does(seen -> List.of(Action.run(CommandLine.of("fails"))))
                .changesNothing();
        List<Integer> written = new ArrayList<>(List.of(-1));
        for (int kill = 0; kill < written.size(); kill++) {
            try (Stage stage = stage()) {
                stage.one.programs = words -> new FakeHost.Result(words.get(0).equals("works") ? 0 : 1, "");
                UUID run = stage.start(1, false, Chapter.eachHost("c", "C", works, fails));
                int before = stage.points.passed();
                if (kill == 0) {
                    stage.points.watch((number, name) -> {
                        if (name.equals("after save") || name.equals("after audit")) {
                            written.add(number - before);
                        }
                    });
                }
                stage.points.killAt(before + written.get(kill));
                String when = "killed when " + kill + " were written";
                try {
                    assertFailsTwice(stage, run, when);
                } catch (Points.Killed killed) {
                    stage.restartServer();
                    assertFailsTwice(stage, run, when);
                }
            }
        }
        assertTrue(written.size() > 30, "only " + written.size() + " points");
    }

    @Test
    void startsNothingTwiceWhereverTheDatabaseFails() {
        int all;
        try (Stage stage = stage()) {
            assertAllDoneOnce(stage, stage.start(1, false, chapter()), "undisturbed");
            all = stage.points.passed();
        }
        for (int point = 1; point <= all; point++) {
            try (Stage stage = stage()) {
                UUID run = stage.start(1, false, chapter());
                int at = stage.points.passed() + point;
                String[] where = {""};
                stage.points.watch((number, name) -> {
                    if (number == at) {
                        where[0] = name;
                    }
                });
                stage.points.failAt(at);
                assertAllDoneOnce(stage, run, "failed at " + where[0]);
            }
        }
    }

    @Test
    void nothingBeginsWhileTheLedgerCannotBeWritten() {
        try (Stage stage = stage()) {
            UUID run = stage.start(1, false, chapter());
            stage.databaseTrouble = Optional.of("The disk has 0 MiB left.");
            for (String what : stage.runner.ready(run)) {
                assertEquals(Next.later(Runner.NO_DATABASE), stage.runner.tick(run, what));
            }
            assertEquals(List.of(), stage.one.ran);
            stage.databaseTrouble = Optional.empty();
            assertAllDoneOnce(stage, run, "afterwards");
        }
    }

    @Test
    void startsNothingTwiceWhereverTheLineIsCut() {
        int all;
        try (Stage stage = stage()) {
            assertAllDoneOnce(stage, stage.start(1, false, chapter()), "undisturbed");
            all = stage.points.passed();
        }
        for (int point = 1; point <= all; point++) {
            try (Stage stage = stage()) {
                UUID run = stage.start(1, false, chapter());
                String[] where = {""};
                int at = stage.points.passed() + point;
                stage.points.watch((number, name) -> {
                    if (number == at) {
                        where[0] = name;
                    }
                });
                stage.points.cutAt(at);
                assertAllDoneOnce(stage, run, "cut at " + where[0]);
            }
        }
    }
}
