package org.ostler;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.ostler.platform.ColumnTypes;

/**
 * A database with the product's schema and no rows, of either kind that the product runs on. Suites are parameterised
 * by {@link Product}. What is closed is emptied and used again: making one costs more than most tests.
 */
public final class TestDatabase implements AutoCloseable {
    /** The databases that the product runs on. */
    public enum Product {
        H2,
        POSTGRESQL
    }

    private static final Map<Product, Deque<TestDatabase>> IDLE = new EnumMap<>(Product.class);

    private final Product product;
    private final String url;
    private final String user;
    private EntityManagerFactory entities;

    private TestDatabase(Product product, String url) {
        this.product = product;
        this.url = url;
        this.user = product == Product.H2 ? "" : PostgreSql.shared().user();
    }

    /** With the schema as it is now. */
    public static TestDatabase of(Product product) {
        synchronized (IDLE) {
            Deque<TestDatabase> idle = IDLE.computeIfAbsent(product, any -> new ArrayDeque<>());
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        TestDatabase made = empty(product);
        Flyway.configure()
                .dataSource(made.url, made.user, "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return made;
    }

    /** Without anything; not to be closed. */
    public static TestDatabase empty(Product product) {
        return new TestDatabase(
                product,
                product == Product.H2
                        ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"
                        : PostgreSql.shared().url(PostgreSql.shared().create()));
    }

    /** As {@link #empty}, but of H2 in a file. */
    public static TestDatabase empty(Product product, Path file) {
        return product == Product.H2 ? new TestDatabase(product, "jdbc:h2:file:" + file) : empty(product);
    }

    public Product product() {
        return product;
    }

    public String url() {
        return url;
    }

    public String user() {
        return user;
    }

    public Connection connect() {
        try {
            return DriverManager.getConnection(url, user, "");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The first column of each row, as text. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The product's persistence unit over this database; lives as long as it. */
    public synchronized EntityManagerFactory entities() {
        if (entities == null) {
            entities = Persistence.createEntityManagerFactory(
                    "ostler",
                    Map.of(
                            "jakarta.persistence.transactionType",
                            "RESOURCE_LOCAL",
                            "jakarta.persistence.jtaDataSource",
                            "",
                            "jakarta.persistence.jdbc.url",
                            url,
                            "jakarta.persistence.jdbc.user",
                            user,
                            "jakarta.persistence.jdbc.driver",
                            product == Product.H2 ? "org.h2.Driver" : "org.postgresql.Driver",
                            "eclipselink.connection-pool.default.initial",
                            "1",
                            "eclipselink.connection-pool.default.min",
                            "4",
                            "eclipselink.session-name",
                            url,
                            "eclipselink.weaving",
                            "false",
                            "eclipselink.session.customizer",
                            ColumnTypes.class.getName()));
        }
        return entities;
    }

    /** Empties it for the next one. */
    @Override
    public void close() {
        List<String> tables = query("select table_name from information_schema.tables where lower(table_schema) ="
                + " 'public' and lower(table_name) <> 'flyway_schema_history'");
        query("select sequence_name from information_schema.sequences where lower(sequence_schema) = 'public'")
                .forEach(sequence -> execute("alter sequence " + sequence + " restart with 1"));
        if (product == Product.POSTGRESQL) {
            execute("truncate " + String.join(", ", tables));
        } else {
            StringBuilder all = new StringBuilder("set referential_integrity false;");
            tables.forEach(
                    table -> all.append("truncate table \"").append(table).append("\";"));
            execute(all + "set referential_integrity true");
        }
        synchronized (IDLE) {
            IDLE.get(product).push(this);
        }
    }
}
