package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.run;
import static org.ostler.procedure.Step.step;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Look;
import org.ostler.facts.TimeFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Step;

/** A step that compares all hosts of a run looks at them again when it runs. */
class EveryHostTest {
    private static final Fact<String> RELEASE = Fact.onHost(
            "release", CommandLine.of("release"), answer -> answer.out().strip());

    private final Stage stage = new Stage();

    @AfterEach
    void strike() {
        stage.close();
    }

    private static Chapter comparing(Check check) {
        return Chapter.once(
                "compare",
                "Compare",
                step("compare", "Compare")
                        .on(Step.On.ANY_HOST)
                        .looksAtEveryHost(List.of(RELEASE))
                        .requires(check)
                        .changesNothing());
    }

    private static Check alike() {
        return new Check("alike", "all hosts are alike", "Mend it.", situation -> {
            String one = situation.facts().on("one").get(RELEASE);
            String two = situation.facts().on("two").get(RELEASE);
            return one.equals(two) ? Finding.pass(one) : Finding.fail(one + " is not " + two);
        });
    }

    @Test
    void goesOnWhenTheHostsAreAlike() {
        stage.one.looks = words -> Answer.of("9.4\n");
        stage.two.looks = words -> Answer.of("9.4\n");
        assertEquals(RunState.SUCCEEDED, stage.drive(stage.start(2, true, comparing(alike()), each(run("go")))));
        assertEquals(List.of("go"), stage.two.ran);
    }

    @Test
    void stopsBeforeAnyHostIsTouchedWhenOneIsUnlike() {
        stage.one.looks = words -> Answer.of("9.4\n");
        stage.two.looks = words -> Answer.of("9.3\n");
        UUID run = stage.start(2, true, comparing(alike()), each(run("go")));
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(
                stage.step(run, "compare").failure.orElseThrow().what().contains("9.4 is not 9.3"),
                () -> stage.step(run, "compare").failure.toString());
        assertEquals(List.of(), stage.one.ran);
        assertEquals(List.of(), stage.two.ran);
    }

    /** A host's time means something only between two readings of ours. */
    @Test
    void aClockIsReadBetweenTwoReadingsOfOurs() {
        stage.one.looks = words -> words.equals(Look.Clock.COMMAND.arguments())
                ? Answer.of("1000000000.500000000\n")
                : new Answer(127, "", "not found");
        Check check = Check.advice("clock", "the clock is right", "Set it.", situation -> {
            TimeFacts.Offset offset = situation.facts().on("one").get(TimeFacts.OFFSET);
            boolean farBehind = offset.seconds() < -100_000_000 && offset.error() >= 0 && offset.error() < 60;
            return farBehind ? Finding.pass("far behind") : Finding.fail(offset.toString());
        });
        Chapter chapter = Chapter.once(
                "c",
                "C",
                step("clock", "Clock")
                        .on(Step.On.ANY_HOST)
                        .looksAtEveryHost(List.of(TimeFacts.OFFSET))
                        .requires(check)
                        .changesNothing());
        assertEquals(RunState.SUCCEEDED, stage.drive(stage.start(1, false, chapter)));
    }

    /** What nothing depends on stops nobody when it cannot be known; what is required does. */
    @Test
    void adviceThatIsNotKnownStopsNobody() {
        Check advice = Check.advice("advice", "it is known", "Look.", situation -> Finding.unknown("nobody knows"));
        assertEquals(RunState.SUCCEEDED, stage.drive(stage.start(1, false, comparing(advice), each(run("go")))));
        Check required = new Check("required", "it is known", "Look.", situation -> Finding.unknown("nobody knows"));
        assertEquals(RunState.FAILED, stage.drive(stage.start(1, false, comparing(required), each(run("go")))));
        assertEquals(List.of("go"), stage.one.ran);
    }
}
