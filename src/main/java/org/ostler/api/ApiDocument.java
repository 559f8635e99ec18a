package org.ostler.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The OpenAPI document: every call with its parameters, bodies and problems, made from the resources themselves. */
final class ApiDocument {
    private static final Map<Integer, String> PROBLEMS = new TreeMap<>(Map.of(
            400, "The request cannot be understood; the problem says what is wrong with it.",
            401, "Nobody is signed in, or what was sent is not accepted.",
            403, "The person's roles do not allow it, or a second person is needed.",
            404, "What the request names does not exist.",
            406, "Only what is described here is given.",
            409, "The present state does not allow it; the problem says what does.",
            413, "The body is too long.",
            415, "The body is of a kind or encoding that is not read.",
            429, "Too many sign-ins were refused; Retry-After says how long to wait."));

    private static final Map<String, String> PATH_PARAMETERS = Map.of(
            "id", "Id or, where there is one, number.",
            "name", "Name, as it was given.",
            "host", "Name or id of a host or management server.",
            "step", "Id of a planned step.");

    private final ApiSchemas schemas = new ApiSchemas();
    private final Set<String> names = new TreeSet<>();

    static ObjectNode make() {
        return new ApiDocument().document();
    }

    private ObjectNode document() {
        OpenAPIDefinition said = OstlerApi.class.getAnnotation(OpenAPIDefinition.class);
        ObjectNode document = ApiSchemas.node().put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", said.info().title())
                .put("version", said.info().version())
                .put("description", said.info().description());
        document.putArray("servers").addObject().put("url", "/");
        ArrayNode ways = document.putArray("security");
        ways.addObject().putArray("basic");
        ways.addObject().putArray("token");
        Map<String, Map<String, ObjectNode>> paths = paths();
        paths.forEach((path, calls) -> {
            ObjectNode at = document.withObject("/paths").putObject(path);
            calls.forEach(at::set);
        });
        document.set("components", components());
        return document;
    }

    private Map<String, Map<String, ObjectNode>> paths() {
        Map<ApiCall, ObjectNode> bodies = new java.util.HashMap<>();
        List<ApiCall> calls = ApiCall.all();
        calls.forEach(
                call -> call.body().ifPresent(body -> bodies.put(call, schemas.incoming(body.getParameterizedType()))));
        Map<String, Map<String, ObjectNode>> paths = new TreeMap<>();
        for (ApiCall call : calls) {
            paths.computeIfAbsent(call.path(), path -> new TreeMap<>())
                    .put(call.verb().toLowerCase(Locale.ROOT), operation(call, Optional.ofNullable(bodies.get(call))));
        }
        return paths;
    }

    private ObjectNode operation(ApiCall call, Optional<ObjectNode> body) {
        ObjectNode operation = ApiSchemas.node();
        operation.putArray("tags").add(call.path().split("/", 4)[2]);
        call.said(Operation.class).ifPresent(said -> {
            operation.put("summary", said.summary());
            if (!said.description().isEmpty()) {
                operation.put("description", said.description());
            }
        });
        operation.put("operationId", name(call));
        ArrayNode parameters = operation.putArray("parameters");
        call.pathParameters().forEach(name -> parameters
                .addObject()
                .put("name", name)
                .put("in", "path")
                .put("required", true)
                .put("description", PATH_PARAMETERS.get(name))
                .set("schema", ApiSchemas.kind("string")));
        call.queries().forEach(query -> parameters.add(query(query)));
        body.ifPresent(schema -> operation
                .putObject("requestBody")
                .put("required", call.body().orElseThrow().getAnnotation(RequestBody.class) == null)
                .putObject("content")
                .putObject(MediaType.APPLICATION_JSON)
                .set("schema", schema));
        ObjectNode responses = operation.putObject("responses");
        success(call, responses);
        problems(call).forEach(status -> responses
                .putObject(Integer.toString(status))
                .put("$ref", "#/components/responses/Problem" + status));
        return operation;
    }

    /** The method's name and what it is about: {@code getRuns}, {@code confirmStep}. */
    private String name(ApiCall call) {
        String of = call.code().getDeclaringClass().getSimpleName().replace("Resource", "");
        String name = call.code().getName();
        String unique = names.add(name) ? name : name + of;
        if (!unique.equals(name) && !names.add(unique)) {
            throw new IllegalStateException("two calls are called " + unique);
        }
        return unique;
    }

    private static ObjectNode query(ApiCall.Query query) {
        ObjectNode parameter =
                ApiSchemas.node().put("name", query.name()).put("in", "query").put("required", false);
        Parameter said = query.declared().getAnnotation(Parameter.class);
        if (said == null) {
            throw new IllegalStateException("the parameter " + query.name() + " is not described");
        }
        parameter.put("description", said.description());
        Schema form = said.schema();
        ObjectNode schema =
                parameter.putObject("schema").put("type", form.type().toString());
        if (!form.format().isEmpty()) {
            schema.put("format", form.format());
        }
        if (!form.minimum().isEmpty()) {
            schema.put("minimum", Long.parseLong(form.minimum()));
        }
        if (!form.maximum().isEmpty()) {
            schema.put("maximum", Long.parseLong(form.maximum()));
        }
        if (form.enumeration().length > 0) {
            Arrays.stream(form.enumeration()).forEach(schema.putArray("enum")::add);
        }
        return parameter;
    }

    private void success(ApiCall call, ObjectNode responses) {
        Class<?> given = call.code().getReturnType();
        APIResponseSchema said = call.code().getAnnotation(APIResponseSchema.class);
        if (said != null) {
            json(responses.putObject(said.responseCode()).put("description", said.responseDescription()))
                    .set("schema", schemas.of(said.value()));
        } else if (given == void.class) {
            responses.putObject("204").put("description", "It is done.");
        } else if (given == Response.class) {
            ObjectNode content =
                    responses.putObject("200").put("description", "A file.").putObject("content");
            Arrays.stream(call.code().getAnnotation(Produces.class).value())
                    .forEach(kind -> content.putObject(kind).putObject("schema"));
        } else {
            json(responses.putObject("200").put("description", "As it is now."))
                    .set("schema", schemas.of(call.code().getGenericReturnType()));
        }
    }

    private static ObjectNode json(ObjectNode response) {
        return response.putObject("content").putObject(MediaType.APPLICATION_JSON);
    }

    private static Set<Integer> problems(ApiCall call) {
        Set<Integer> possible = new TreeSet<>(Set.of(400, 401, 403, 406, 429));
        if (!call.pathParameters().isEmpty()
                || !call.queries().isEmpty()
                || call.body().isPresent()) {
            possible.add(404);
        }
        if (!call.isReading()) {
            possible.add(409);
        }
        if (call.body().isPresent()) {
            possible.addAll(Set.of(413, 415));
        }
        return possible;
    }

    private ObjectNode components() {
        ObjectNode components = ApiSchemas.node();
        ObjectNode responses = components.putObject("responses");
        ObjectNode problem = schemas.of(Problem.class);
        PROBLEMS.forEach((status, when) -> responses
                .putObject("Problem" + status)
                .put("description", when)
                .putObject("content")
                .putObject(Problem.TYPE)
                .set("schema", problem));
        schemas.named().forEach(components.putObject("schemas")::set);
        ObjectNode ways = components.putObject("securitySchemes");
        ways.putObject("basic").put("type", "http").put("scheme", "basic");
        ways.putObject("token").put("type", "http").put("scheme", "bearer");
        return components;
    }
}
