package org.ostler.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ostler.procedure.Action;
import org.ostler.procedure.Template;

/**
 * Whether a step is still the approved one. Only what it does and the facts it declared can make it stale; VM
 * placement, uptime and times never do.
 */
public final class Staleness {
    private Staleness() {}

    /** Why the step as it would be now is not what was approved; empty when it is. */
    public static Optional<String> of(PlannedStep approved, PlannedStep now) {
        for (var fact : approved.binding().entrySet()) {
            String value = now.binding().getOrDefault(fact.getKey(), PlannedStep.NOT_KNOWN);
            if (!value.equals(fact.getValue())) {
                return Optional.of(
                        fact.getKey() + " was " + fact.getValue() + " when the plan was approved, now it is " + value);
            }
        }
        if (!approved.templates().containsAll(now.templates())) {
            return Optional.of("the approved form of what is decided late is another one");
        }
        return now.unpredictable().isPresent() && approved.templates().isEmpty()
                ? now.unpredictable()
                : differing(approved.actions(), now.actions());
    }

    /** The actions now must be the approved ones in their order; a file that is already right may be missing. */
    private static Optional<String> differing(List<Action> approved, List<Action> now) {
        int at = 0;
        for (Action action : now) {
            int passed = at;
            while (at < approved.size() && !approved.get(at).equals(action)) {
                at++;
            }
            if (at == approved.size()) {
                return Optional.of(
                        action instanceof Action.WriteFile write
                                        && approved.stream().anyMatch(other -> sameFile(other, action))
                                ? "the present or wanted text of "
                                        + write.change().path()
                                        + " is not the one that was approved"
                                : "not approved in this form: " + action.shown());
            }
            if (missing(approved.subList(passed, at)).isPresent()) {
                return missing(approved.subList(passed, at));
            }
            at++;
        }
        return missing(approved.subList(at, approved.size()));
    }

    private static Optional<String> missing(List<Action> passed) {
        return passed.stream()
                .filter(action -> !(action instanceof Action.WriteFile))
                .findFirst()
                .map(action -> "approved, but not part of the step any more: " + action.shown());
    }

    private static boolean sameFile(Action one, Action other) {
        return one instanceof Action.WriteFile a
                && other instanceof Action.WriteFile b
                && a.change().path().equals(b.change().path());
    }

    /** Why one of the actions decided late is no instance of an approved template within its rule. */
    public static Optional<String> ofLate(List<Template> templates, List<Action> actions, Predicate<Action> allowed) {
        for (Action action : actions) {
            String shown = action.shown();
            if (templates.contains(literally(action))) {
                continue;
            }
            if (templates.stream().noneMatch(template -> template.match(shown).isPresent())) {
                return Optional.of(
                        "no approved form fits: " + shown + " (approved: " + texts(templates, Template::text) + ")");
            }
            if (!allowed.test(action)) {
                return Optional.of(
                        "against the approved rule: " + shown + " (rule: " + texts(templates, Template::rule) + ")");
            }
        }
        return Optional.empty();
    }

    /** The form of an action that a person approved after it was found to be none of the approved ones. */
    public static Template literally(Action action) {
        return new Template(action.shown(), "exactly this");
    }

    private static String texts(List<Template> templates, java.util.function.Function<Template, String> part) {
        return templates.stream().map(part).distinct().collect(Collectors.joining("; "));
    }
}
