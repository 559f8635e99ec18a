package org.ostler.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.ostler.platform.Json;

/**
 * Types as the OpenAPI document describes them, found the way the JSON mapper finds them. The server's own description
 * knows neither {@code Optional} nor identifiers and times, and takes types of one name for one type.
 */
final class ApiSchemas {
    private static final String REF = "#/components/schemas/";

    private final Map<String, JavaType> types = new LinkedHashMap<>();
    private final Map<String, ObjectNode> schemas = new TreeMap<>();
    private boolean comesIn;

    /** Of a body that is sent to us; asked for before those that go out, which may hold the same types. */
    ObjectNode incoming(Type type) {
        comesIn = true;
        try {
            return of(type);
        } finally {
            comesIn = false;
        }
    }

    /** @return the schema, or a reference to it */
    ObjectNode of(Type type) {
        return of(ApiJson.type(type));
    }

    /** All that were referred to, by name. */
    Map<String, ObjectNode> named() {
        return schemas;
    }

    private ObjectNode of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == Optional.class) {
            return of(type.getReferencedType());
        } else if (raw == Object.class) {
            return node();
        } else if (type.isMapLikeType()) {
            ObjectNode map = kind("object");
            map.set("additionalProperties", of(type.getContentType()));
            return map;
        } else if (type.isCollectionLikeType()) {
            ObjectNode list = kind("array");
            list.set("items", of(type.getContentType()));
            return list;
        } else if (type.isEnumType()) {
            ObjectNode words = kind("string");
            ArrayNode all = words.putArray("enum");
            Arrays.stream(raw.getEnumConstants()).map(Object::toString).forEach(all::add);
            return words;
        }
        return value(raw).orElseGet(() -> reference(type));
    }

    private static Optional<ObjectNode> value(Class<?> raw) {
        if (raw == String.class) {
            return Optional.of(kind("string"));
        } else if (raw == UUID.class) {
            return Optional.of(kind("string").put("format", "uuid"));
        } else if (raw == Instant.class) {
            return Optional.of(kind("string").put("format", "date-time"));
        } else if (raw == boolean.class || raw == Boolean.class) {
            return Optional.of(kind("boolean"));
        } else if (raw == int.class || raw == Integer.class) {
            return Optional.of(kind("integer").put("format", "int32"));
        } else if (raw == long.class || raw == Long.class) {
            return Optional.of(kind("integer").put("format", "int64"));
        }
        return Optional.empty();
    }

    private ObjectNode reference(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (!raw.isRecord()) {
            throw new IllegalStateException("no schema for " + type);
        }
        String name = name(raw);
        JavaType known = types.putIfAbsent(name, type);
        if (known == null) {
            schemas.put(name, node());
            schemas.put(name, record(type));
        } else if (!known.equals(type)) {
            throw new IllegalStateException(name + " names " + known + " and " + type);
        }
        return node().put("$ref", REF + name);
    }

    /** Nested types carry their outer type's name. */
    private static String name(Class<?> raw) {
        Class<?> outer = raw.getEnclosingClass();
        return outer == null
                ? raw.getSimpleName().replaceFirst("Resource$", "")
                : name(outer) + "." + raw.getSimpleName();
    }

    private ObjectNode record(JavaType type) {
        ObjectNode record = kind("object");
        ObjectNode properties = record.putObject("properties");
        ArrayNode required = node().arrayNode();
        add(type, properties, required);
        if (!required.isEmpty()) {
            record.set("required", required);
        }
        return record;
    }

    private void add(JavaType type, ObjectNode properties, ArrayNode required) {
        BeanDescription described = ApiJson.described(type);
        for (BeanPropertyDefinition property : described.findProperties()) {
            AnnotatedMember read = property.getAccessor();
            if (read == null) {
                continue;
            }
            if (read.hasAnnotation(JsonUnwrapped.class)) {
                add(read.getType(), properties, required);
                continue;
            }
            Optional<Schema> said = said(type.getRawClass(), property.getInternalName());
            ObjectNode schema = of(read.getType());
            said.map(Schema::description).filter(text -> !text.isEmpty()).ifPresent(text -> describe(schema, text));
            properties.set(property.getName(), schema);
            if (property.isRequired() || said.map(Schema::required).orElse(false) || isAlwaysThere(read)) {
                required.add(property.getName());
            }
        }
    }

    /** A reference may have nothing beside it. */
    private static void describe(ObjectNode schema, String text) {
        if (!schema.has("$ref")) {
            schema.put("description", text);
        }
    }

    /** Of what goes out: what is no Optional. What comes in says itself what it needs. */
    private boolean isAlwaysThere(AnnotatedMember read) {
        return !comesIn && read.getRawType() != Optional.class;
    }

    private static Optional<Schema> said(Class<?> record, String component) {
        return Arrays.stream(record.getRecordComponents())
                .filter(one -> one.getName().equals(component))
                .map(RecordComponent::getAccessor)
                .flatMap(accessor -> Optional.ofNullable(accessor.getAnnotation(Schema.class)).stream())
                .findFirst();
    }

    static ObjectNode kind(String type) {
        return node().put("type", type);
    }

    static ObjectNode node() {
        return Json.mapper().createObjectNode();
    }
}
