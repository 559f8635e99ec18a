package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.LEFT;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Stop;

/** What a cancel does to a command under way, and what is told of it. */
class StoppingTest {
    private final Stage stage = new Stage();

    @AfterEach
    void strike() {
        stage.close();
    }

    private static Step migrating() {
        Stop way = new Stop.ByCommand(
                CommandLine.of("tasks", "old-name"),
                CommandLine.of("cancel"),
                "uuid=",
                Optional.of(CommandLine.of("tasks", "new-name")));
        return Step.step("migrate", "Migrate")
                .looksAt(LEFT)
                .does(seen -> List.of(
                        new Action.RunCommand(Place.HOST, CommandLine.of("migrate"), way, Optional.empty(), Set.of(0))))
                .waitsFor(
                        "it is empty",
                        seen -> seen.fact(LEFT).equals("none"),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        seen -> seen.fact(LEFT) + " still runs here")
                .changesNothing();
    }

    private UUID underWay(Step step) {
        UUID run = stage.start(1, false, each(step, run("never")));
        stage.points.watch((number, name) -> {
            if (name.endsWith("before follow")) {
                stage.points.killAt(number);
            }
        });
        assertThrows(Points.Killed.class, () -> stage.drive(run));
        stage.points.watch((number, name) -> {});
        stage.restartServer();
        stage.wish(run, RunEntry.Wish.CANCEL, "ann");
        new Wishes(stage.context(run)).stopAll(true);
        return run;
    }

    @Test
    void killsWhatMayBeKilledAndSaysWhatWasSeen() {
        stage.one.programs = words -> new FakeHost.Result(143, "");
        UUID run = underWay(run("go"));
        assertEquals(1, stage.one.killed.size());
        assertTrue(stage.transcripts.said.toString().contains("no process of it is left"));
        assertEquals(RunState.CANCELLED, stage.drive(run));
        assertEquals(List.of("go"), stage.one.ran);
        assertEquals(StepState.PENDING, stage.step(run, "never@one").state);
    }

    @Test
    void cancelsTheRemoteTaskUnderEitherNameAndTellsWhatIsSeenThen() {
        stage.one.looks = words -> switch (words.get(0)) {
            case "tasks" -> Answer.of(words.get(1).equals("new-name") ? "t1,t2\n" : "\n");
            default -> Answer.of("web01");
        };
        stage.one.programs =
                words -> words.get(0).equals("migrate") ? new FakeHost.Result(1, "") : FakeHost.Result.ok();
        UUID run = underWay(migrating());
        assertEquals(List.of("migrate", "cancel uuid=t1", "cancel uuid=t2"), stage.one.ran);
        assertEquals(List.of(), stage.one.killed);
        assertEquals(RunState.CANCELLED, stage.drive(run));
        String told = stage.step(run, "migrate@one").progress;
        assertTrue(told.endsWith("Seen now: web01 still runs here."), told);
        assertEquals(0, stage.one.controlDirectories());
    }

    @Test
    void saysSoWhenNothingOrNobodyKnowsWhatIsUnderWay() {
        stage.one.looks = words -> words.get(0).equals("tasks") ? new Answer(1, "", "silent") : Answer.of("none");
        UUID run = underWay(migrating());
        assertTrue(stage.transcripts.said.toString().contains("could not be listed"));
        assertEquals(RunState.CANCELLED, stage.drive(run));
        assertEquals(List.of("migrate"), stage.one.ran);
        assertEquals("it is empty", stage.step(run, "migrate@one").evidence.orElseThrow());
    }

    /** Two people at once: one gives the run up between the other's look at it and the word. */
    @Test
    void nothingIsWishedOfARunThatSomebodyElseHasJustGivenUp() {
        UUID run = stage.start(1, false, each(run("go"), run("never")));
        RunEntry seen = stage.ledger.find(run.toString()).orElseThrow();
        stage.wish(run, RunEntry.Wish.ABANDON, "ann");
        Wishes.abandon(stage.tools, stage.ledger.find(run.toString()).orElseThrow(), "the pool is scrapped");
        for (RunEntry.Wish late : RunEntry.Wish.values()) {
            assertThrows(Refusal.class, () -> Wishes.wish(stage.tools, seen, late, "bob", "wanted otherwise", ""));
        }
        assertEquals(RunState.ABANDONED, stage.state(run));
    }
}
