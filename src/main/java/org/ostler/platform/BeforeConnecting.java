package org.ostler.platform;

import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * What has to be so before the persistence unit connects, which is before any bean of ours exists. The data directory
 * is held, so that a second process is told so in our words instead of the database's.
 */
public class BeforeConnecting implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        DataDirectory.hold(new Configuration().dataDirectory());
        askTheDatabase(session);
        new ColumnTypes().customize(session);
    }

    /** The connector's own complaint is pages long, and the server would go on without an application. */
    private static void askTheDatabase(Session session) {
        if (!(session.getLogin().getConnector() instanceof JNDIConnector pool) || pool.getDataSource() == null) {
            return;
        }
        try (Connection connection = pool.getDataSource().getConnection()) {
            connection.getMetaData().getDatabaseProductName();
        } catch (SQLException away) {
            String reason = String.valueOf(away.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replaceFirst("^Error in allocating a connection.*because: ", "")
                    .replaceFirst("[.\\s]+$", "");
            throw StartRefused.because(
                    "The database cannot be used: " + reason + ". Check OSTLER_DB_URL, OSTLER_DB_USER and"
                            + " OSTLER_DB_PASSWORD, and whether it runs.",
                    away);
        }
    }
}
