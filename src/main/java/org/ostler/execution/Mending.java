package org.ostler.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ostler.facts.Fact;
import org.ostler.plan.Leg;
import org.ostler.plan.Staleness;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Trouble;

/** A known remedy for a known trouble: offered when it fits, within the forms that the plan showed. */
record Mending(Leg leg, StepEntry entry) {

    static Optional<RunView.MendView> offer(Trouble.Mend mend, Trouble.Troubled troubled) {
        try {
            if (!mend.offered().test(troubled)) {
                return Optional.empty();
            }
            List<String> commands =
                    mend.actions().apply(troubled).stream().map(Action::shown).toList();
            return Optional.of(new RunView.MendView(mend.key(), mend.title(), commands));
        } catch (Fact.Unreadable unknown) {
            return Optional.empty();
        }
    }

    /** @return why it cannot be used now */
    Optional<String> prepare(Attempt attempt, Situation seen, Consumer<List<Action>> plan) {
        Optional<Trouble.Mend> mend = leg.step().troubles().stream()
                .flatMap(trouble -> trouble.mend().stream())
                .filter(one -> one.key().equals(attempt.what))
                .findFirst();
        if (mend.isEmpty()) {
            return Optional.of("There is no mend " + attempt.what + " in this guide any more.");
        }
        Trouble.Troubled troubled = new Trouble.Troubled(seen, attempt.element.orElse(""), attempt.result);
        try {
            if (!mend.get().offered().test(troubled)) {
                return Optional.of(
                        "The mend does not fit any more: " + mend.get().title());
            }
            List<Action> actions = mend.get().actions().apply(troubled);
            Optional<String> stale = Staleness.ofLate(mend.get().templates(), actions, action -> true);
            if (stale.isEmpty()) {
                plan.accept(actions);
            }
            return stale;
        } catch (Fact.Unreadable unknown) {
            return Optional.of("The mend cannot be prepared: " + unknown.getMessage());
        }
    }
}
