package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.HA;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.run;

import java.util.List;
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

/** What a run paused comes back whatever the end is, or is listed. */
@ParameterizedClass
@EnumSource(Product.class)
class PauseTest {
    private final Stage stage;

    PauseTest(Product product) {
        stage = new Stage(product);
    }

    @AfterEach
    void strike() {
        stage.close();
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
        assertTrue(stage.audit.summaries(AuditEvent.Kind.RUN_ENDED).get(0).contains("high availability"));
    }

    @Test
    void pausesNothingOnceTheRunIsAbandoned() {
        UUID run = stage.start(1, false, each(pausing(), run("go")));
        boolean[] done = {false};
        stage.points.watch((number, name) -> {
            if (!done[0] && name.equals("one look ha")) {
                done[0] = true;
                stage.wish(run, RunEntry.Wish.ABANDON, "ann");
                Wishes.abandon(stage.tools, stage.ledger.find(run.toString()).orElseThrow(), "the pool is scrapped");
            }
        });
        assertEquals(RunState.ABANDONED, stage.drive(run));
        assertTrue(done[0]);
        assertEquals(java.util.List.of(), stage.ledger.pauses(run));
        assertEquals(java.util.List.of(), stage.one.ran);
    }
}
