package org.ostler.hostile;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of who may do what, as the tests go by it. */
final class Roles {
    /**
     * A row.
     *
     * @param what a call, {@code page …} or {@code act …}
     * @param how what it takes to try it
     */
    record Row(String what, Set<Who> allowed, List<String> how) {
        String verb() {
            return what.split(" ", 3)[0];
        }

        String path() {
            return what.split(" ", 3)[1];
        }

        boolean isCall() {
            return path().startsWith("/api/");
        }

        /** The path with names of things that do not exist. */
        String somewhere() {
            return path().replaceAll("\\{[a-z]+}", "4711");
        }

        /** The bean's method that an action calls. */
        String method() {
            return what.split(" ", 3)[1];
        }

        String body() {
            return how.isEmpty() ? "" : how.get(0);
        }
    }

    static final List<Row> ALL =
            Table.rows("roles.txt", 9).stream().map(Roles::row).toList();

    private Roles() {}

    static List<Row> calls() {
        return ALL.stream().filter(Row::isCall).toList();
    }

    static List<Row> of(String kind) {
        return ALL.stream().filter(row -> row.verb().equals(kind)).toList();
    }

    static Set<String> names(List<Row> rows) {
        return rows.stream().map(Row::what).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Row row(List<String> columns) {
        Set<Who> allowed = new TreeSet<>();
        for (Who who : Who.values()) {
            String word = columns.get(1 + List.of(Who.values()).indexOf(who));
            if (!word.equals("yes") && !word.equals("no")) {
                throw new IllegalStateException("neither yes nor no: " + columns);
            }
            if (word.equals("yes")) {
                allowed.add(who);
            }
        }
        int known = 1 + Who.values().length;
        return new Row(columns.get(0), allowed, columns.subList(known, columns.size()));
    }
}
