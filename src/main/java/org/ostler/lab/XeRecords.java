package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands that every class of records has: list and the params. */
final class XeRecords {
    private final XeClasses classes;

    XeRecords(XeClasses classes) {
        this.classes = classes;
    }

    void addTo(Map<String, XeCall.Form> forms) {
        for (XeClass one : classes.all()) {
            String word = one.word();
            forms.put(word + "-list", form("", "params", "Lists all the " + word + "s", call -> list(call, one)));
            forms.put(
                    word + "-param-list",
                    form("uuid", "", "List all parameters of the " + word, call -> paramList(call, one)));
            forms.put(
                    word + "-param-get",
                    form(
                            "uuid param-name",
                            "param-key",
                            "Get a parameter of the " + word,
                            call -> paramGet(call, one)));
            forms.put(
                    word + "-param-set",
                    form("uuid", "", "Set parameters of the " + word, call -> paramSet(call, one)));
            forms.put(
                    word + "-param-add",
                    form("uuid param-name", "param-key", "Add to a set or map parameter", call -> paramAdd(call, one)));
            forms.put(
                    word + "-param-remove",
                    form("uuid param-name param-key", "", "Remove from a set or map", call -> paramRemove(call, one)));
            forms.put(
                    word + "-param-clear",
                    form("uuid param-name", "", "Clear a parameter", call -> paramClear(call, one)));
        }
    }

    static XeCall.Form form(String required, String optional, String description, XeCall.Command command) {
        return new XeCall.Form(required, optional, description, command);
    }

    private void list(XeCall call, XeClass one) throws XeError, IOException {
        Map<String, String> filters = call.arguments().filters(Set.of());
        List<XenObject> found = select(call.pool(), one, filters);
        call.printer().records(rows(call, one, found, one.shown()));
    }

    /** Records that pass all filters, in the order of the filters, as an unknown field counts only for survivors. */
    static List<XenObject> select(XenPool pool, XeClass one, Map<String, String> filters) throws XeError {
        boolean templatesAsked = filters.containsKey("is-a-template");
        List<XenObject> found = new ArrayList<>(pool.database().all(one.table()));
        if (!templatesAsked) {
            found.removeIf(object -> !one.listed().test(object));
        }
        for (Map.Entry<String, String> filter : filters.entrySet()) {
            List<XenObject> survivors = new ArrayList<>();
            for (XenObject object : found) {
                if (passes(pool, one, object, filter.getKey(), filter.getValue())) {
                    survivors.add(object);
                }
            }
            found = survivors;
        }
        return found;
    }

    private static boolean passes(XenPool pool, XeClass one, XenObject object, String name, String wanted)
            throws XeError {
        int colon = name.indexOf(':');
        String fieldName = colon < 0 ? name : name.substring(0, colon);
        Optional<XeField> field = visible(pool, one).stream()
                .filter(candidate -> candidate.name().equals(fieldName))
                .findFirst();
        if (field.isEmpty()) {
            // The form of old releases: other-config-key=value.
            for (XeField map : visible(pool, one)) {
                if (map.shape() == XeField.Shape.MAP && name.startsWith(map.name() + "-")) {
                    return wanted.equals(
                            map.entries(object).get(name.substring(map.name().length() + 1)));
                }
            }
            throw XeError.said("Unknown field '" + fieldName + "'");
        }
        if (colon < 0) {
            return field.get().text(object).equalsIgnoreCase(wanted)
                    && (field.get().name().equals("MAC")
                            || field.get().text(object).equals(wanted));
        }
        String key = name.substring(colon + 1);
        return switch (field.get().shape()) {
            case MAP -> wanted.equals(field.get().entries(object).get(key));
            case SET -> key.equals("contains") && field.get().members(object).contains(wanted);
            case PLAIN -> false;
        };
    }

    /** The fields that the pool's present release has. */
    static List<XeField> visible(XenPool pool, XeClass one) {
        XenVersion version = pool.coordinator().version();
        return one.fields().stream()
                .filter(field -> !version.isOlderThan(field.since()))
                .toList();
    }

