package org.ostler.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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

    public long count(AuditQuery query) throws SQLException {
        return table().count(query);
    }

    public long lastNumber() throws SQLException {
        return table().lastNumber();
    }

    public List<AuditEntry> range(long after, int size) throws SQLException {
        return table().range(after, size);
    }

    /** The transaction's own connection. */
    protected Connection connection() throws SQLException {
        return entities.unwrap(Connection.class);
    }

    private AuditTable table() throws SQLException {
        return new AuditTable(connection());
    }
}
