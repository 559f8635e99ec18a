package org.ostler.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ostler.TestDatabase;

/**
 * A journal with its rows and its witness, to be changed behind the product's back and put back again. Files are changed
 * in memory and written when they are looked at; rows are changed in a transaction that is never committed.
 */
final class TamperedTrail implements AutoCloseable {
    /** What can be had of a trail at some time. */
    record State(Map<String, byte[]> files, List<AuditEntry> rows) {}

    /** What each way of looking finds. */
    record Verdict(
            Optional<String> journalAlone,
            Optional<String> withWitness,
            Optional<String> withRows,
            Optional<String> all) {}

    private final Path directory;
    private final State whole;
    private final List<State> older;
    private final WitnessLog witness;
    private final TestDatabase database;
    private final Connection connection;
    private final AuditRows rows = new Rows();
    final TreeMap<String, byte[]> files = new TreeMap<>();

    private final class Rows extends AuditRows {
        @Override
        protected Connection connection() {
            return connection;
        }
    }

    /** @param older states of the same trail from before the witness was last told */
    TamperedTrail(Path directory, State whole, List<State> older, WitnessLog witness) throws IOException, SQLException {
        this.directory = Files.createDirectories(directory);
        this.whole = whole;
        this.older = older;
        this.witness = witness;
        this.database = TestDatabase.of(TestDatabase.Product.H2);
        this.connection = database.connect();
        connection.setAutoCommit(true);
        rows.insert(whole.rows());
        connection.setAutoCommit(false);
        files.putAll(whole.files());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    static State read(Path journal, AuditRows rows) throws IOException, SQLException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(journal)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("\\d{6}\\.(jsonl|head)|" + JournalCheck.IDENTITY)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return new State(files, rows.range(0, Integer.MAX_VALUE));
    }

    State whole() {
        return whole;
    }

    List<State> older() {
        return older;
    }

    List<String> segments() {
        return files.keySet().stream().filter(name -> name.endsWith(".jsonl")).toList();
    }

    List<String> heads() {
        return files.keySet().stream().filter(name -> name.endsWith(".head")).toList();
    }

    List<String> lines(String segment) {
        return new ArrayList<>(Arrays.asList(new String(files.get(segment), StandardCharsets.UTF_8).split("(?<=\n)")));
    }

    void lines(String segment, List<String> lines) {
        files.put(segment, String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }

    void become(State other) throws SQLException {
        files.clear();
        files.putAll(other.files());
        sql("delete from audit_entry");
        rows.insert(other.rows());
    }

    /** Entries as they stand, with which segment they stand in. */
    List<AuditEntry> entries() {
        List<AuditEntry> entries = new ArrayList<>();
        for (String segment : segments()) {
            for (String line : lines(segment)) {
                entries.add(entry(line));
            }
        }
        return entries;
    }

    static AuditEntry entry(String line) {
        try {
            return Chain.entry(ChainLine.parse(line.strip().getBytes(StandardCharsets.UTF_8)));
        } catch (ChainLine.Damage damage) {
            throw new IllegalStateException(damage);
        }
    }

    /** Writes these entries into the same segments, with head files and identity that fit. */
    void rewrite(List<AuditEntry> entries) {
        Map<Long, AuditEntry> byNumber = new HashMap<>();
        entries.forEach(entry -> byNumber.put(entry.number(), entry));
        for (String segment : segments()) {
            List<String> lines = lines(segment).stream()
                    .map(line -> Chain.line(byNumber.get(entry(line).number())) + "\n")
                    .toList();
            AuditEntry last = entry(lines.get(lines.size() - 1));
            lines(segment, lines);
            files.computeIfPresent(
                    segment.replace(".jsonl", ".head"),
                    (name, before) ->
                            new Head(last.number(), last.hash()).json().getBytes(StandardCharsets.UTF_8));
        }
        if (byNumber.containsKey(1L)) {
            files.put(JournalCheck.IDENTITY, byNumber.get(1L).hash().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The same entries with another word in this one, and hashes that fit from there on. */
    static List<AuditEntry> recomputed(List<AuditEntry> entries, long changed) {
        List<AuditEntry> anew = new ArrayList<>();
        for (AuditEntry entry : entries) {
            AuditEvent event = entry.event();
            String previous = anew.isEmpty()
                    ? entry.previous()
                    : anew.get(anew.size() - 1).hash();
            AuditEvent told = entry.number() != changed ? event : event.with("note", "it was somebody else");
            anew.add(Chain.entry(entry.number(), entry.at(), told, previous));
        }
        return anew;
    }

    void rows(List<AuditEntry> entries) throws SQLException {
        sql("delete from audit_entry");
        rows.insert(entries);
    }

    void insert(AuditEntry entry) throws SQLException {
        rows.insert(List.of(entry));
    }

    int sql(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    String column(String name, long number) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select " + name + " from audit_entry where number = ?")) {
            statement.setLong(1, number);
            try (var row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1)).orElse("");
            }
        }
    }

    /**
     * Looks at what is there now, without a server that would remember anything.
     *
     * @param closely also with the journal's files alone
     */
    Verdict look(boolean closely) throws IOException {
        write(files);
        return new Verdict(
                closely ? check(WitnessLog.NONE).map(Break::words) : Optional.empty(),
                closely ? check(witness).map(Break::words) : Optional.empty(),
                verify(WitnessLog.NONE),
                verify(witness));
    }

    private Optional<Break> check(WitnessLog log) throws IOException {
        return new JournalCheck(directory)
                .check(Long.MAX_VALUE, log, JournalReader.Each.NOTHING)
                .broken();
    }

    private Optional<String> verify(WitnessLog log) {
        return new AuditVerifier(directory, rows)
                .verify(Optional.empty(), log, Instant.EPOCH, read -> {})
                .broken();
    }

    /** As it was in the beginning. */
    void restore() throws IOException, SQLException {
        connection.rollback();
        write(whole.files());
        files.clear();
        files.putAll(whole.files());
    }

    /** Touches only what differs from what lies there. */
    private void write(Map<String, byte[]> wanted) throws IOException {
        for (String name : union(wanted)) {
            byte[] content = wanted.get(name);
            Path file = directory.resolve(name);
            if (content == null) {
                Files.deleteIfExists(file);
            } else if (content != present.get(name)) {
                Files.write(file, content);
            }
        }
        present.clear();
        present.putAll(wanted);
    }

    private final Map<String, byte[]> present = new HashMap<>();

    private List<String> union(Map<String, byte[]> wanted) {
        List<String> names = new ArrayList<>(wanted.keySet());
        present.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(names::add);
        return names;
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.close();
        database.close();
    }
}
