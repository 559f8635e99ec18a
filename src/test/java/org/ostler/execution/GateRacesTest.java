package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.expiring;
import static org.ostler.execution.StorySteps.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.audit.AuditEvent;
import org.ostler.plan.Lines;
import org.ostler.platform.Refusal;

/**
 * Two people, a double click and the end of the gate's time, all at the same moment and in real transactions:
 * {@code -Dgate.races=1000} for more than the sample.
 */
@ParameterizedClass
@EnumSource(Product.class)
final class GateRacesTest {
    private static final int RACES = Integer.getInteger("gate.races", 100);

    /** Wide enough that the order of all four is open, narrow enough that they meet. */
    private static final int APART_NANOS = 3_000_000;

    private final TestLedger database;
    private final ExecutorService people = Executors.newFixedThreadPool(4);
    private final Random random = new Random(1);

    GateRacesTest(Product product) {
        database = new TestLedger(product);
    }

    @AfterEach
    void close() throws InterruptedException {
        people.shutdown();
        assertTrue(people.awaitTermination(1, TimeUnit.MINUTES));
        database.close();
    }

    @Test
    void exactlyOneAnswerOrTheEndOfTimeCounts() throws Exception {
        Map<String, Integer> winners = new TreeMap<>();
        for (int race = 0; race < RACES; race++) {
            try (Stage stage = new Stage(database)) {
                winners.merge(race(stage), 1, Integer::sum);
            }
        }
        assertTrue(winners.size() >= 3, "the races are none: " + winners);
    }

    /** @return who won */
    private String race(Stage stage) throws Exception {
        UUID run = stage.start(1, false, each(expiring(), run("go")));
        stage.runner.ready(run).forEach(what -> stage.runner.tick(run, what));
        StepEntry open = stage.step(run, "ask@one");
        long gate = open.gate.orElseThrow().version();
        CyclicBarrier together = new CyclicBarrier(4);
        List<Callable<String>> contenders = List.of(
                () -> answer(stage, run, gate, "ann", together),
                () -> answer(stage, run, gate, "ann", together),
                () -> answer(stage, run, gate, "bob", together),
                () -> expire(stage, run, together));
        List<String> said = new ArrayList<>();
        for (Future<String> one : people.invokeAll(contenders)) {
            said.add(one.get());
        }
        StepEntry after = stage.step(run, "ask@one");
        String winner = after.answer.map(StepEntry.Answer::by).orElse("time");
        int answers = stage.audit.summaries(AuditEvent.Kind.GATE_ANSWERED).size();
        assertEquals(winner.equals("time") ? 0 : 1, answers, said::toString);
        assertEquals(open.version + 1, after.version, "one change, not two: " + said);
        assertEquals(winner.equals("time") ? StepState.FAILED : StepState.RUNNING, after.state);
        for (String words : said.subList(0, 3)) {
            assertTrue(words.equals("taken") || words.contains(first(winner)), winner + ": " + said);
        }
        assertEquals(
                winner.equals("time") ? 0 : 1,
                said.stream().filter("taken"::equals).count());
        RunState end = stage.drive(run);
        assertEquals(winner.equals("time") ? RunState.FAILED : RunState.SUCCEEDED, end);
        assertEquals(winner.equals("time") ? List.of() : List.of("go"), stage.one.ran);
        return winner;
    }

    private static String first(String winner) {
        return winner.equals("time") ? "Nobody answered until " : "It was answered by " + winner + " at ";
    }

    private String answer(Stage stage, UUID run, long gate, String by, CyclicBarrier together) throws Exception {
        RunContext context = stage.context(run);
        meet(together);
        try {
            Answers.give(context, "ask@one", by, answers -> answers.confirm(Optional.of(gate), "go"));
            return "taken";
        } catch (Refusal refused) {
            return refused.getMessage();
        }
    }

    private String expire(Stage stage, UUID run, CyclicBarrier together) throws Exception {
        RunContext context = stage.context(run);
        StepEntry seen = stage.step(run, "ask@one");
        meet(together);
        stage.clock.advance(Duration.ofMinutes(5));
        try (Lines lines = stage.tools.observer().lines()) {
            return new StepWork(context, context.legs().get(seen.id), seen, lines)
                    .tick()
                    .toString();
        } catch (Ledger.Overtaken faster) {
            return "overtaken";
        }
    }

    private void meet(CyclicBarrier together) throws Exception {
        int wait = random.nextInt(APART_NANOS);
        together.await(1, TimeUnit.MINUTES);
        LockSupport.parkNanos(wait);
    }
}
