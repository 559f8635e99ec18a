package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.ostler.execution.Person.Mood;

/**
 * The invariants of a rolling upgrade against random schedules of bad luck and bad decisions: real engine, real guide,
 * the lab's pool on simulated time. {@code -Djqwik.tries.default=2000} tries more of them; a failure prints its seed
 * and the smallest schedule that still breaks something.
 */
class RollingInvariantsTest {
    /** An undisturbed upgrade passes about so many moments. */
    private static final int MOMENTS = 6_000;

    /** An undisturbed upgrade takes 700; one that takes more than this turns in a circle. */
    private static final int MOST_ROUNDS = 20_000;

    private static final Map<RunState, Integer> ENDS = new EnumMap<>(RunState.class);

    record Schedule(boolean later, List<Mischief> mischief, List<Mood> moods) {}

    @Provide
    Arbitrary<Schedule> schedules() {
        Arbitrary<Mischief> mischief = Combinators.combine(
                        Arbitraries.integers()
                                .between(1, MOMENTS)
                                .withDistribution(net.jqwik.api.RandomDistribution.uniform()),
                        Arbitraries.of(Mischief.Kind.class),
                        Arbitraries.integers().between(0, 20))
                .as(Mischief::new);
        Arbitrary<Mood> moods = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, Mood.SENSIBLE),
                net.jqwik.api.Tuple.of(2, Mood.HASTY),
                net.jqwik.api.Tuple.of(1, Mood.LOOKS_AGAIN),
                net.jqwik.api.Tuple.of(2, Mood.SKIPS),
                net.jqwik.api.Tuple.of(1, Mood.DID_IT_BY_HAND),
                net.jqwik.api.Tuple.of(1, Mood.PAUSES),
                net.jqwik.api.Tuple.of(1, Mood.CANCELS),
                net.jqwik.api.Tuple.of(1, Mood.ROLLS_BACK),
                net.jqwik.api.Tuple.of(1, Mood.ABANDONS));
        return Combinators.combine(
                        Arbitraries.of(false, true),
                        mischief.list().ofMaxSize(8),
                        moods.list().ofMaxSize(30))
                .as(Schedule::new);
    }

    /** The same schedules each time; more tries go on after them. Another seed finds others. */
    @Property(seed = "1562153123898220017", edgeCases = EdgeCasesMode.NONE, afterFailure = AfterFailureMode.SAMPLE_ONLY)
    void holdWhateverGoesWrong(@ForAll("schedules") Schedule schedule) {
        try (XenStage stage = new XenStage(schedule.later())) {
            Person person = new Person(stage, schedule.moods());
            RollingTruth truth = new RollingTruth(stage);
            Instant lastStrike = drive(stage, person, truth, schedule.mischief());
            truth.atTheEnd(person, lastStrike.isBefore(lastChecks(stage)));
            ENDS.merge(stage.entry().state, 1, Integer::sum);
            assertEquals(Set.of(), truth.broken, stage::told);
        }
    }

    /** What happens to the pool after its last looks at it is nobody's fault. */
    private static Instant lastChecks(XenStage stage) {
        return stage.steps().stream()
                .filter(step -> step.id.equals("compare-all-vms"))
                .flatMap(step -> step.startedAt.stream())
                .findFirst()
                .orElse(Instant.MAX);
    }

    /** @return when something last happened to the pool */
    private static Instant drive(XenStage stage, Person person, RollingTruth truth, List<Mischief> mischief) {
        Map<Integer, List<Mischief>> due = mischief.stream().collect(Collectors.groupingBy(Mischief::at));
        Deque<Mischief> persons = new ArrayDeque<>();
        Instant[] lastStrike = {Instant.MIN};
        stage.points.watch((number, moment) -> {
            truth.at(moment);
            for (Mischief one : due.getOrDefault(number, List.of())) {
                if (one.kind().isPersons()) {
                    persons.add(one);
                } else {
                    lastStrike[0] = stage.pool.clock().instant();
                    one.strike(stage);
                }
            }
        });
        stage.between(() -> {
            while (!persons.isEmpty()) {
                persons.remove().strike(person);
            }
        });
        for (int rounds = 0; !stage.entry().state.isOver(); rounds++) {
            if (rounds > MOST_ROUNDS) {
                throw new AssertionError("comes to no end: " + stage.told());
            }
            try {
                if (!stage.tick() && !stage.entry().state.isOver()) {
                    truth.namesWhoStopped();
                    person.act();
                }
            } catch (Points.Killed killed) {
                stage.restartServer();
            } catch (Journal.Unwritable full) {
                stage.pool.advance(Duration.ofMinutes(1));
            }
        }
        stage.points.watch((number, moment) -> {});
        stage.pool.advance(Duration.ofMinutes(30));
        return lastStrike[0];
    }

    @Example
    void anUndisturbedUpgradeSucceeds() {
        for (boolean later : new boolean[] {false, true}) {
            try (XenStage stage = new XenStage(later)) {
                Person person = new Person(stage, List.of());
                RollingTruth truth = new RollingTruth(stage);
                drive(stage, person, truth, List.of());
                truth.atTheEnd(person, true);
                assertEquals(RunState.SUCCEEDED, stage.entry().state, stage::told);
                assertEquals(Set.of(), truth.broken);
            }
        }
    }

    @AfterContainer
    static void tellHowTheyEnded() {
        System.out.println("Random rolling upgrades ended " + ENDS);
    }
}
