package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.procedure.Target;

/**
 * What another version of its guide changes for the steps that an open run has still before it. Until a person
 * approves exactly this, the run stands.
 *
 * @param from the version that was approved
 * @param to the version that is there now
 * @param digest what an approval is bound to
 * @param unchanged how many of the remaining steps are as they were approved
 * @param steps those that differ, in the order in which they come
 * @param obstacle why the run cannot go on with this version; empty when it can
 */
public record GuideChange(
        int from,
        int to,
        Instant seenAt,
        String digest,
        int unchanged,
        List<StepChange> steps,
        Optional<String> obstacle) {
    public enum Kind {
        CHANGED,
        ADDED,
        /** Not done any more; what of it was done before stays. */
        REMOVED,
        /** Changed while it is under way: it is finished as it was approved. */
        UNDER_WAY,
        /** What it does cannot be looked up just now: it keeps its approved form, and is compared when it runs. */
        NOT_SEEN
    }

    /**
     * @param before the approved form as text; empty for an added step
     * @param after the form now; empty for a removed step
     * @param remark why it cannot be looked up
     */
    public record StepChange(
            String id,
            String key,
            String title,
            Target target,
            Kind kind,
            Optional<String> before,
            Optional<String> after,
            Optional<String> remark) {
        /** Unified; empty when the text is the same. */
        public String diff() {
            return UnifiedDiff.of(new FileChange(
                    "/step/" + id, before, after, Optional.empty(), Optional.empty(), java.util.Set.of()));
        }
    }
}
