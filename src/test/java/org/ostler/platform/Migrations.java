package org.ostler.platform;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.ostler.TestDatabase;

/** What a start of the product does to a database, for tests of other packages too. */
public final class Migrations {
    private Migrations() {}

    public static Connections source(TestDatabase database) {
        Connections source = new Connections();
        source.setUrl(database.url());
        source.setUser(database.user());
        return source;
    }

    static Migration of(TestDatabase database, Path backups) {
        return new Migration(source(database), source(database), backups);
    }

    /** To the version before the newest one. */
    public static void runAllButTheLast(TestDatabase database) {
        List<String> versions = versions(database);
        of(database, Path.of("none")).runTo(versions.get(versions.size() - 2));
    }

    public static void run(TestDatabase database, Path backups) throws SQLException {
        of(database, backups).run();
    }

    static List<String> versions(TestDatabase database) {
        return Arrays.stream(Flyway.configure()
                        .dataSource(source(database))
                        .locations("classpath:db/migration")
                        .load()
                        .info()
                        .all())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .map(version -> version.getVersion())
                .toList();
    }
}
