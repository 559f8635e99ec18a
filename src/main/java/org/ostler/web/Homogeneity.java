package org.ostler.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ostler.inventory.Host;
import org.ostler.look.HostLook;
import org.ostler.look.Portrait;
import org.ostler.look.Reading;

/**
 * How alike the hosts of a cluster are: facts are rows, hosts are columns, and what most of them have is the measure.
 * Built from stored looks; a host without facts is no exception, it is unknown.
 */
public final class Homogeneity {
    /** Elements of a set in a cell; the host's own page has all. */
    private static final int SHOWN = 8;

    private final List<Column> columns;
    private final List<Row> rows;

    /** @param at when it was looked at; empty for a host without facts */
    public record Column(Host host, Optional<Instant> at) {}

    /** How a cell compares with what most have. */
    public enum Verdict {
        SAME,
        DIFFERENT,
        UNKNOWN
    }

    /**
     * @param value what the host has; for a set only what differs follows
     * @param lacks elements of the majority's set that the host does not have
     * @param extra elements that the majority does not have
     */
    public record Cell(Verdict verdict, String value, List<String> lacks, List<String> extra) {
        public boolean isSame() {
            return verdict == Verdict.SAME;
        }

        /** The first of them, and how many more there are. */
        public String shown(List<String> elements) {
            String first = elements.stream().limit(SHOWN).collect(Collectors.joining(", "));
            return elements.size() > SHOWN ? first + " …+" + (elements.size() - SHOWN) : first;
        }

        public boolean isKnown() {
            return verdict != Verdict.UNKNOWN;
        }
    }

    /**
     * @param most what most hosts have
     * @param having how many have exactly that
     * @param known of how many it is known
     */
    public record Row(String key, Reading most, int having, int known, List<Cell> cells) {
        public boolean isEqual() {
            return having == cells.size();
        }
    }

    private Homogeneity(List<Column> columns, List<Row> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /** In a wide matrix the odd hosts come first, where they are seen without scrolling. */
    static Homogeneity of(List<Host> hosts, Map<UUID, HostLook> looks) {
        Homogeneity asNamed = inOrder(hosts, looks);
        return asNamed.isWide()
                ? inOrder(asNamed.getOddFirst().stream().map(Column::host).toList(), looks)
                : asNamed;
    }

    private static Homogeneity inOrder(List<Host> hosts, Map<UUID, HostLook> looks) {
        List<Column> columns = new ArrayList<>();
        List<Map<String, Reading>> portraits = new ArrayList<>();
        for (Host host : hosts) {
            Optional<HostLook> look = Optional.ofNullable(looks.get(host.id()));
            columns.add(new Column(host, look.map(HostLook::at)));
            portraits.add(look.map(seen -> Portrait.of(host.hypervisor(), seen.facts()).stream()
                            .filter(Portrait::isCommon)
                            .collect(Collectors.toMap(
                                    Reading::key, Function.identity(), (one, other) -> one, LinkedHashMap::new)))
                    .orElseGet(LinkedHashMap::new));
        }
        Set<String> keys = new LinkedHashSet<>();
        portraits.forEach(portrait -> keys.addAll(portrait.keySet()));
        return new Homogeneity(
                columns, keys.stream().map(key -> row(key, portraits)).toList());
    }

    private static Row row(String key, List<Map<String, Reading>> portraits) {
        Map<Reading, Integer> counts = new LinkedHashMap<>();
        portraits.stream()
                .filter(portrait -> portrait.containsKey(key))
                .forEach(portrait -> counts.merge(portrait.get(key), 1, Integer::sum));
        // Of equally many the first host's: so two hosts have one measure in all rows.
        int having = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        Reading most = counts.entrySet().stream()
                .filter(entry -> entry.getValue() == having)
                .findFirst()
                .orElseThrow()
                .getKey();
        List<Cell> cells = portraits.stream()
                .map(portrait -> cell(Optional.ofNullable(portrait.get(key)), most))
                .toList();
        int known = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new Row(key, most, having, known, cells);
    }

    private static Cell cell(Optional<Reading> reading, Reading most) {
        if (reading.isEmpty()) {
            return new Cell(Verdict.UNKNOWN, "?", List.of(), List.of());
        }
        Reading own = reading.get();
        if (own.equals(most)) {
            return new Cell(Verdict.SAME, "=", List.of(), List.of());
        }
        if (!own.set()) {
            return new Cell(Verdict.DIFFERENT, own.text(), List.of(), List.of());
        }
        return new Cell(Verdict.DIFFERENT, "", without(most, own), without(own, most));
    }

    private static List<String> without(Reading some, Reading others) {
        return some.elements().stream()
                .filter(element -> !others.elements().contains(element))
                .toList();
    }

    public List<Column> getColumns() {
        return columns;
    }

    /** What is not the same everywhere, or not known of every host. */
    public List<Row> getDifferences() {
        return rows.stream().filter(row -> !row.isEqual()).toList();
    }

    public List<Row> getEqual() {
        return rows.stream().filter(Row::isEqual).toList();
    }

    public int getSeen() {
        return (int) columns.stream().filter(column -> column.at().isPresent()).count();
    }

    /** Whether the names of the hosts have to stand upright. */
    public boolean isWide() {
        return columns.size() > 8;
    }

    /** A host's column: each difference with its own cell. */
    public List<Map.Entry<Row, Cell>> against(UUID host) {
        int at = columns.stream().map(column -> column.host().id()).toList().indexOf(host);
        return at < 0
                ? List.of()
                : getDifferences().stream()
                        .map(row -> Map.entry(row, row.cells().get(at)))
                        .toList();
    }

    /** The hosts that are not like most, then the others. */
    public List<Column> getOddFirst() {
        return columns.stream()
                .sorted(Comparator.comparing(column -> -oddness(column.host().id())))
                .toList();
    }

    /** In how many facts the host is not like most. */
    public long oddness(UUID host) {
        return against(host).stream().filter(each -> !each.getValue().isSame()).count();
    }
}
