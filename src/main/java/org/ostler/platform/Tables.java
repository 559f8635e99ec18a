package org.ostler.platform;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The product's own tables and sequences as they are in a database, by their names in small letters. */
final class Tables {
    private static final String HISTORY = "flyway_schema_history";

    private Tables() {}

    /** Each after those that its foreign keys name. */
    static List<String> of(Connection connection) throws SQLException {
        Set<String> ordered = new LinkedHashSet<>();
        Set<String> left = new LinkedHashSet<>(names(connection));
        while (!left.isEmpty()) {
            Set<String> ready = new HashSet<>();
            for (String table : left) {
                Set<String> before = named(connection, table);
                before.remove(table);
                if (ordered.containsAll(before)) {
                    ready.add(table);
                }
            }
            if (ready.isEmpty()) {
                throw new SQLException("these tables name each other in a circle: " + left);
            }
            left.stream().filter(ready::contains).forEach(ordered::add);
            left.removeAll(ready);
        }
        return List.copyOf(ordered);
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(null, connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!name.equals(HISTORY)) {
                    found.add(name);
                }
            }
        }
        found.sort(null);
        return found;
    }

    private static Set<String> named(Connection connection, String table) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String stored = about.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        Set<String> others = new HashSet<>();
        try (ResultSet keys = about.getImportedKeys(null, connection.getSchema(), stored)) {
            while (keys.next()) {
                others.add(keys.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return others;
    }

    static List<String> sequences(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var statement = connection.prepareStatement(
                "select sequence_name from information_schema.sequences where sequence_schema = ?")) {
            statement.setString(1, connection.getSchema());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        found.sort(null);
        return found;
    }
}
