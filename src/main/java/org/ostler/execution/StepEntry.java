package org.ostler.execution;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Check;

/** A step's ledger entry. Read, changed by a verb and saved only when nobody else saved it meanwhile. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class StepEntry {
    /** What its next tick does. */
    enum Phase {
        LOOK,
        /** Prepares a mend's actions. */
        MEND,
        ACT,
        VERIFY
    }

    /**
     * @param actionIndex of the question among an attempt's actions; -1 for the step's own question
     * @param expectsHostKey a changed host key is expected while it is open
     */
    record Gate(
            long version,
            String question,
            String instructions,
            List<Check.Finding> evidence,
            Instant since,
            Instant seenAt,
            int actionIndex,
            boolean expectsHostKey) {}

    record Answer(String by, Instant at, String note) {}

    record Failure(
            String what, Optional<String> explanation, List<RunView.MendView> mends, String output, String element) {}

    @JsonAutoDetect(
            fieldVisibility = JsonAutoDetect.Visibility.ANY,
            getterVisibility = JsonAutoDetect.Visibility.NONE,
            isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    static final class Element {
        String key = "";
        String title = "";
        StepState state = StepState.PENDING;
        String progress = "";
    }

    String id = "";
    int order;
    StepState state = StepState.PENDING;
    Phase phase = Phase.LOOK;
    String progress = "";
    Optional<Instant> startedAt = Optional.empty();
    Optional<Instant> endedAt = Optional.empty();
    List<Attempt> attempts = new ArrayList<>();
    List<Element> elements = new ArrayList<>();
    Optional<Gate> gate = Optional.empty();
    Optional<Answer> answer = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    Optional<String> evidence = Optional.empty();
    Optional<PlannedStep> restated = Optional.empty();
    Optional<PlannedStep> approvedInstead = Optional.empty();
    Optional<Instant> waitingSince = Optional.empty();
    Optional<Instant> silentSince = Optional.empty();
    int silences;
    /** Whether a person may do its work instead and have it looked at. */
    boolean byHand;

    @JsonIgnore
    long version;

    static StepEntry of(PlannedStep step) {
        StepEntry entry = new StepEntry();
        entry.id = step.id();
        entry.order = step.order();
        return entry;
    }

    boolean isFinished() {
        return state == StepState.SUCCEEDED || state == StepState.SKIPPED || state == StepState.ROLLED_BACK;
    }

    /** Something of it was intended and has no outcome yet: it may be running on its machine now. */
    boolean isUnderWay() {
        return state == StepState.RUNNING
                && attempt().stream()
                        .flatMap(attempt -> attempt.actions.stream())
                        .anyMatch(action -> action.mark == ActionEntry.Mark.INTENT);
    }

    Optional<Attempt> attempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    Attempt begin(String kind, String actor, String note, Phase first, Instant now) {
        attempt()
                .filter(open -> open.endedAt.isEmpty())
                .ifPresent(open -> open.end(StepState.SKIPPED, "given up", now));
        Attempt attempt = new Attempt();
        attempt.number = attempts.size() + 1;
        attempt.kind = kind;
        attempt.actor = actor;
        attempt.note = note;
        attempt.startedAt = now;
        attempts.add(attempt);
        state = StepState.RUNNING;
        phase = first;
        progress = "";
        startedAt = startedAt.or(() -> Optional.of(now));
        endedAt = Optional.empty();
        gate = Optional.empty();
        failure = Optional.empty();
        restated = Optional.empty();
        waitingSince = Optional.empty();
        if (first == Phase.LOOK) {
            answer = Optional.empty();
        }
        heard();
        return attempt;
    }

    /** Whatever was seen or asked of it before it began counts no more; a step not begun is taken in its turn. */
    void lookAfresh() {
        gate = Optional.empty();
        answer = Optional.empty();
        restated = Optional.empty();
        if (state == StepState.WAITING || state == StepState.STALE) {
            state = StepState.RUNNING;
            phase = Phase.LOOK;
            progress = "";
        }
    }

    /** An attempt that leaves the step's own state as it is. */
    Attempt beginAside(String kind, String actor, Instant now) {
        Attempt attempt = new Attempt();
        attempt.number = attempts.size() + 1;
        attempt.kind = kind;
        attempt.actor = actor;
        attempt.startedAt = now;
        attempts.add(attempt);
        heard();
        return attempt;
    }

    void end(StepState how, String words, Instant now) {
        state = how;
        progress = words;
        endedAt = Optional.of(now);
        waitingSince = Optional.empty();
        heard();
        attempt().filter(attempt -> attempt.endedAt.isEmpty()).ifPresent(attempt -> attempt.end(how, words, now));
    }

    void fail(Failure why, Instant now) {
        end(StepState.FAILED, why.what(), now);
        failure = Optional.of(why);
        elements.stream()
                .filter(element -> element.state == StepState.RUNNING)
                .forEach(element -> element.state = StepState.FAILED);
    }

    void open(Gate asked) {
        gate = Optional.of(asked);
        answer = Optional.empty();
        state = StepState.WAITING;
        progress = asked.question();
    }

    void answered(String by, Instant at, String note) {
        answer = Optional.of(new Answer(by, at, note));
        int index = gate.map(Gate::actionIndex).orElse(-1);
        if (index >= 0) {
            attempt().ifPresent(attempt -> attempt.actions
                    .get(index)
                    .end(ActionEntry.Mark.DONE, "answered by " + by, Optional.empty()));
        }
        gate = Optional.empty();
        state = StepState.RUNNING;
        progress = "";
    }

    /**
     * Nothing of this attempt was begun and it is not known when that will be: what is to be done is decided anew then,
     * from what is there then.
     *
     * @param elements whether the step goes through several things, which decide one by one
     */
    void lookAgainBefore(Attempt attempt, boolean elements) {
        boolean begun = attempt.actions.stream().anyMatch(action -> action.mark != ActionEntry.Mark.PENDING);
        if (begun || attempt.kind.equals(Attempt.RESTORE)) {
            return;
        }
        attempt.actions.clear();
        if (!attempt.isWork()) {
            phase = Phase.MEND;
        } else if (!elements) {
            phase = Phase.LOOK;
        }
    }

    void heard() {
        silentSince = Optional.empty();
        silences = 0;
    }

    Optional<Element> element(String key) {
        return elements.stream().filter(element -> element.key.equals(key)).findFirst();
    }
}
