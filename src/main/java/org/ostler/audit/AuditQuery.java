package org.ostler.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What to look for; all given conditions hold.
 *
 * @param after entries with a smaller number come on later pages: newest first
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
}
