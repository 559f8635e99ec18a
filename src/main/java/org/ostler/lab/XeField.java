package org.ostler.lab;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A field of a record as xe shows it.
 *
 * @param setter what param-set does; empty for a field that is read only
 */
record XeField(
        String name,
        Shape shape,
        boolean writable,
        Function<XenObject, Optional<Object>> value,
        Optional<BiConsumer<XenObject, String>> setter,
        XenVersion since) {
    enum Shape {
        PLAIN,
        SET,
        MAP
    }

    static final String NULL = "<not in database>";

    static XeField plain(String name, Function<XenObject, String> value) {
        return new XeField(
                name,
                Shape.PLAIN,
                false,
                object -> Optional.of(value.apply(object)),
                Optional.empty(),
                XenVersion.V5_6_SP2);
    }

    /** A column of the same name. */
    static XeField plain(String name) {
        return plain(name, object -> object.get(name));
    }

    static XeField set(String name, Function<XenObject, Collection<String>> value) {
        return new XeField(
                name,
                Shape.SET,
                false,
                object -> Optional.of(value.apply(object)),
                Optional.empty(),
                XenVersion.V5_6_SP2);
    }

    static XeField set(String name) {
        return set(name, object -> object.set(name));
    }

    static XeField map(String name) {
        return new XeField(
                name, Shape.MAP, false, object -> Optional.of(object.map(name)), Optional.empty(), XenVersion.V5_6_SP2);
    }

    /** A map that the guest reports, or not. */
    static XeField reported(String name) {
        return new XeField(
                name,
                Shape.MAP,
                false,
                object -> object.hasMap(name) ? Optional.of(object.map(name)) : Optional.empty(),
                Optional.empty(),
                XenVersion.V5_6_SP2);
    }

    XeField rw() {
        return new XeField(name, shape, true, value, Optional.of((object, text) -> object.with(name, text)), since);
    }

    XeField since(XenVersion version) {
        return new XeField(name, shape, writable, value, setter, version);
    }

    String label() {
        String access = writable ? "RW" : "RO";
        return name
                + switch (shape) {
                    case PLAIN -> " ( " + access + ")";
                    case SET -> " (S" + access + ")";
                    case MAP -> " (M" + access + ")";
                };
    }

    String text(XenObject object) {
        Optional<Object> found = value.apply(object);
        if (found.isEmpty()) {
            return NULL;
        }
        return switch (shape) {
            case PLAIN -> found.get().toString();
            case SET -> String.join("; ", members(object));
            case MAP ->
                entries(object).entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; "));
        };
    }

    Collection<String> members(XenObject object) {
        return value.apply(object).orElseThrow() instanceof Collection<?> all
                ? all.stream().map(Object::toString).toList()
                : List.of();
    }

    Map<String, String> entries(XenObject object) {
        return value.apply(object).orElse(Map.of()) instanceof Map<?, ?> all
                ? all.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().toString(),
                                entry -> entry.getValue().toString(),
                                (first, second) -> second,
                                TreeMap::new))
                : Map.of();
    }
}
