package org.ostler.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Brings the schema up to date before anything else uses the database. Beans that need the database at start say
 * {@code @DependsOn("Migrator")}. When it fails the deployment fails, with the reason.
 */
@DataSourceDefinition(
        name = "java:app/jdbc/ostler",
        className = "org.ostler.platform.Connections",
        url = "${MPCONFIG=ostler.db.url}",
        user = "${MPCONFIG=ostler.db.user}",
        password = "${MPCONFIG=ostler.db.password}",
        maxPoolSize = 20,
        properties = {
            // A connection whose database went away, or was closed for want of room, is replaced.
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
        })
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@Singleton(name = "Migrator")
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrator {
    /** Older ones lack fixes that we rely on, and the server brings one along that must not win. */
    private static final String OLDEST_H2 = "2.4.240";

    private static final Logger LOG = Logger.getLogger(Migrator.class.getName());

    @Resource(lookup = "java:app/jdbc/ostler")
    DataSource database;

    @Inject
    Configuration configuration;

    @Inject
    DatabaseWatch watch;

    @Inject
    StartProgress progress;

    private DataDirectory directory;
    private DatabaseLease lease;

    @PostConstruct
    void migrate() {
        directory = DataDirectory.hold(configuration.dataDirectory());
        try {
            Connections direct = Connections.direct(configuration);
            lease = DatabaseLease.take(direct, whoWeAre());
            refuseOldH2();
            Migration schema = new Migration(database, direct, configuration.backupDirectory());
            new Restoration(configuration.dataDirectory()).load(schema, direct);
            schema.run();
            watch.begin(direct, lease);
            progress.reached(StartProgress.Milestone.SCHEMA);
        } catch (SQLException trouble) {
            release();
            throw StartRefused.because("The database cannot be used: " + trouble.getMessage(), trouble);
        } catch (RuntimeException trouble) {
            release();
            throw trouble;
        }
    }

    @PreDestroy
    void release() {
        progress.end();
        watch.end();
        if (lease != null) {
            lease.close();
        }
        directory.close();
    }

    private String whoWeAre() {
        String machine;
        try {
            machine = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            machine = "a machine without a name";
        }
        return "process " + ProcessHandle.current().pid() + " on " + machine + ", " + configuration.dataDirectory();
    }

    private void refuseOldH2() throws SQLException {
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            String version =
                    connection.getMetaData().getDatabaseProductVersion().split(" ", 2)[0];
            LOG.info(() -> "Database: " + product + " " + version);
            if (product.equals("H2")
                    && Runtime.Version.parse(version).compareTo(Runtime.Version.parse(OLDEST_H2)) < 0) {
                throw new IllegalStateException("H2 " + version + " is in use, " + OLDEST_H2
                        + " or newer is needed: the one of the WAR did not win (class-loader delegate)");
            }
        }
    }
}
