package org.ostler.plan;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What changes of a plan; the rest lies beside it as text. */
@Entity
@Table(name = "plan")
@SuppressWarnings("UnusedVariable") // some columns are read by queries only
class PlanRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "plan_number")
    @SequenceGenerator(name = "plan_number", sequenceName = "plan_number", allocationSize = 1)
    private Long number;

    private UUID id;
    private String guide;

    @Enumerated(EnumType.STRING)
    private Plan.State state;

    private String digest;

    @Column(name = "made_by")
    private String madeBy;

    @Column(name = "made_at")
    private OffsetDateTime madeAt;

    @Column(name = "approved_by")
    private String approvedBy;

    @Column(name = "approved_at")
    private OffsetDateTime approvedAt;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    @Column(name = "sent_back_by")
    private String sentBackBy;

    @Column(name = "sent_back_at")
    private OffsetDateTime sentBackAt;

    @Column(name = "sent_back_note")
    private String sentBackNote;

    private long version;

    protected PlanRow() {}

    PlanRow(Plan plan) {
        id = plan.id();
        guide = plan.guide();
        state = plan.state();
        digest = plan.digest();
        madeBy = plan.madeBy();
        madeAt = plan.madeAt().atOffset(ZoneOffset.UTC);
        expiresAt = plan.expiresAt().atOffset(ZoneOffset.UTC);
    }

    long number() {
        return number;
    }

    UUID id() {
        return id;
    }

    /** The plan as it stands, with what was stored of it when it was made. */
    Plan over(Plan made, List<PlannedStep> steps, Clock clock) {
        Instant end = expiresAt.toInstant();
        boolean late = (state == Plan.State.DRAFT || state == Plan.State.APPROVED) && end.isBefore(clock.instant());
        return new Plan(
                id,
                number,
                guide,
                made.guideVersion(),
                made.guideTitle(),
                made.cluster(),
                made.clusterName(),
                made.hosts(),
                made.coordinator(),
                made.settings(),
                madeBy,
                madeAt.toInstant(),
                late ? Plan.State.EXPIRED : state,
                digest,
                Optional.ofNullable(approvedBy),
                Optional.ofNullable(approvedAt).map(OffsetDateTime::toInstant),
                end,
                made.refusal(),
                sentBack(),
                steps);
    }

    private Optional<Plan.SentBack> sentBack() {
        return Optional.ofNullable(sentBackBy).map(by -> new Plan.SentBack(by, sentBackAt.toInstant(), sentBackNote));
    }
}
