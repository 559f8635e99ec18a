package org.ostler.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.web.PlanReview.Own;
import org.ostler.web.PlanReview.Variant;

/**
 * Brings together changes of one file that differ between hosts in a few lines only, as a host's own name and address
 * do: one of them is shown whole, of each other host the lines that are its own. Nothing is left out by that.
 */
final class OwnLines {
    /** Variants below that are read one by one. */
    private static final int FEW = 3;

    /** More lines of its own, and a host's change is read more easily whole. */
    private static final int MOST_LINES = 8;

    private OwnLines() {}

    /** @param variants of one path, those on most hosts first */
    static List<Variant> together(List<Variant> variants) {
        if (variants.size() <= FEW) {
            return variants;
        }
        Map<List<Object>, List<Variant>> shapes = new LinkedHashMap<>();
        variants.forEach(variant -> shapes.computeIfAbsent(shape(variant.diff()), shape -> new ArrayList<>())
                .add(variant));
        List<Variant> all = new ArrayList<>();
        shapes.values().forEach(alike -> all.addAll(of(alike)));
        return all;
    }

    private static List<Object> shape(DiffView diff) {
        return List.of(
                diff.folded(),
                diff.rows().stream()
                        .map(row -> row.kind() + " " + row.left() + " " + row.right())
                        .toList());
    }

    private static List<Variant> of(List<Variant> alike) {
        Variant first = alike.get(0);
        List<Own> own = new ArrayList<>();
        List<String> hosts = new ArrayList<>(first.hosts());
        List<Variant> apart = new ArrayList<>();
        for (Variant other : alike.subList(1, alike.size())) {
            Optional<List<DiffView.Row>> lines = differing(first.diff(), other.diff());
            if (lines.isPresent()) {
                own.add(new Own(other.shown(), lines.get()));
                hosts.addAll(other.hosts());
            } else {
                apart.add(other);
            }
        }
        apart.add(0, own.isEmpty() ? first : new Variant(first.diff(), hosts, own));
        return apart;
    }

    /** Rows of {@code other} that are not those of {@code first}; empty when they are many, or cannot be seen. */
    private static Optional<List<DiffView.Row>> differing(DiffView first, DiffView other) {
        if (other.folded() > 0) {
            return Optional.empty();
        }
        List<DiffView.Row> lines = new ArrayList<>();
        for (int i = 0; i < other.rows().size(); i++) {
            if (!other.rows().get(i).text().equals(first.rows().get(i).text())) {
                lines.add(other.rows().get(i));
            }
        }
        return lines.isEmpty() || lines.size() > MOST_LINES ? Optional.empty() : Optional.of(lines);
    }
}
