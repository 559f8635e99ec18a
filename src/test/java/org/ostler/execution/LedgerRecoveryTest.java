package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.HA;
import static org.ostler.execution.StorySteps.PATH;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.run;
import static org.ostler.execution.StorySteps.write;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.TestDatabase.Product;
import org.ostler.access.PlainCaller;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.PlainTrail;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.platform.Connections;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;

/** The database is lost and the journal is not. */
@ParameterizedClass
@EnumSource(Product.class)
class LedgerRecoveryTest {
    private final Product product;

    @TempDir
    Path directory;

    LedgerRecoveryTest(Product product) {
        this.product = product;
    }

    private PlainTrail trail(TestDatabase database) {
        Connections connections = new Connections();
        connections.setUrl(database.url());
        connections.setUser(database.user());
        return new PlainTrail(directory, connections, new PlainCaller("admin"));
    }

    /** A run with a file, a gate, a pause, a failure that is tried again and a step that is skipped. */
    private static UUID story(Stage stage) {
        stage.one.files.put(PATH, "old\n");
        stage.one.looks = words -> Answer.of(stage.one.ran.contains("ha-off") ? "off" : "on");
        stage.one.programs = words -> new FakeHost.Result(words.get(0).equals("fails") ? 3 : 0, "said\n");
        Step pausing = Step.step("ha-off", "Pause high availability")
                .looksAt(HA)
                .does(seen -> List.of(Action.run(CommandLine.of("ha-off"))))
                .restoredAtEnd(new Step.Pause(
                        "ha",
                        "high availability",
                        seen -> seen.fact(HA).equals("on") ? List.of(Action.run(CommandLine.of("ha-on"))) : List.of()))
                .changesNothing();
        UUID run = stage.start(1, true, each(write("x"), pausing, gate(Optional.empty()), run("fails"), run("go")));
        while (!stage.state(run).isOver()) {
            RunState state = stage.drive(run);
            StepEntry step = stage.ledger.steps(run).stream()
                    .filter(entry -> entry.state == StepState.WAITING || entry.state == StepState.FAILED)
                    .findFirst()
                    .orElse(new StepEntry());
            if (state == RunState.WAITING) {
                stage.answer(run, step.id, "ann", answers -> answers.confirm(Optional.empty(), "go on"));
            } else if (state == RunState.FAILED && step.attempts.size() == 1) {
                stage.answer(run, step.id, "ann", answers -> answers.retry("once more"));
            } else if (state == RunState.FAILED) {
                stage.answer(run, step.id, "bob", answers -> answers.skip("it never works"));
            }
        }
        return run;
    }

    private static Retold told(Ledger ledger, UUID run) {
        return Retold.of(ledger.find(run.toString()).orElseThrow(), ledger.steps(run), ledger.pauses(run));
    }

    @Test
    void rowsAndLedgerAreMadeAgainFromTheJournalAlone() {
        List<AuditEntry> rows;
        Retold over;
        Retold open;
        UUID first;
        UUID second;
        try (TestDatabase lost = TestDatabase.of(product);
                PlainTrail trail = trail(lost);
                Stage stage = new Stage()) {
            stage.audit.alsoInto(trail);
            first = story(stage);
            second = stage.start(1, false, each(gate(Optional.empty()), run("go")));
            assertEquals(RunState.WAITING, stage.drive(second));
            over = told(stage.ledger, first);
            open = told(stage.ledger, second);
            rows = trail.all();
        }
        assertTrue(rows.size() > 50, () -> "only " + rows.size());
        try (TestDatabase empty = TestDatabase.of(product);
                TestLedger database = new TestLedger(product);
                PlainTrail trail = trail(empty)) {
            Ledger ledger = database.ledger(java.time.Clock.systemUTC(), new Points());
            LedgerRecovery recovery = new LedgerRecovery(ledger, trail);
            recovery.recover();
            assertEquals(rows, trail.all().subList(0, rows.size()));
            assertEquals(Optional.empty(), trail.broken());
            assertEquals(over, told(ledger, first));
            assertEquals(open, told(ledger, second));
            assertEquals(
                    List.of("Write x", "Pause high availability", "Ask", "Run fails", "Run go"),
                    RunViews.of(
                                    ledger.find(first.toString()).orElseThrow(),
                                    Optional.empty(),
                                    ledger.steps(first),
                                    List.of())
                            .steps()
                            .stream()
                            .limit(5)
                            .map(RunView.StepView::title)
                            .toList());
            int told = trail.all().size();
            recovery.recover();
            assertEquals(told, trail.all().size(), "a ledger that is there is left alone");
        }
    }

    @Test
    void aRunAfterwardsHasTheNextNumber() {
        try (TestDatabase lost = TestDatabase.of(product);
                PlainTrail trail = trail(lost);
                Stage stage = new Stage()) {
            stage.audit.alsoInto(trail);
            stage.drive(stage.start(1, false, each(run("go"))));
            stage.drive(stage.start(1, false, each(run("go"))));
        }
        try (TestDatabase empty = TestDatabase.of(product);
                TestLedger database = new TestLedger(product);
                PlainTrail trail = trail(empty)) {
            try (Stage stage = new Stage(database)) {
                new LedgerRecovery(stage.ledger, trail).recover();
                UUID run = stage.start(1, false, each(run("go")));
                assertEquals(3, stage.ledger.find(run.toString()).orElseThrow().number);
            }
        }
    }
}
