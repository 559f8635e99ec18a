package org.ostler.platform;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * All rows of the database as they were at one moment, as JSON lines: the same text for both databases, so a backup of
 * the one can be restored into the other.
 *
 * <p>Rejected: H2's own online backup, whose copies do not always open again (h2database issue 2752), and pg_dump,
 * which has to be there in the server's version and would need the password on its way.
 */
public final class DatabaseCopy {
    public static final String DIRECTORY = "database/";
    private static final String SEQUENCES = "sequences.json";
    private static final String LINES = ".jsonl";

    /** Smaller: a round trip for each row. Larger: rows of a megabyte each would fill the memory. */
    private static final int AT_ONCE = 50;

    private DatabaseCopy() {}

    /**
     * Adds everything to the archive, in one snapshot; others go on writing meanwhile.
     *
     * @param connection not of the pool: it is left as no other may get it
     */
    public static void write(Connection connection, ArchiveWriter to) throws SQLException, IOException {
        boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session characteristics as transaction isolation level "
                    + (h2 ? "snapshot" : "repeatable read"));
        }
        connection.setAutoCommit(false);
        try {
            for (String table : Tables.of(connection)) {
                writeTable(connection, table, to);
            }
            Map<String, Long> next = new TreeMap<>();
            for (String sequence : Tables.sequences(connection)) {
                next.put(sequence, next(connection, sequence, h2));
            }
            to.add(DIRECTORY + SEQUENCES, out -> out.write(Json.mapper().writeValueAsBytes(next)));
        } finally {
            connection.rollback();
        }
    }

    /** Of the schema. */
    public static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select \"version\" from \"flyway_schema_history\" where"
                        + " \"success\" and \"version\" is not null order by \"installed_rank\" desc")) {
            if (!row.next()) {
                throw new SQLException("the database has no schema of ours");
            }
            return row.getString(1);
        }
    }

    private static long next(Connection connection, String sequence, boolean h2) throws SQLException {
        String sql = h2
                ? "select base_value from information_schema.sequences where lower(sequence_name) = '" + sequence + "'"
                : "select last_value + case when is_called then 1 else 0 end from " + sequence;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void writeTable(Connection connection, String table, ArchiveWriter to)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(AT_ONCE);
            try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                to.add(DIRECTORY + table + LINES, out -> writeRows(rows, out));
            }
        }
    }

    private static void writeRows(ResultSet rows, OutputStream out) throws IOException {
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
            ResultSetMetaData columns = rows.getMetaData();
            json.writeStartArray();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                json.writeString(columns.getColumnName(column).toLowerCase(Locale.ROOT));
            }
            json.writeEndArray();
            while (rows.next()) {
                json.writeStartArray();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    write(json, rows, column, Kind.of(columns, column));
                }
                json.writeEndArray();
            }
            json.flush();
        } catch (SQLException failure) {
            throw new IOException("the database cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static void write(JsonGenerator json, ResultSet rows, int column, Kind kind)
            throws SQLException, IOException {
        Object value =
                switch (kind) {
                    case ID -> rows.getObject(column, UUID.class);
                    case INSTANT -> rows.getObject(column, OffsetDateTime.class);
                    case NUMBER -> rows.getLong(column);
                    case YES_OR_NO -> rows.getBoolean(column);
                    case TEXT -> rows.getString(column);
                };
        if (value == null || rows.wasNull()) {
            json.writeNull();
        } else if (value instanceof OffsetDateTime time) {
            json.writeString(time.withOffsetSameInstant(ZoneOffset.UTC).toString());
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else {
            json.writeString(value.toString());
        }
    }

    /**
     * Puts the rows into tables that are there and empty, all of them or none.
     *
     * @param directory with the unpacked parts
     */
    static void load(Path directory, Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            for (String table : Tables.of(connection)) {
                Path lines = directory.resolve(table + LINES);
                if (Files.exists(lines)) {
                    loadTable(table, lines, connection);
                }
            }
            Map<String, Long> next =
                    Json.mapper().readValue(Files.readAllBytes(directory.resolve(SEQUENCES)), new TypeReference<>() {});
            try (Statement statement = connection.createStatement()) {
                for (String sequence : Tables.sequences(connection)) {
                    if (next.containsKey(sequence)) {
                        statement.execute("alter sequence " + sequence + " restart with " + next.get(sequence));
                    }
                }
            }
            connection.commit();
        } catch (SQLException | IOException | RuntimeException failure) {
            connection.rollback();
            throw failure;
        }
    }

    private static void loadTable(String table, Path lines, Connection connection) throws SQLException, IOException {
        try (BufferedReader rows = Files.newBufferedReader(lines)) {
            List<String> columns = new ArrayList<>();
            Json.mapper().readTree(rows.readLine()).forEach(column -> columns.add(column.asText()));
            List<Kind> kinds = kinds(connection, table, columns);
            String places = String.join(", ", columns.stream().map(any -> "?").toList());
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + String.join(", ", columns) + ") values (" + places + ")")) {
                int waiting = 0;
                for (String line = rows.readLine(); line != null; line = rows.readLine()) {
                    JsonNode row = Json.mapper().readTree(line);
                    for (int at = 0; at < columns.size(); at++) {
                        insert.setObject(at + 1, kinds.get(at).read(row.get(at)));
                    }
                    insert.addBatch();
                    if (++waiting % AT_ONCE == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
        }
    }

    private static List<Kind> kinds(Connection connection, String table, List<String> columns) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(
                        "select " + String.join(", ", columns) + " from " + table + " where 1 = 0")) {
            List<Kind> kinds = new ArrayList<>();
            for (int at = 0; at < columns.size(); at++) {
                kinds.add(Kind.of(none.getMetaData(), at + 1));
            }
            return kinds;
        }
    }

    /** The kinds of columns that the schema has. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private enum Kind {
        ID("uuid"),
        INSTANT("timestamptz", "timestamp with time zone"),
        NUMBER("bigint", "int8", "integer", "int4", "smallint", "int2"),
        YES_OR_NO("boolean", "bool"),
        TEXT("character varying", "varchar", "text");

        private final String names;

        Kind(String... names) {
            this.names = String.join("|", names);
        }

        static Kind of(ResultSetMetaData columns, int column) throws SQLException {
            String name = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(kind -> name.matches("(" + kind.names + ")(\\(.*)?"))
                    .findFirst()
                    .orElseThrow(() -> new SQLException("columns of the type " + name + " cannot be copied yet"));
        }

        Object read(JsonNode value) {
            if (value.isNull()) {
                return null;
            }
            return switch (this) {
                case ID -> UUID.fromString(value.asText());
                case INSTANT -> OffsetDateTime.parse(value.asText());
                case NUMBER -> value.asLong();
                case YES_OR_NO -> value.asBoolean();
                case TEXT -> value.asText();
            };
        }
    }
}
