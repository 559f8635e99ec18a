package org.ostler.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The figures, as aligned Markdown tables below a description of the machine. The file is written anew with each
 * figure, so that a measurement that is broken off leaves what was seen until then.
 */
public final class Report {
    private static final List<String> HEAD = List.of("what", "Ostler", "beside it", "ratio", "goal", "met");

    /** A heading with its figures and remarks. */
    private record Section(String title, List<List<String>> rows, List<String> remarks) {}

    private final Path file;
    private final PrintStream out;
    private final List<String> machine;
    private final List<Section> sections = new ArrayList<>();

    /** @param machine what the figures were seen on, a fact a line */
    public Report(Path file, PrintStream out, List<String> machine) {
        this.file = file;
        this.out = out;
        this.machine = List.copyOf(machine);
    }

    /** What follows belongs below this heading. */
    void begin(String title) {
        sections.add(new Section(title, new ArrayList<>(), new ArrayList<>()));
        out.println("… " + title);
    }

    /** A figure that has no yardstick. */
    public void figure(String what, double value, String unit, Goal goal) {
        row(what, value, unit, "", OptionalDouble.empty(), goal);
    }

    /**
     * A figure and that of the yardstick, both of the same unit and seen in the same run.
     *
     * @param beside the yardstick's name
     */
    public void figure(String what, double value, String unit, String beside, double yardstick, Goal goal) {
        row(what, value, unit, beside, OptionalDouble.of(yardstick), goal);
    }

    private void row(String what, double value, String unit, String beside, OptionalDouble yardstick, Goal goal) {
        String other = yardstick.isEmpty() ? "" : beside + " " + said(yardstick.getAsDouble(), unit);
        String met = goal.isMet(value, yardstick).map(is -> is ? "yes" : "NO").orElse("");
        String wanted = goal instanceof Goal.AtMost ? goal.words() + " " + unit : goal.words();
        add(List.of(what, said(value, unit), other, goal.ratio(value, yardstick), wanted, met));
    }

    /** What was seen and is no figure. */
    public void remark(String words) {
        last().remarks().add(words);
        out.println("  " + words);
        write();
    }

    private void add(List<String> row) {
        last().rows().add(row);
        out.println("  " + row.stream().filter(cell -> !cell.isEmpty()).collect(Collectors.joining("  |  ")));
        write();
    }

    private Section last() {
        return sections.get(sections.size() - 1);
    }

    /** Three digits that mean something. */
    private static String said(double value, String unit) {
        double size = Math.abs(value);
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f %s", value, unit).strip();
    }

    /** Everything so far. */
    public String text() {
        StringBuilder text = new StringBuilder();
        machine.forEach(line -> text.append("- ").append(line).append('\n'));
        for (Section section : sections) {
            text.append("\n### ").append(section.title()).append("\n\n");
            if (!section.rows().isEmpty()) {
                text.append(table(section.rows()));
            }
            section.remarks().forEach(words -> text.append("\n").append(words).append('\n'));
        }
        return text.toString();
    }

    private static String table(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(HEAD);
        all.addAll(rows);
        StringBuilder table = new StringBuilder();
        for (int number = 0; number < all.size(); number++) {
            StringBuilder rule = new StringBuilder("|");
            table.append('|');
            for (int column = 0; column < HEAD.size(); column++) {
                int at = column;
                int width =
                        all.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
                String cell = all.get(number).get(column);
                table.append(' ')
                        .append(cell)
                        .append(" ".repeat(width - cell.length()))
                        .append(" |");
                rule.append("-".repeat(width + 2)).append('|');
            }
            table.append('\n').append(number == 0 ? rule + "\n" : "");
        }
        return table.toString();
    }

    private void write() {
        try {
            Files.writeString(file, text(), StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            out.println(file + " cannot be written: " + unwritable.getMessage());
        }
    }
}
