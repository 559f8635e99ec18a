package org.ostler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The OpenAPI document by the rules of OpenAPI 3.0.3; whether it tells the truth, the running server says. */
class ApiDocumentTest {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean", "array", "object");

    private final JsonNode document = ApiDocument.make();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void hasNothingThatTheSpecificationDoesNotKnow() {
        keys("document", document, Set.of("openapi", "info", "servers", "security", "paths", "components"));
        keys("info", document.path("info"), Set.of("title", "version", "description"));
        keys("components", document.path("components"), Set.of("schemas", "responses", "securitySchemes"));
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(call -> call(path.getKey(), call.getKey(), call.getValue())));
        document.at("/components/schemas").properties().forEach(named -> {
            if (!named.getKey().matches("[A-Za-z0-9._-]+")) {
                wrong.add("schema " + named.getKey());
            }
            schema(named.getKey(), named.getValue());
        });
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void leavesNoResourceOut() {
        Set<String> written = new TreeSet<>();
        for (JavaClass one : new ClassFileImporter().importPackages("org.ostler.api")) {
            if (one.isAnnotatedWith(Path.class)) {
                written.add(one.getSimpleName());
            }
        }
        Set<String> served = new TreeSet<>();
        OstlerApi.RESOURCES.forEach(one -> served.add(one.getSimpleName()));
        assertEquals(written, served);
    }

    @Test
    void refersOnlyToWhatIsThere() {
        for (JsonNode reference : document.findValues("$ref")) {
            String at = reference.asText().substring(1);
            assertFalse(document.at(at).isMissingNode(), at);
        }
    }

    @Test
    void givesEveryCallItsOwnName() {
        List<String> ids = new ArrayList<>();
        document.findValues("operationId").forEach(id -> ids.add(id.asText()));
        assertEquals(new HashSet<>(ids).size(), ids.size(), ids.toString());
    }

    @Test
    void tellsTypesOfOneNameApart() {
        assertTrue(document.at("/components/schemas/RunView.StepView/properties/attempts")
                .isObject());
        assertTrue(document.at("/components/schemas/PlanView.StepView/properties/commands")
                .isObject());
        assertEquals(
                "uuid",
                document.at("/components/schemas/RunView/properties/cluster/format")
                        .asText());
        assertFalse(
                document.at("/components/schemas/RunView/required").toString().contains("\"cluster\""));
        assertTrue(
                document.at("/components/schemas/RunView/required").toString().contains("\"startedAt\""));
    }

    private void call(String path, String verb, JsonNode call) {
        String name = verb + " " + path;
        keys(
                name,
                call,
                Set.of("tags", "summary", "description", "operationId", "parameters", "requestBody", "responses"));
        Set<String> inPath = new TreeSet<>();
        for (JsonNode parameter : call.path("parameters")) {
            keys(name, parameter, Set.of("name", "in", "required", "description", "schema"));
            schema(name, parameter.path("schema"));
            if (parameter.path("in").asText().equals("path")) {
                inPath.add(parameter.path("name").asText());
            }
            if (parameter.path("description").asText().isBlank()) {
                wrong.add(name + " does not describe " + parameter.path("name"));
            }
        }
        Set<String> inTemplate = new TreeSet<>();
        Pattern.compile("\\{(.*?)}").matcher(path).results().forEach(found -> inTemplate.add(found.group(1)));
        boolean succeeds = call.at("/responses/200").isObject()
                || call.at("/responses/201").isObject()
                || call.at("/responses/204").isObject();
        if (!VERBS.contains(verb)
                || !inPath.equals(inTemplate)
                || !succeeds
                || call.path("summary").asText().isBlank()) {
            wrong.add(name + ": " + call);
        }
    }

    private void schema(String name, JsonNode schema) {
        if (schema.has("$ref")) {
            keys(name, schema, Set.of("$ref"));
            return;
        }
        keys(
                name,
                schema,
                Set.of(
                        "type",
                        "format",
                        "enum",
                        "items",
                        "properties",
                        "required",
                        "additionalProperties",
                        "description",
                        "minimum",
                        "maximum"));
        String type = schema.path("type").asText();
        if ((!schema.isEmpty() && !TYPES.contains(type)) || type.equals("array") != schema.has("items")) {
            wrong.add(name + ": " + schema);
        }
        schema.path("required").forEach(required -> {
            if (!schema.path("properties").has(required.asText())) {
                wrong.add(name + " requires " + required);
            }
        });
        schema.path("properties").forEach(property -> schema(name, property));
        for (String inner : List.of("items", "additionalProperties")) {
            if (schema.path(inner).isObject()) {
                schema(name, schema.path(inner));
            }
        }
    }

    private void keys(String name, JsonNode node, Set<String> known) {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                wrong.add(name + " has " + key);
            }
        });
    }
}
