package org.ostler.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.ostler.TestDatabase;

/** The real table, without a container; can be made to fail. */
final class TestRows extends AuditRows implements AutoCloseable {
    private final TestDatabase database;
    private final Connection connection;
    private volatile boolean down;

    TestRows(TestDatabase.Product product) {
        database = TestDatabase.of(product);
        connection = database.connect();
    }

    void goDown(boolean now) {
        down = now;
    }

    void execute(String sql) {
        database.execute(sql);
    }

    @Override
    public synchronized void insert(List<AuditEntry> entries) throws SQLException {
        super.insert(entries);
    }

    @Override
    protected Connection connection() throws SQLException {
        if (down) {
            throw new SQLException("the database is down");
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
