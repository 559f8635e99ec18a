package org.ostler.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.platform.Json;

/**
 * The table beside the journal, in plain JDBC: rows are compared with journal entries to the microsecond, which needs
 * instants that no mapper converts through a local time zone.
 */
final class AuditTable {
    private static final String COLUMNS = "number, at, kind, actor, subject, subject_name, plan_id, run_id, step,"
            + " attempt, command_id, path, summary, details, previous, hash";
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final Connection connection;

    AuditTable(Connection connection) {
        this.connection = connection;
    }

    void insert(List<AuditEntry> entries) throws SQLException {
        String sql = "insert into audit_entry (" + COLUMNS + ") values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (AuditEntry entry : entries) {
                bind(insert, values(entry));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    List<AuditEntry> search(AuditQuery query) throws SQLException {
        Where where = Where.of(query);
        query.after().ifPresent(after -> where.and("number " + (query.oldestFirst() ? ">" : "<") + " ?", after));
        return select(
                where.text() + " order by number " + (query.oldestFirst() ? "asc" : "desc") + " fetch first "
                        + query.limit() + " rows only",
                where.values());
    }

    List<AuditEntry> newestOfRun(UUID run, AuditEvent.Kind kind, int limit) throws SQLException {
        return select(
                " where run_id = ? and kind = ? order by number desc fetch first " + limit + " rows only",
                List.of(run, kind.name()));
    }

    long count(AuditQuery query) throws SQLException {
        Where where = Where.of(query);
        return number("select count(*) from audit_entry" + where.text(), where.values());
    }

    Optional<Long> firstNumber() throws SQLException {
        return select(" order by number fetch first 1 rows only", List.of()).stream()
                .map(AuditEntry::number)
                .findFirst();
    }

    /** A fact of the installation, by name. */
    Optional<String> fact(String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select fact from installation where name = ?")) {
            bind(select, List.of(name));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    void fact(String name, Optional<String> fact) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from installation where name = ?");
                PreparedStatement insert =
                        connection.prepareStatement("insert into installation (name, fact) values (?, ?)")) {
            bind(delete, List.of(name));
            delete.executeUpdate();
            if (fact.isPresent()) {
                bind(insert, List.of(name, fact.get()));
                insert.executeUpdate();
            }
        }
    }

    void dropThrough(long last) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from audit_entry where number <= ?")) {
            bind(delete, List.of(last));
            delete.executeUpdate();
        }
    }

    long lastNumber() throws SQLException {
        return number("select coalesce(max(number), 0) from audit_entry", List.of());
    }

    /** The newest entry of each file of a subject that tells of a write; with {@code result} only those that ended so. */
    List<AuditEntry> lastWrites(UUID subject, Optional<String> result) throws SQLException {
        String ended = result.isPresent() ? "kind = 'OUTCOME' and details like ?" : "kind in ('INTENT', 'OUTCOME')";
        List<Object> values = new ArrayList<>(List.of(subject));
        result.ifPresent(word -> values.add("%\"result\":\"" + word + "\"%"));
        return select(
                " where number in (select max(number) from audit_entry where subject = ? and path is not null and "
                        + ended + " group by path)",
                values);
    }

    /** When something was last done on each subject, of those on which something was done since. */
    Map<UUID, Instant> lastChanges(Instant since) throws SQLException {
        String sql = "select subject, max(at) from audit_entry where at >= ? and subject is not null"
                + " and kind in ('OUTCOME', 'RESTORED', 'CONSOLE_CLOSED') group by subject";
        Map<UUID, Instant> changes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, List.of(since.atOffset(ZoneOffset.UTC)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    changes.put(
                            row.getObject(1, UUID.class),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
        }
        return changes;
    }

    /** Rows with numbers in (after, after + size], in order. */
    List<AuditEntry> range(long after, int size) throws SQLException {
        return select(" where number > ? and number <= ? order by number", List.of(after, after + size));
    }

    private long number(String sql, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    private List<AuditEntry> select(String rest, List<Object> values) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select " + COLUMNS + " from audit_entry" + rest)) {
            bind(statement, values);
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
            return entries;
        }
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static List<Object> values(AuditEntry entry) {
        AuditEvent event = entry.event();
        List<Object> values = new ArrayList<>();
        values.add(entry.number());
        values.add(entry.at().atOffset(ZoneOffset.UTC));
        values.add(event.kind().name());
        values.add(event.actor());
        values.add(event.subject().orElse(null));
        values.add(event.subjectName().orElse(null));
        values.add(event.plan().orElse(null));
        values.add(event.run().orElse(null));
        values.add(event.step().orElse(null));
        values.add(event.attempt());
        values.add(event.command().orElse(null));
        values.add(event.path().orElse(null));
        values.add(event.summary());
        values.add(Json.write(event.details()));
        values.add(entry.previous());
        values.add(entry.hash());
        return values;
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        AuditEvent event = new AuditEvent(
                AuditEvent.Kind.valueOf(row.getString("kind")),
                row.getString("actor"),
                id(row, "subject"),
                Optional.ofNullable(row.getString("subject_name")),
                id(row, "plan_id"),
                id(row, "run_id"),
                Optional.ofNullable(row.getString("step")),
                row.getInt("attempt"),
                id(row, "command_id"),
                Optional.ofNullable(row.getString("path")),
                row.getString("summary"),
                details(row.getString("details")));
        return new AuditEntry(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                event,
                row.getString("previous"),
                row.getString("hash"));
    }

    private static Optional<UUID> id(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class));
    }

    /** Details that are no JSON were changed by hand; they are shown as they are and differ from the journal. */
    private static Map<String, String> details(String json) {
        try {
            return Json.mapper().readValue(json, DETAILS);
        } catch (JsonProcessingException changed) {
            return Map.of("unreadable", json);
        }
    }

    /** The conditions of a query, with their values in order. */
    private record Where(List<String> conditions, List<Object> values) {
        static Where of(AuditQuery query) {
            Where where = new Where(new ArrayList<>(), new ArrayList<>());
            query.subject().ifPresent(subject -> where.and("subject = ?", subject));
            query.run().ifPresent(run -> where.and("run_id = ?", run));
            query.actor().ifPresent(actor -> where.and("actor = ?", actor));
            query.path().ifPresent(where::path);
            query.from().ifPresent(from -> where.and("at >= ?", from.atOffset(ZoneOffset.UTC)));
            query.to().ifPresent(to -> where.and("at < ?", to.atOffset(ZoneOffset.UTC)));
            return where;
        }

        void and(String condition, Object value) {
            conditions.add(condition);
            values.add(value);
        }

        /** An absolute path is meant exactly; anything else is looked for in paths and summaries. */
        void path(String text) {
            if (text.startsWith("/")) {
                and("path = ?", text);
                return;
            }
            String part = "%"
                    + text.toLowerCase(Locale.ROOT)
                            .replace("!", "!!")
                            .replace("%", "!%")
                            .replace("_", "!_")
                    + "%";
            and("(lower(path) like ? escape '!' or lower(summary) like ? escape '!')", part);
            values.add(part);
        }

        String text() {
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }
    }
}
