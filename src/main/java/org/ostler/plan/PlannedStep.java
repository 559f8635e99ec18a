package org.ostler.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Target;
import org.ostler.procedure.Template;

/**
 * A step for one target, as a person approves it.
 *
 * @param id unique in its plan: {@code <step key>} for a step done once, {@code <step key>@<host name>} for each host
 * @param order from 1, the order in which the plan is carried out
 * @param key the step's key in its guide
 * @param actions what it does, when that is known now
 * @param templates the forms of what it decides later
 * @param question asked of a person before it goes on
 * @param mends remedies it may use
 * @param undo how it is taken back, in words
 * @param irreversible why it cannot be, when it cannot
 * @param unpredictable what cannot be known now, and why
 * @param binding declared facts in their normalised form: another value later makes the step stale
 */
public record PlannedStep(
        String id,
        int order,
        String chapter,
        String key,
        String title,
        String why,
        Target target,
        List<String> covers,
        Need need,
        String needReason,
        List<CheckResult> checks,
        List<Action> actions,
        List<Template> templates,
        Optional<String> question,
        List<MendShown> mends,
        String undo,
        Optional<String> irreversible,
        Optional<String> unpredictable,
        Map<String, String> binding) {
    /** Stands for a declared fact that could not be read. */
    public static final String NOT_KNOWN = "(not known)";

    public enum Need {
        NEEDED,
        NOT_NEEDED,
        /** Depends on what earlier steps bring. */
        DECIDED_LATER
    }

    /**
     * A check with its verdict.
     *
     * @param advice an unknown verdict stops nobody
     */
    public record CheckResult(
            String key, String title, Check.Verdict verdict, String seen, String remedy, boolean advice) {
        public boolean blocks() {
            return verdict == Check.Verdict.FAIL || (verdict == Check.Verdict.UNKNOWN && !advice);
        }
    }

    /** A remedy as the plan shows it. */
    public record MendShown(String key, String title, List<Template> templates) {}

    /** A step of which only the place in its plan is known. */
    public static PlannedStep without(String id, int order, String chapter, String key, String title, Target target) {
        return new PlannedStep(
                id,
                order,
                chapter,
                key,
                title,
                "",
                target,
                List.of(),
                Need.NEEDED,
                "",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** The same step, with further forms approved: what it would do now, literally. */
    public PlannedStep also(List<Template> more) {
        List<Template> all = java.util.stream.Stream.concat(templates.stream(), more.stream())
                .distinct()
                .toList();
        return copy(actions, all, binding);
    }

    /** The same step, doing this, approved for these values of its declared facts. */
    public PlannedStep with(List<Action> done, Map<String, String> values) {
        return copy(done, templates, values);
    }

    private PlannedStep copy(List<Action> done, List<Template> forms, Map<String, String> values) {
        return new PlannedStep(
                id,
                order,
                chapter,
                key,
                title,
                why,
                target,
                covers,
                need,
                needReason,
                checks,
                done,
                forms,
                question,
                mends,
                undo,
                irreversible,
                unpredictable,
                values);
    }
}
