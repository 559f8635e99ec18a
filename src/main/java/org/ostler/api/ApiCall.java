package org.ostler.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One call of the API as its resource declares it. What the OpenAPI document says and what requests are held to come
 * from here, so that neither can know a call or a parameter that the other does not.
 *
 * @param path with the names of its parameters in braces
 * @param body what its body is read as
 */
record ApiCall(String verb, String path, Method code, List<Query> queries, Optional<Parameter> body) {
    private static final Pattern IN_BRACES = Pattern.compile("\\{([a-z]+)}");

    /** @param declared where its annotations are */
    record Query(String name, AnnotatedElement declared) {}

    static List<ApiCall> all() {
        return OstlerApi.RESOURCES.stream().flatMap(ApiCall::of).toList();
    }

    static Stream<ApiCall> of(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(code -> verb(code).stream().map(verb -> of(resource, code, verb)));
    }

    private static ApiCall of(Class<?> resource, Method code, String verb) {
        return new ApiCall(
                verb,
                "/api" + segment(resource.getAnnotation(Path.class)) + segment(code.getAnnotation(Path.class)),
                code,
                queries(code),
                Arrays.stream(code.getParameters())
                        .filter(one -> one.getAnnotations().length == 0 || !isFromTheAddress(one))
                        .findFirst());
    }

    List<String> pathParameters() {
        return IN_BRACES.matcher(path).results().map(found -> found.group(1)).toList();
    }

    boolean isReading() {
        return verb.equals("GET");
    }

    /** What the method says, or else its class. */
    <A extends Annotation> Optional<A> said(Class<A> what) {
        return Optional.ofNullable(code.getAnnotation(what))
                .or(() -> Optional.ofNullable(code.getDeclaringClass().getAnnotation(what)));
    }

    boolean takesAnyBody() {
        return said(Consumes.class)
                .map(kinds -> Arrays.asList(kinds.value()).contains("*/*"))
                .orElse(true);
    }

    private static Optional<String> verb(Method code) {
        return Arrays.stream(code.getAnnotations())
                .flatMap(said -> Stream.ofNullable(said.annotationType().getAnnotation(HttpMethod.class)))
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String segment(Path path) {
        String bare = path == null ? "" : path.value().replaceAll("^/|/$", "");
        return bare.isEmpty() ? "" : "/" + bare;
    }

    private static List<Query> queries(Method code) {
        List<Query> found = new ArrayList<>();
        for (Parameter one : code.getParameters()) {
            query(one).ifPresent(found::add);
            if (one.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(one.getType().getDeclaredFields())
                        .forEach(field -> query(field).ifPresent(found::add));
            }
        }
        return List.copyOf(found);
    }

    private static Optional<Query> query(AnnotatedElement declared) {
        return Optional.ofNullable(declared.getAnnotation(QueryParam.class))
                .map(said -> new Query(said.value(), declared));
    }

    private static boolean isFromTheAddress(Parameter one) {
        return Stream.of(QueryParam.class, PathParam.class, BeanParam.class).anyMatch(one::isAnnotationPresent);
    }
}
