package org.ostler.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * One Ostler per database. H2's own file lock does it for the embedded one; on PostgreSQL a session lock is held on a
 * connection of its own, and the server gives it up by itself when this process is gone.
 */
final class DatabaseLease implements AutoCloseable {
    /** "ostler" in ASCII, the advisory lock's number. */
    private static final long LOCK = 0x6f73746c6572L;

    private final Connection connection;

    private DatabaseLease(Connection connection) {
        this.connection = connection;
    }

    /** @throws IllegalStateException when another process has it */
    static DatabaseLease take(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return new DatabaseLease(connection);
        }
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
            if (!answer.next() || !answer.getBoolean(1)) {
                connection.close();
                throw new IllegalStateException("Another Ostler process uses this database. Stop it, or choose another"
                        + " database with OSTLER_DB_URL.");
            }
        }
        return new DatabaseLease(connection);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException atTheEnd) {
            throw new IllegalStateException("The database lease could not be given back", atTheEnd);
        }
    }
}
