package org.ostler.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gives the table a transaction of its own: an entry stays even when the work that it tells of is rolled back. */
@ApplicationScoped
@Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = SQLException.class)
class AuditRows {
    @PersistenceContext(unitName = "ostler")
    private EntityManager entities;

    public void insert(List<AuditEntry> entries) throws SQLException {
        table().insert(entries);
    }

    public List<AuditEntry> search(AuditQuery query) throws SQLException {
        return table().search(query);
    }

    public List<AuditEntry> newestOfRun(UUID run, AuditEvent.Kind kind, int limit) throws SQLException {
        return table().newestOfRun(run, kind, limit);
    }

    public long count(AuditQuery query) throws SQLException {
        return table().count(query);
    }

    /** Empty when there is no row. */
    public Optional<Long> firstNumber() throws SQLException {
        return table().firstNumber();
    }

    public Optional<String> fact(String name) throws SQLException {
        return table().fact(name);
    }

    public void fact(String name, Optional<String> fact) throws SQLException {
        table().fact(name, fact);
    }

    /** For retention: what the journal no longer has. */
    public void dropThrough(long last) throws SQLException {
        table().dropThrough(last);
    }

    public long lastNumber() throws SQLException {
        return table().lastNumber();
    }

    public List<AuditEntry> range(long after, int size) throws SQLException {
        return table().range(after, size);
    }

    public List<AuditEntry> lastWrites(UUID subject, Optional<String> result) throws SQLException {
        return table().lastWrites(subject, result);
    }

    public Map<UUID, Instant> lastChanges(Instant since) throws SQLException {
        return table().lastChanges(since);
    }

    /** The transaction's own connection. */
    protected Connection connection() throws SQLException {
        return entities.unwrap(Connection.class);
    }

    private AuditTable table() throws SQLException {
        return new AuditTable(connection());
    }
}
