package org.ostler.execution;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One try of a step, by the product or by a person. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class Attempt {
    static final String DO = "do";
    static final String RETRY = "retry";
    static final String MEND = "mend";
    static final String SKIP = "skip";
    static final String BY_HAND = "byHand";
    static final String RESOLVE = "resolve";
    static final String UNDO = "undo";
    static final String RESTORE = "restore";

    int number;
    String kind = DO;
    String actor = "";
    StepState state = StepState.RUNNING;
    String note = "";
    /** Which mend, for a mend. */
    String what = "";

    Optional<String> element = Optional.empty();
    List<ActionEntry> actions = new ArrayList<>();
    Instant startedAt = Instant.EPOCH;
    Optional<Instant> endedAt = Optional.empty();
    String result = "";

    void end(StepState how, String words, Instant now) {
        state = how;
        result = words;
        endedAt = Optional.of(now);
    }

    Optional<ActionEntry> next() {
        return actions.stream().filter(ActionEntry::isOpen).findFirst();
    }

    /** The action at which it ended without the step having been told. */
    Optional<ActionEntry> stopped() {
        return actions.stream()
                .filter(action -> action.mark == ActionEntry.Mark.FAILED || action.mark == ActionEntry.Mark.UNKNOWN)
                .findFirst();
    }

    boolean isWork() {
        return kind.equals(DO) || kind.equals(RETRY);
    }
}
