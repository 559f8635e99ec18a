package org.ostler.execution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A run. */
@Entity
@Table(name = "run")
class RunRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "run_number")
    @SequenceGenerator(name = "run_number", sequenceName = "run_number", allocationSize = 1)
    Long number;

    UUID id;
    UUID plan;

    @Column(name = "plan_number")
    long planNumber;

    String guide;

    @Column(name = "guide_title")
    String guideTitle;

    @Column(name = "guide_version")
    int guideVersion;

    /** An id as text: EclipseLink cannot read a null into a UUID. */
    String cluster;

    @Column(name = "cluster_name")
    String clusterName;

    @Column(name = "four_eyes")
    boolean fourEyes;

    @Column(name = "started_by")
    String startedBy;

    @Column(name = "started_at")
    OffsetDateTime startedAt;

    @Enumerated(EnumType.STRING)
    RunState state;

    String reason;

    @Enumerated(EnumType.STRING)
    RunEntry.Wish wish;

    @Column(name = "wished_by")
    String wishedBy;

    @Column(name = "ended_at")
    OffsetDateTime endedAt;

    @Column(name = "changed_at")
    OffsetDateTime changedAt;

    long version;

    protected RunRow() {}

    RunRow(RunEntry run) {
        id = run.id;
        plan = run.plan;
        planNumber = run.planNumber;
        guide = run.guide;
        guideTitle = run.guideTitle;
        guideVersion = run.guideVersion;
        cluster = run.cluster.map(UUID::toString).orElse(null);
        clusterName = run.clusterName.orElse(null);
        fourEyes = run.fourEyes;
        startedBy = run.startedBy;
        startedAt = run.startedAt.atOffset(ZoneOffset.UTC);
        state = run.state;
        reason = run.reason;
        wish = run.wish;
        wishedBy = run.wishedBy;
        changedAt = run.changedAt.atOffset(ZoneOffset.UTC);
    }
}
