package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints as xe does: records with labels to the right, or, minimal, the first fields with commas. */
final class XePrinter {
    /** A record to print: labels and values in order. */
    record Row(List<String> labels, List<String> values) {}

    private final Invocation call;
    private final boolean minimal;
    private final List<String> kept = new ArrayList<>();

    XePrinter(Invocation call, boolean minimal) {
        this.call = call;
        this.minimal = minimal;
    }

    void records(List<Row> rows) throws IOException {
        for (Row row : rows) {
            if (minimal) {
                if (!row.values().isEmpty()) {
                    kept.add(row.values().get(0));
                }
            } else {
                call.print(text(row));
            }
        }
    }

    void line(String value) throws IOException {
        if (minimal) {
            kept.add(value);
        } else {
            call.println(value);
        }
    }

    /** Minimal output is one line at the end of every command, even of one that has nothing to say. */
    void flush() throws IOException {
        if (minimal) {
            call.println(kept.stream()
                    .map(value -> value.replace("\\", "\\\\").replace(",", "\\,"))
                    .collect(Collectors.joining(",")));
        }
    }

    private static String text(Row row) {
        int width = 4 + row.labels().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.labels().size(); i++) {
            String label = row.labels().get(i);
            String padding = " ".repeat(width - label.length());
            text.append(i == 0 ? label + padding : padding + label)
                    .append(": ")
                    .append(row.values().get(i))
                    .append('\n');
        }
        return text.append("\n\n").toString();
    }
}
