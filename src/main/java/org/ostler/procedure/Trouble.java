package org.ostler.procedure;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A known trouble, recognised by what a failed action printed.
 *
 * @param key names its texts: {@code trouble.<guide>.<key>}
 * @param sign searched in the action's output
 * @param explanation most likely why
 */
public record Trouble(String key, Pattern sign, String explanation, Optional<Mend> mend) {
    /**
     * The remedy, offered as a button, carried out as a new attempt, then the step is tried again.
     *
     * @param offered when it may be used, given the element the step failed on (empty for a step without elements)
     * @param templates its actions as shown in the plan, slots included
     */
    public record Mend(
            String key,
            String title,
            List<Template> templates,
            Predicate<Troubled> offered,
            Function<Troubled, List<Action>> actions) {}

    /** A situation in which a step failed, and on which element. */
    public record Troubled(Situation situation, String element, String output) {}

    public static Trouble of(String key, String sign, String explanation) {
        return new Trouble(key, Pattern.compile(sign), explanation, Optional.empty());
    }

    public Trouble mendedBy(Mend mend) {
        return new Trouble(key, sign, explanation, Optional.of(mend));
    }
}
