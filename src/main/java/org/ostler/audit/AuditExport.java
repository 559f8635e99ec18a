package org.ostler.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;

/** Writes entries as CSV (RFC 4180) or as a JSON array, one entry a line. Times are UTC. */
abstract class AuditExport {
    private final Writer out;

    private AuditExport(OutputStream to) {
        this.out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    }

    static AuditExport of(String format, OutputStream to) {
        return switch (format) {
            case "csv" -> new Csv(to);
            case "json" -> new JsonArray(to);
            default ->
                throw Refusal.badInput(
                        "export-format", "There is no export format " + format + ".", "Use csv or json.");
        };
    }

    abstract void begin() throws IOException;

    abstract void add(AuditEntry entry) throws IOException;

    abstract void end() throws IOException;

    void write(String text) throws IOException {
        out.write(text);
    }

    void flush() throws IOException {
        out.flush();
    }

    private static final class Csv extends AuditExport {
        Csv(OutputStream to) {
            super(to);
        }

        @Override
        void begin() throws IOException {
            write("number,at,kind,person,subject,name,plan,run,step,attempt,command,path,summary,details,previous,hash"
                    + "\r\n");
        }

        @Override
        void add(AuditEntry entry) throws IOException {
            AuditEvent event = entry.event();
            List<Object> cells = List.of(
                    entry.number(),
                    entry.at(),
                    event.kind(),
                    event.actor(),
                    text(event.subject()),
                    text(event.subjectName()),
                    text(event.plan()),
                    text(event.run()),
                    text(event.step()),
                    event.attempt(),
                    text(event.command()),
                    text(event.path()),
                    event.summary(),
                    Json.write(event.details()),
                    entry.previous(),
                    entry.hash());
            write(cells.stream().map(cell -> quoted(cell.toString())).collect(Collectors.joining(",")) + "\r\n");
        }

        @Override
        void end() {
            // A table needs no end.
        }

        private static Object text(Optional<?> value) {
            return value.isPresent() ? value.get() : "";
        }

        /** A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text. */
        private static String quoted(String raw) {
            boolean formula = Stream.of("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
                    .anyMatch(raw::startsWith);
            return '"' + (formula ? "'" : "") + raw.replace("\"", "\"\"") + '"';
        }
    }

    private static final class JsonArray extends AuditExport {
        private boolean first = true;

        JsonArray(OutputStream to) {
            super(to);
        }

        @Override
        void begin() throws IOException {
            write("[");
        }

        @Override
        void add(AuditEntry entry) throws IOException {
            write((first ? "\n" : ",\n") + Json.write(entry));
            first = false;
        }

        @Override
        void end() throws IOException {
            write("\n]\n");
        }
    }
}
