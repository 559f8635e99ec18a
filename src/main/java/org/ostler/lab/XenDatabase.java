package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/** xapi's database of one pool, in the order in which things were made. */
final class XenDatabase {
    private Random random;
    private final Map<String, Map<String, XenObject>> tables = new LinkedHashMap<>();

    XenDatabase(Random random) {
        this.random = random;
    }

    synchronized XenObject create(String type) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        XenObject made = new XenObject(type, UUID.nameUUIDFromBytes(bytes).toString());
        table(type).put(made.uuid(), made);
        return made;
    }

    synchronized void remove(XenObject object) {
        table(object.type()).remove(object.uuid());
    }

    synchronized Optional<XenObject> find(String type, String uuid) {
        return Optional.ofNullable(table(type).get(uuid));
    }

    /** For references that are never null here. */
    XenObject get(String type, String uuid) {
        return find(type, uuid).orElseThrow(() -> new IllegalStateException("no " + type + " " + uuid));
    }

    synchronized List<XenObject> all(String type) {
        return new ArrayList<>(table(type).values());
    }

    List<XenObject> all(String type, Predicate<XenObject> wanted) {
        return all(type).stream().filter(wanted).toList();
    }

    /** All that refer to this one by a field. */
    List<XenObject> of(String type, String field, XenObject referred) {
        return all(type, object -> object.get(field).equals(referred.uuid()));
    }

    Optional<XenObject> named(String type, String name) {
        return all(type).stream()
                .filter(object -> object.get("name-label").equals(name))
                .findFirst();
    }

    String nameOf(String type, String uuid) {
        return find(type, uuid).map(object -> object.get("name-label")).orElse("");
    }

    synchronized ObjectNode save() {
        ObjectNode saved = LabJson.object();
        tables.forEach((type, rows) -> {
            ObjectNode table = saved.putObject(type);
            rows.forEach((uuid, object) -> table.set(uuid, object.save()));
        });
        return saved;
    }

    synchronized void restore(JsonNode saved) {
        tables.clear();
        // The same numbers again would give a new object the uuid of one that was made before the restart.
        random = new Random();
        saved.properties().forEach(table -> table.getValue().properties().forEach(row -> table(table.getKey())
                .put(row.getKey(), XenObject.of(table.getKey(), row.getKey(), row.getValue()))));
    }

    private Map<String, XenObject> table(String type) {
        return tables.computeIfAbsent(type, key -> new LinkedHashMap<>());
    }
}
