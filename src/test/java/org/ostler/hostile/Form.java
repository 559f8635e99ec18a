package org.ostler.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A body as the OpenAPI document describes it, filled in; and that body with one place spoilt. */
final class Form {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Stands where something else is to stand. */
    private static final String HERE = "the place";

    private final JsonNode document;
    private final JsonNode schema;

    Form(JsonNode document, JsonNode schema) {
        this.document = document;
        this.schema = schema;
    }

    /**
     * One value of the body.
     *
     * @param at JSON pointer
     * @param kind as values.txt calls it
     */
    record Place(String at, String kind) {}

    /** The whole body, every field given. */
    ObjectNode filled() {
        return (ObjectNode) filled(schema);
    }

    List<Place> places() {
        List<Place> places = new ArrayList<>();
        places("", schema, places);
        return places;
    }

    /** JSON pointers of what must not be left out. */
    List<String> required() {
        List<String> required = new ArrayList<>();
        required("", schema, required);
        return required;
    }

    String with(Place place, String value) {
        ObjectNode body = filled();
        put(body, place.at(), HERE);
        return body.toString().replace('"' + HERE + '"', value);
    }

    String without(String pointer) {
        ObjectNode body = filled();
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
        return body.toString();
    }

    /** With a text in every place that takes any. */
    String withText(String text) {
        ObjectNode body = filled();
        for (Place place : places()) {
            if (place.kind().equals("string")) {
                put(body, place.at(), text);
            }
        }
        return body.toString();
    }

    private static void put(ObjectNode body, String pointer, String text) {
        int slash = pointer.lastIndexOf('/');
        String name = pointer.substring(slash + 1);
        JsonNode around = body.at(pointer.substring(0, slash));
        if (around instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), text);
        } else {
            ((ObjectNode) around).put(name, text);
        }
    }

    private JsonNode resolved(JsonNode given) {
        return given.has("$ref") ? document.at(given.path("$ref").asText().substring(1)) : given;
    }

    private static String kind(JsonNode schema) {
        if (schema.has("enum")) {
            return "enum";
        } else if (schema.has("additionalProperties")) {
            return "map";
        }
        return schema.path("format").asText().equals("uuid")
                ? "uuid"
                : schema.path("type").asText("anything");
    }

    private void places(String at, JsonNode given, List<Place> places) {
        JsonNode one = resolved(given);
        if (!at.isEmpty()) {
            places.add(new Place(at, kind(one)));
        }
        one.path("properties").properties().forEach(part -> places(at + "/" + part.getKey(), part.getValue(), places));
        if (one.has("items")) {
            places(at + "/0", one.path("items"), places);
        }
        if (one.has("additionalProperties")) {
            places(at + "/key", one.path("additionalProperties"), places);
        }
    }

    private void required(String at, JsonNode given, List<String> required) {
        JsonNode one = resolved(given);
        one.path("required").forEach(name -> required.add(at + "/" + name.asText()));
        one.path("properties")
                .properties()
                .forEach(part -> required(at + "/" + part.getKey(), part.getValue(), required));
        if (one.has("items")) {
            required(at + "/0", one.path("items"), required);
        }
    }

    private JsonNode filled(JsonNode given) {
        JsonNode one = resolved(given);
        return switch (kind(one)) {
            case "object" -> {
                ObjectNode all = JSON.createObjectNode();
                one.path("properties").properties().forEach(part -> all.set(part.getKey(), filled(part.getValue())));
                yield all;
            }
            case "map" -> JSON.createObjectNode().set("key", filled(one.path("additionalProperties")));
            case "array" -> JSON.createArrayNode().add(filled(one.path("items")));
            case "enum" -> one.path("enum").path(0);
            case "uuid" -> JSON.getNodeFactory().textNode("00000000-0000-0000-0000-000000000000");
            case "integer" -> JSON.getNodeFactory().numberNode(4711);
            case "boolean" -> JSON.getNodeFactory().booleanNode(false);
            default -> JSON.getNodeFactory().textNode("none-of-ours");
        };
    }
}