    static List<XePrinter.Row> rows(XeCall call, XeClass one, List<XenObject> objects, Set<String> standard) {
        Optional<String> asked = call.arguments().get("params");
        boolean all = asked.map("all"::equals).orElse(false);
        Set<String> wanted = asked.map(names -> Set.copyOf(Arrays.asList(names.split(",", -1))))
                .orElse(standard);
        List<XeField> fields = visible(call.pool(), one).stream()
                .filter(field -> all || wanted.contains(field.name()))
                .toList();
        return objects.stream().map(object -> row(fields, object)).toList();
    }

    static XePrinter.Row row(List<XeField> fields, XenObject object) {
        return new XePrinter.Row(
                fields.stream().map(XeField::label).toList(),
                fields.stream().map(field -> field.text(object)).toList());
    }

    private static void paramList(XeCall call, XeClass one) throws XeError, IOException {
        call.printer().records(List.of(row(visible(call.pool(), one), call.byUuid(one.table()))));
    }

    private static void paramGet(XeCall call, XeClass one) throws XeError, IOException {
        XenObject object = call.byUuid(one.table());
        XeField field = field(call, one, call.arguments().required("param-name"));
        Optional<String> key = call.arguments().get("param-key");
        if (key.isPresent() && field.shape() == XeField.Shape.MAP) {
            String value = field.entries(object).get(key.get());
            if (value == null) {
                throw XeError.said("Key " + key.get() + " not found in map");
            }
            call.printer().line(value);
        } else {
            call.printer().line(field.text(object));
        }
    }

    private static void paramSet(XeCall call, XeClass one) throws XeError {
        XenObject object = call.byUuid(one.table());
        Map<String, String> wanted = new LinkedHashMap<>(call.arguments().filters(Set.of("uuid")));
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            int colon = entry.getKey().indexOf(':');
            String name = colon < 0 ? entry.getKey() : entry.getKey().substring(0, colon);
            XeField field = field(call, one, name);
            if (!field.writable()) {
                throw XeError.said("Field '" + name + "' is read-only.");
            }
            if (colon >= 0) {
                object.map(name).put(entry.getKey().substring(colon + 1), entry.getValue());
            } else {
                field.setter().ifPresent(setter -> setter.accept(object, entry.getValue()));
            }
        }
        call.pool().changed();
    }

    private static void paramAdd(XeCall call, XeClass one) throws XeError {
        XenObject object = call.byUuid(one.table());
        XeField field = writable(call, one);
        if (field.shape() == XeField.Shape.SET) {
            object.set(field.name()).add(call.arguments().required("param-key"));
        } else if (field.shape() == XeField.Shape.MAP) {
            object.map(field.name()).putAll(call.arguments().filters(Set.of("uuid", "param-name", "param-key")));
        } else {
            throw XeError.said("Cannot add parameters to this field");
        }
        call.pool().changed();
    }

    private static void paramRemove(XeCall call, XeClass one) throws XeError {
        XenObject object = call.byUuid(one.table());
        XeField field = writable(call, one);
        String key = call.arguments().required("param-key");
        boolean gone =
                switch (field.shape()) {
                    case SET -> object.set(field.name()).remove(key);
                    case MAP -> object.map(field.name()).remove(key) != null;
                    case PLAIN -> throw XeError.said("Cannot remove parameters from this field");
                };
        if (!gone && field.shape() == XeField.Shape.MAP) {
            throw XeError.said("Key " + key + " not found in map");
        }
        call.pool().changed();
    }

    private static void paramClear(XeCall call, XeClass one) throws XeError {
        XenObject object = call.byUuid(one.table());
        XeField field = field(call, one, call.arguments().required("param-name"));
        if (!field.writable()) {
            throw XeError.said("Can only clear RW parameters");
        }
        switch (field.shape()) {
            case SET -> object.set(field.name()).clear();
            case MAP -> object.map(field.name()).clear();
            case PLAIN -> object.with(field.name(), "");
        }
        call.pool().changed();
    }

    private static XeField writable(XeCall call, XeClass one) throws XeError {
        XeField field = field(call, one, call.arguments().required("param-name"));
        if (!field.writable()) {
            throw XeError.said("Field '" + field.name() + "' is read-only.");
        }
        return field;
    }

    private static XeField field(XeCall call, XeClass one, String name) throws XeError {
        return visible(call.pool(), one).stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> XeError.said("Unknown field '" + name + "'"));
    }
}
