package org.ostler.execution;

import java.util.List;
import java.util.Optional;
import org.ostler.procedure.Action;

/**
 * Something that was paused, written down before it was touched.
 *
 * @param step id of the planned step that paused it
 * @param restore what brings it back, decided before
 */
record PauseEntry(
        String key, String what, String step, List<Action> restore, boolean restored, Optional<String> problem) {
    PauseEntry {
        restore = List.copyOf(restore);
    }

    /** As it stands in the journal. */
    PauseEntry briefly() {
        return new PauseEntry(
                key, what, step, restore.stream().map(LedgerLine::brief).toList(), restored, problem);
    }

    PauseEntry back() {
        return new PauseEntry(key, what, step, restore, true, Optional.empty());
    }

    PauseEntry abandoned() {
        return failing(problem.orElse("the run was abandoned before it was restored"));
    }

    PauseEntry failing(String why) {
        return new PauseEntry(key, what, step, restore, false, Optional.of(why));
    }
}
