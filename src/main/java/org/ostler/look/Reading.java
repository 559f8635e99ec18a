package org.ostler.look;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * One line of a host's portrait.
 *
 * @param key stable; pages have a word and a reason for it ({@code trait.KEY}, {@code trait.KEY.why})
 * @param elements one for a plain value; sorted for a set, which may be empty
 * @param set whether the elements are compared one by one
 */
public record Reading(String key, List<String> elements, boolean set) {
    public Reading {
        elements = List.copyOf(elements);
    }

    static Reading of(String key, Object value) {
        // Firmware pads the names of processors.
        return new Reading(
                key, List.of(String.valueOf(value).replaceAll("\\s+", " ").strip()), false);
    }

    static Reading ofSet(String key, Collection<?> values) {
        TreeSet<String> sorted = new TreeSet<>();
        values.forEach(value -> sorted.add(String.valueOf(value)));
        return new Reading(key, List.copyOf(sorted), true);
    }

    public String text() {
        return String.join(", ", elements);
    }
}
