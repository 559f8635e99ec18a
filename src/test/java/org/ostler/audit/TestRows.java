package org.ostler.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/** The real table in an H2 database in memory, without a container; can be made to fail. */
final class TestRows extends AuditRows implements AutoCloseable {
    private final Connection connection;
    private volatile boolean down;

    TestRows() {
        try {
            connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID());
            execute(migration());
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String migration() throws IOException {
        try (InputStream in = TestRows.class.getResourceAsStream("/db/migration/V30__audit.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void goDown(boolean now) {
        down = now;
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
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
    }
}
