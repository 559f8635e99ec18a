package org.ostler.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A backup that {@code payara/restore} has unpacked beside the data: its database is put in at the next start, and until
 * the runs were told of it a note lies there. A crash in between repeats it.
 */
public final class Restoration {
    private static final Logger LOG = Logger.getLogger(Restoration.class.getName());
    private static final String DONE = "restored-from";

    private final Path unpacked;
    private final Path note;

    public Restoration(Path dataDirectory) {
        this.unpacked = dataDirectory.resolve("restore");
        this.note = dataDirectory.resolve("restored.json");
    }

    /** Puts the database in, when there is one to be put in. */
    void load(Migration schema, Connections direct) throws SQLException {
        Path manifest = unpacked.resolve(ArchiveWriter.MANIFEST);
        if (!Files.exists(manifest)) {
            return;
        }
        try {
            ArchiveWriter.Manifest made = read(manifest);
            String mark = made.madeAt() + " " + made.entries().hashCode();
            Optional<String> held = held(schema, direct);
            if (held.isPresent() && !held.get().equals(mark)) {
                throw StartRefused.because("A backup is to be restored, but the database is not empty. Name an empty"
                        + " database with OSTLER_DB_URL, or remove " + unpacked + " to go on without the backup.");
            }
            if (held.isEmpty()) {
                schema.runTo(made.schema());
                fill(direct, mark);
            }
            Files.move(manifest, note, StandardCopyOption.REPLACE_EXISTING);
            remove();
            LOG.info(() -> "The database was restored from the backup of " + made.madeAt());
        } catch (IOException trouble) {
            throw StartRefused.because(
                    "The backup in " + unpacked + " cannot be restored: " + trouble.getMessage(), trouble);
        }
    }

    /** What an earlier try left as its mark, or "other" for a database in use; empty for an empty one. */
    private static Optional<String> held(Migration schema, Connections direct) throws SQLException {
        if (schema.version().isEmpty()) {
            return Optional.empty();
        }
        try (Connection connection = direct.getConnection()) {
            Optional<String> mark = first(connection, "select fact from installation where name = '" + DONE + "'");
            return mark.isPresent()
                    ? mark
                    : first(connection, "select name from person").map(anybody -> "other");
        }
    }

    private static Optional<String> first(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private void fill(Connections direct, String mark) throws SQLException, IOException {
        Path lines = unpacked.resolve(DatabaseCopy.DIRECTORY).resolve("installation.jsonl");
        mark(lines, mark);
        try (Connection connection = direct.getConnection()) {
            DatabaseCopy.load(unpacked.resolve(DatabaseCopy.DIRECTORY), connection);
        }
    }

    /** The mark is a row of what is put in, so that it is there exactly when the rest is. */
    private static void mark(Path lines, String mark) throws IOException {
        String marked = Json.write(DONE);
        StringBuilder kept = new StringBuilder();
        for (String line : Files.readAllLines(lines)) {
            if (!line.startsWith("[" + marked + ",")) {
                kept.append(line).append('\n');
            }
        }
        Files.writeString(lines, kept + "[" + marked + "," + Json.write(mark) + "]");
    }

    private static ArchiveWriter.Manifest read(Path file) throws IOException {
        try {
            return Json.read(Files.readString(file), ArchiveWriter.Manifest.class);
        } catch (IllegalStateException damaged) {
            throw new IOException(file + " is damaged", damaged);
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** When the backup was made that this database comes from, while the runs have not been told of it. */
    public Optional<Instant> untold() {
        try {
            return Files.exists(note) ? Optional.of(read(note).madeAt()) : Optional.empty();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    public void told() {
        try {
            Files.deleteIfExists(note);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
