package org.ostler.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.facts.Fact;
import org.ostler.procedure.Action;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;

/**
 * Whether what a person says to have done by hand is there. Pure. A person's word alone is never enough: the step's own
 * facts must tell, and none of them may speak against it.
 */
record ByHand(Step step, Situation seen) {
    /** Longer lists of what is left hide what to do first. */
    private static final int MOST_LISTED = 5;

    /** Whether there is anything that a person could do instead: a step that only asks or waits has its own answer. */
    static boolean isOffered(Step step) {
        return !(step.work() instanceof Step.NoWork);
    }

    private static Stream<Condition> claims(Step step) {
        return Stream.of(
                        step.waiting().map(Step.Wait::until),
                        step.verification(),
                        step.question().flatMap(Step.Question::afterwards))
                .flatMap(Optional::stream);
    }

    /** What speaks against it, in words; empty when it is done. */
    Optional<String> against() {
        List<String> left = new ArrayList<>();
        boolean told = claims(step).findAny().isPresent();
        try {
            if (step.neededWhen().isPresent()) {
                told = true;
                step.neededWhen()
                        .filter(needed -> needed.holds().test(seen))
                        .ifPresent(needed -> left.add("still so: " + needed.claim()));
            }
            for (Condition claim : claims(step).toList()) {
                if (!claim.holds().test(seen)) {
                    left.add("not so: " + claim.claim());
                }
            }
            Optional<List<String>> work = leftOfWork();
            work.ifPresent(left::addAll);
            told |= work.isPresent();
        } catch (Fact.Unreadable unknown) {
            return Optional.of("it cannot be seen: " + unknown.getMessage());
        }
        if (left.isEmpty() && !told) {
            left.add("nothing that can be looked at tells whether it was done");
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(listed(left));
    }

    private static String listed(List<String> left) {
        String some = String.join("; ", left.subList(0, Math.min(left.size(), MOST_LISTED)));
        return left.size() > MOST_LISTED ? some + "; and " + (left.size() - MOST_LISTED) + " more" : some;
    }

    /** Empty when the work itself tells nothing: a command that is always the same says nothing of what it brought. */
    private Optional<List<String>> leftOfWork() {
        if (step.work() instanceof Step.ForEach each) {
            return Optional.of(each.elements().apply(seen).stream()
                    .filter(element -> !each.done().test(seen, element))
                    .map(element -> "not done: " + element.title())
                    .toList());
        }
        List<Action> actions = step.work() instanceof Step.Now now
                ? now.actions().apply(seen)
                : step.work() instanceof Step.Late late ? late.actions().apply(seen) : List.of();
        boolean ofFiles =
                actions.stream().anyMatch(action -> !action.changes().isEmpty() || action instanceof Action.MakeLink);
        boolean tells = !(step.work() instanceof Step.NoWork) && (actions.isEmpty() || ofFiles);
        List<String> files = actions.stream().flatMap(ByHand::ofFile).toList();
        return tells ? Optional.of(files) : Optional.empty();
    }

    private static Stream<String> ofFile(Action action) {
        Stream<String> files = action.changes().stream()
                .filter(change -> !change.isEmpty())
                .map(change -> "not as wanted: " + change.path());
        return action instanceof Action.MakeLink link ? Stream.of("not as wanted: " + link.path()) : files;
    }
}
