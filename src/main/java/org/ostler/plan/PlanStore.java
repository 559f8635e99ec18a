package org.ostler.plan;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Plans in the database. A bean of its own, because {@link Plans} speaks to hosts and no transaction may be open then.
 */
@ApplicationScoped
class PlanStore {
    @PersistenceContext(unitName = "ostler")
    EntityManager entities;

    private final Clock clock = Clock.systemUTC();

    private final PlansRead read = new PlansRead();

    @Transactional
    public Plan add(Plan plan) {
        PlanRow row = new PlanRow(plan);
        entities.persist(row);
        PlanPartRow.of(plan).forEach(entities::persist);
        entities.flush();
        return row.over(plan, plan.steps(), clock);
    }

    @Transactional
    public Optional<Plan> find(String numberOrId) {
        String by = numberOrId.matches("\\d{1,15}") ? "number" : "id";
        Object key;
        try {
            key = by.equals("number") ? (Object) Long.valueOf(numberOrId) : UUID.fromString(numberOrId);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
        return entities.createQuery("select p from PlanRow p where p." + by + " = :key", PlanRow.class)
                .setParameter("key", key)
                .getResultStream()
                .findFirst()
                .map(row -> stands(row, read.whole(row.id(), () -> unpacked(row.id()))));
    }

    /** Of their steps only those that block an approval. */
    @Transactional
    public List<Plan> newest(int limit) {
        return entities.createQuery("select p from PlanRow p order by p.number desc", PlanRow.class)
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> stands(row, read.head(row.id(), () -> unpacked(row.id()))))
                .toList();
    }

    private Plan stands(PlanRow row, Plan made) {
        return row.over(made, made.steps(), clock);
    }

    private Plan unpacked(UUID plan) {
        return PlanPartRow.plan(entities.createQuery(
                        "select t from PlanPartRow t where t.plan = :plan order by t.position", PlanPartRow.class)
                .setParameter("plan", plan)
                .getResultList());
    }

    /**
     * @param beforeCommit runs when this call is the one that approves; what it throws undoes the approval
     * @return whether this call was the one
     */
    @Transactional
    public boolean approve(UUID plan, String digest, String by, Instant at, Instant end, Runnable beforeCommit) {
        int changed = entities.createQuery("update PlanRow p set p.state = :approved, p.approvedBy = :by, p.approvedAt"
                        + " = :at, p.expiresAt = :end, p.version = p.version + 1 where p.id = :id and p.digest ="
                        + " :digest and p.state = :draft and p.sentBackBy is null and p.expiresAt > :at")
                .setParameter("approved", Plan.State.APPROVED)
                .setParameter("draft", Plan.State.DRAFT)
                .setParameter("by", by)
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .setParameter("end", end.atOffset(ZoneOffset.UTC))
                .setParameter("id", plan)
                .setParameter("digest", digest)
                .executeUpdate();
        if (changed == 1) {
            beforeCommit.run();
        }
        return changed == 1;
    }

    /**
     * @param beforeCommit runs when this call is the one that sends it back; what it throws undoes that
     * @return whether this call was the one
     */
    @Transactional
    public boolean sendBack(UUID plan, Plan.SentBack why, Runnable beforeCommit) {
        int changed = entities.createQuery("update PlanRow p set p.sentBackBy = :by, p.sentBackAt = :at, p.sentBackNote"
                        + " = :note, p.version = p.version + 1 where p.id = :id and p.state = :draft and p.sentBackBy"
                        + " is null")
                .setParameter("by", why.by())
                .setParameter("at", why.at().atOffset(ZoneOffset.UTC))
                .setParameter("note", why.note())
                .setParameter("id", plan)
                .setParameter("draft", Plan.State.DRAFT)
                .executeUpdate();
        if (changed == 1) {
            beforeCommit.run();
        }
        return changed == 1;
    }

    /** @return whether this call is the one that used it */
    @Transactional
    public boolean use(UUID plan, Instant at) {
        return entities.createQuery("update PlanRow p set p.state = :used, p.version = p.version + 1 where p.id = :id"
                                + " and p.state = :approved and p.expiresAt > :at")
                        .setParameter("used", Plan.State.USED)
                        .setParameter("approved", Plan.State.APPROVED)
                        .setParameter("id", plan)
                        .setParameter("at", at.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }
}
