package org.ostler.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.lab.SimulatedFaults;
import org.ostler.plan.PlanDigest;
import org.ostler.platform.Refusal;

/**
 * Whoever stands before a run that waits: does what the page says, mends what broke, and now and then decides
 * otherwise. Each decision takes the next of their moods; without moods they do the sensible thing.
 */
final class Person {
    /** What they decide at a gate or a failure. */
    enum Mood {
        SENSIBLE,
        /** Say go on, or try again, without having done anything. */
        HASTY,
        LOOKS_AGAIN,
        SKIPS,
        DID_IT_BY_HAND,
        PAUSES,
        CANCELS,
        ROLLS_BACK,
        ABANDONS
    }

    private static final String WHY = "because the schedule says so";
    private static final Duration SOME_TIME = Duration.ofMinutes(2);

    /** More often at the same place, and they give up. */
    private static final int PATIENCE = 8;

    private final XenStage stage;
    private final List<Mood> moods;
    private final Map<String, Integer> times = new HashMap<>();
    final Set<String> skipped = new HashSet<>();
    private final Set<String> baseline;

    /** How often they were told that something cannot be done now. */
    int refused;

    Person(XenStage stage, List<Mood> moods) {
        this.stage = stage;
        this.moods = new ArrayList<>(moods);
        this.baseline = new TreeSet<>(stage.pool.running());
    }

    private SimulatedFaults hands() {
        return stage.pool.faults();
    }

    /** Does something about a run that cannot go on by itself. */
    void act() {
        RunEntry run = stage.entry();
        Optional<StepEntry> step = stage.steps().stream()
                .filter(one -> one.state == StepState.FAILED
                        || one.state == StepState.OUTCOME_UNKNOWN
                        || one.state == StepState.STALE
                        || one.state == StepState.WAITING)
                .findFirst();
        try {
            if (run.state == RunState.PAUSED) {
                stage.wish(RunEntry.Wish.GO, "");
            } else if (step.isEmpty() || run.wish == RunEntry.Wish.CANCEL) {
                giveUp();
            } else {
                act(step.get());
            }
        } catch (Refusal refused) {
            stage.pool.advance(SOME_TIME);
        }
    }

    private void act(StepEntry step) {
        int times = this.times.merge(step.id + step.state, 1, Integer::sum);
        if (times > 3 * PATIENCE) {
            giveUp();
            return;
        }
        Mood mood = moods.isEmpty() ? Mood.SENSIBLE : moods.remove(0);
        switch (times > PATIENCE ? Mood.CANCELS : mood) {
            case SENSIBLE -> {
                mendTheWorld(step);
                decide(step);
            }
            case HASTY -> decide(step);
            case LOOKS_AGAIN -> stage.answer(step.id, Answers::lookAgain);
            case SKIPS -> skip(step);
            case DID_IT_BY_HAND -> stage.answer(step.id, answers -> answers.byHand(Optional.empty(), WHY));
            case PAUSES -> stage.wish(RunEntry.Wish.PAUSE, "");
            case CANCELS -> cancel();
            case ROLLS_BACK -> rollBack();
            case ABANDONS -> giveUp();
        }
    }

    private void decide(StepEntry step) {
        switch (step.state) {
            case WAITING -> stage.answer(step.id, answers -> answers.confirm(Optional.empty(), ""));
            case STALE ->
                stage.answer(step.id, answers -> answers.reapprove(PlanDigest.of(step.restated.orElseThrow()), WHY));
            case OUTCOME_UNKNOWN -> resolve(step);
            case FAILED -> {
                List<RunView.MendView> mends =
                        step.failure.map(StepEntry.Failure::mends).orElse(List.of());
                if (mends.isEmpty()) {
                    stage.answer(step.id, answers -> answers.retry(WHY));
                } else {
                    stage.answer(step.id, answers -> answers.mend(mends.get(0).key(), WHY));
                }
            }
            case PENDING, RUNNING, SUCCEEDED, SKIPPED, ROLLED_BACK -> throw new AssertionError(step.state);
        }
    }

    /** Looks once more; then says what the host itself knows of the command. */
    private void resolve(StepEntry step) {
        if (times.getOrDefault(step.id + step.state, 0) == 1) {
            stage.answer(step.id, Answers::lookAgain);
            return;
        }
        boolean begun = step.attempt().stream()
                .flatMap(attempt -> attempt.actions.stream())
                .filter(action -> action.mark == ActionEntry.Mark.UNKNOWN)
                .anyMatch(action -> stage.pool.starts().containsKey(action.command.toString()));
        stage.answer(step.id, answers -> answers.resolve(begun, WHY));
    }

    private void skip(StepEntry step) {
        stage.answer(step.id, answers -> answers.skip(WHY));
        skipped.add(step.id);
    }

    void cancel() {
        stage.wish(RunEntry.Wish.CANCEL, WHY);
        new Wishes(stage.context()).stopAll(true);
    }

    void rollBack() {
        new Wishes(stage.context()).prepareRollback("ann", WHY);
        stage.wish(RunEntry.Wish.ROLL_BACK, WHY);
    }

    void pause() {
        stage.wish(RunEntry.Wish.PAUSE, "");
    }

    void giveUp() {
        stage.wish(RunEntry.Wish.ABANDON, WHY);
        Wishes.abandon(stage.tools, stage.entry(), WHY);
    }

    /** The technician's part of a gate, and whatever a sensible person does before trying again. */
    private void mendTheWorld(StepEntry step) {
        String host = stage.hostOf(step.id).orElse("");
        boolean installs = step.id.startsWith("install-new-version@") && step.state == StepState.WAITING;
        hands().mendAll(Set.of());
        stage.pool.hosts().forEach(hands()::plugStorage);
        if (installs && !stage.pool.member(host).version().equals(stage.pool.newVersion())) {
            hands().insertInstaller(host);
        }
        stage.pool.advance(Duration.ofMinutes(12));
        enableOthers(host);
        startWhatStopped();
        stage.pool.advance(SOME_TIME);
    }

    /** Hosts that somebody else disabled, or that lost power; not the one that is being upgraded. */
    private void enableOthers(String beingUpgraded) {
        stage.pool.members().stream()
                .filter(one -> one.live() && !one.enabled() && !one.name().equals(beingUpgraded))
                .forEach(one -> hands().enable(one.name(), true));
    }

    private void startWhatStopped() {
        Set<String> shutDown = new TreeSet<>();
        stage.ledger.notes(stage.run).forEach((name, lines) -> {
            if (name.startsWith("vms-to-shut-down")) {
                lines.lines().forEach(line -> shutDown.add(line.split(" ", 2)[0]));
            }
        });
        Set<String> stopped = new TreeSet<>(baseline);
        stopped.removeAll(stage.pool.running());
        stopped.removeAll(shutDown);
        stopped.forEach(hands()::start);
    }
}
