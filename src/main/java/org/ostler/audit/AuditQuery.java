package org.ostler.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What to look for; all given conditions hold.
 *
 * @param path an absolute path is meant exactly, other text is looked for in paths and summaries
 * @param after the last number of the page before
 * @param limit at most 1,000
 */
public record AuditQuery(
        Optional<UUID> subject,
        Optional<UUID> run,
        Optional<String> actor,
        Optional<String> path,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> after,
        boolean oldestFirst,
        int limit) {
    public static AuditQuery newest(int limit) {
        return new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                limit);
    }

    public AuditQuery about(UUID id) {
        return new AuditQuery(Optional.of(id), run, actor, path, from, to, after, oldestFirst, limit);
    }

    public AuditQuery ofRun(UUID id) {
        return new AuditQuery(subject, Optional.of(id), actor, path, from, to, after, oldestFirst, limit);
    }

    /** The same conditions, for going through all matches in the order they were written. */
    AuditQuery paged(int size) {
        return new AuditQuery(subject, run, actor, path, from, to, Optional.empty(), true, size);
    }

    /** The page after the one that ended with this number. */
    public AuditQuery following(long number) {
        return new AuditQuery(subject, run, actor, path, from, to, Optional.of(number), oldestFirst, limit);
    }
}
