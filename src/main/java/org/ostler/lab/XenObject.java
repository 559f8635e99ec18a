package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A row of xapi's database: plain values, sets and maps by field name; references are uuids, empty for null. */
final class XenObject {
    private final String type;
    private final String uuid;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Set<String>> sets = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> maps = new LinkedHashMap<>();

    XenObject(String type, String uuid) {
        this.type = type;
        this.uuid = uuid;
    }

    String type() {
        return type;
    }

    String uuid() {
        return uuid;
    }

    synchronized String get(String field) {
        return values.getOrDefault(field, "");
    }

    boolean is(String field) {
        return get(field).equals("true");
    }

    long number(String field) {
        return get(field).isEmpty() ? 0 : Long.parseLong(get(field));
    }

    synchronized XenObject with(String field, Object value) {
        values.put(field, value.toString());
        return this;
    }

    synchronized Set<String> set(String field) {
        return sets.computeIfAbsent(field, key -> new TreeSet<>());
    }

    synchronized Map<String, String> map(String field) {
        return maps.computeIfAbsent(field, key -> new TreeMap<>());
    }

    synchronized boolean hasMap(String field) {
        return maps.containsKey(field);
    }

    synchronized void dropMap(String field) {
        maps.remove(field);
    }

    synchronized ObjectNode save() {
        ObjectNode saved = LabJson.object();
        ObjectNode plain = saved.putObject("values");
        values.forEach(plain::put);
        ObjectNode collected = saved.putObject("sets");
        sets.forEach((field, members) -> members.forEach(collected.putArray(field)::add));
        ObjectNode mapped = saved.putObject("maps");
        maps.forEach((field, entries) -> entries.forEach(mapped.putObject(field)::put));
        return saved;
    }

    static XenObject of(String type, String uuid, JsonNode saved) {
        XenObject object = new XenObject(type, uuid);
        saved.path("values")
                .properties()
                .forEach(field -> object.with(field.getKey(), field.getValue().asText()));
        saved.path("sets").properties().forEach(field -> {
            Set<String> members = object.set(field.getKey());
            field.getValue().forEach(member -> members.add(member.asText()));
        });
        saved.path("maps").properties().forEach(field -> {
            Map<String, String> entries = object.map(field.getKey());
            field.getValue()
                    .properties()
                    .forEach(entry ->
                            entries.put(entry.getKey(), entry.getValue().asText()));
        });
        return object;
    }
}
