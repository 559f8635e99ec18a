package org.ostler.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A run's ledger entry. */
final class RunEntry {
    /** What people want of it. */
    enum Wish {
        GO,
        PAUSE,
        CANCEL,
        ROLL_BACK,
        ABANDON
    }

    final UUID id;
    final long number;
    final UUID plan;
    final long planNumber;
    final String guide;
    String guideTitle;
    int guideVersion;
    final Optional<UUID> cluster;
    final Optional<String> clusterName;
    final boolean fourEyes;
    final String startedBy;
    final Instant startedAt;
    RunState state = RunState.RUNNING;
    String reason = "";
    Wish wish = Wish.GO;
    String wishedBy = "";
    Optional<Instant> endedAt = Optional.empty();
    Instant changedAt;
    long version;

    RunEntry(UUID id, long number, org.ostler.plan.Plan plan, boolean fourEyes, String startedBy, Instant startedAt) {
        this.id = id;
        this.number = number;
        this.plan = plan.id();
        this.planNumber = plan.number();
        this.guide = plan.guide();
        this.guideTitle = plan.guideTitle();
        this.guideVersion = plan.guideVersion();
        this.cluster = plan.cluster();
        this.clusterName = plan.clusterName();
        this.fourEyes = fourEyes;
        this.startedBy = startedBy;
        this.startedAt = startedAt;
        this.changedAt = startedAt;
    }

    RunEntry(RunRow row) {
        id = row.id;
        number = row.number;
        plan = row.plan;
        planNumber = row.planNumber;
        guide = row.guide;
        guideTitle = row.guideTitle;
        guideVersion = row.guideVersion;
        cluster = Optional.ofNullable(row.cluster).map(UUID::fromString);
        clusterName = Optional.ofNullable(row.clusterName);
        fourEyes = row.fourEyes;
        startedBy = row.startedBy;
        startedAt = row.startedAt.toInstant();
        state = row.state;
        reason = row.reason;
        wish = row.wish;
        wishedBy = row.wishedBy;
        endedAt = Optional.ofNullable(row.endedAt).map(java.time.OffsetDateTime::toInstant);
        changedAt = row.changedAt.toInstant();
        version = row.version;
    }

    void wish(Wish what, String by) {
        wish = what;
        wishedBy = by;
    }

    /** Goes on with another version of its guide. */
    void adopt(int version, String title, Instant at) {
        guideVersion = version;
        guideTitle = title;
        become(RunState.RUNNING, "", at);
    }

    void become(RunState now, String why, Instant at) {
        state = now;
        reason = why;
        endedAt = now.isOver() ? endedAt.or(() -> Optional.of(at)) : Optional.empty();
    }
}
