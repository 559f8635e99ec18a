package org.ostler.look;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.ssh.SshTrouble;

/** Looks in the database. A bean of its own, because looking speaks to hosts and no transaction may be open then. */
@ApplicationScoped
class LookStore {
    @PersistenceContext(unitName = "ostler")
    EntityManager entities;

    /**
     * Keeps a look, and of the host's earlier ones the newest and the newest that brought facts.
     *
     * @param kept how many looks of a host stay
     */
    @Transactional
    public HostLook add(HostLook look, int kept) {
        LookRow row = new LookRow(look);
        entities.persist(row);
        entities.flush();
        List<Long> numbers = entities.createQuery(
                        "select l.number from LookRow l where l.host = :host order by l.number desc", Long.class)
                .setParameter("host", look.host())
                .getResultList();
        if (numbers.size() > kept) {
            entities.createQuery("delete from LookRow l where l.host = :host and l.number < :oldest"
                            + " and l.number <> :facts")
                    .setParameter("host", look.host())
                    .setParameter("oldest", numbers.get(kept - 1))
                    .setParameter("facts", newestWithFacts(look.host()))
                    .executeUpdate();
        }
        return row.look();
    }

    private Long newestWithFacts(UUID host) {
        return entities.createQuery(
                        "select coalesce(max(l.number), 0) from LookRow l where l.host = :host and l.trouble is null",
                        Long.class)
                .setParameter("host", host)
                .getSingleResult();
    }

    @Transactional
    public Optional<HostLook> newest(UUID host) {
        return first(entities.createQuery(
                        "select l from LookRow l where l.host = :host order by l.number desc", LookRow.class)
                .setParameter("host", host));
    }

    /** The newest that brought facts. */
    @Transactional
    public Optional<HostLook> facts(UUID host) {
        return first(entities.createQuery(
                        "select l from LookRow l where l.host = :host and l.trouble is null order by l.number desc",
                        LookRow.class)
                .setParameter("host", host));
    }

    private static Optional<HostLook> first(TypedQuery<LookRow> query) {
        return query.setMaxResults(1).getResultStream().findFirst().map(LookRow::look);
    }

    /** The newest look of each host, without what it brought. */
    @Transactional
    public Map<UUID, LookRow.Summary> newest() {
        return summaries("select max(m.number) from LookRow m group by m.host");
    }

    /** The newest look of each host that brought facts, without them. */
    @Transactional
    public Map<UUID, LookRow.Summary> newestWithFacts() {
        return summaries("select max(m.number) from LookRow m where m.trouble is null group by m.host");
    }

    private Map<UUID, LookRow.Summary> summaries(String numbers) {
        Map<UUID, LookRow.Summary> all = new HashMap<>();
        entities.createQuery(
                        "select l.number, l.host, l.at, l.trouble, l.reason, l.since, l.maintenance, l.drifted"
                                + " from LookRow l where l.number in (" + numbers + ")",
                        Object[].class)
                .getResultStream()
                .map(LookStore::summary)
                .forEach(summary -> all.put(summary.host(), summary));
        return all;
    }

    private static LookRow.Summary summary(Object[] row) {
        return new LookRow.Summary(
                (Long) row[0],
                (UUID) row[1],
                ((OffsetDateTime) row[2]).toInstant(),
                Optional.ofNullable((SshTrouble.Kind) row[3])
                        .map(kind ->
                                new HostLook.Trouble(kind, (String) row[4], ((OffsetDateTime) row[5]).toInstant())),
                (Boolean) row[6],
                (Integer) row[7]);
    }

    /** The newest look with facts of each of these hosts. */
    @Transactional
    public Map<UUID, HostLook> facts(Collection<UUID> hosts) {
        Map<UUID, HostLook> all = new HashMap<>();
        if (hosts.isEmpty()) {
            return all;
        }
        entities.createQuery(
                        "select l from LookRow l where l.number in (select max(m.number) from LookRow m"
                                + " where m.trouble is null and m.host in :hosts group by m.host)",
                        LookRow.class)
                .setParameter("hosts", hosts)
                .getResultStream()
                .map(LookRow::look)
                .forEach(look -> all.put(look.host(), look));
        return all;
    }
}
