package org.ostler.plan;

import java.util.List;
import org.ostler.procedure.Action;

/**
 * A step stated for one situation.
 *
 * @param shown as it may be shown and stored
 * @param actions the same actions as {@code shown} has, with the values of secret keys; only those of {@code Step.Now}
 */
public record Statement(PlannedStep shown, List<Action> actions) {
    public Statement {
        actions = List.copyOf(actions);
    }
}
