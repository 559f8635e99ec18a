package org.ostler.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ostler.platform.Json;
import org.ostler.platform.PlainText;
import org.ostler.platform.Refusal;

/** JSON as the API speaks it: what is absent is left out; what comes in is read strictly. */
final class ApiJson {
    /** Jackson has no type for it. */
    private static final String MISSING = "Missing required creator property ";

    private static final ObjectMapper WRITER =
            Json.mapper().copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);

    private static final ObjectMapper READER = reader();

    private ApiJson() {}

    /** No value is taken for one of another kind: a number is no text, and no text a number. */
    private static ObjectMapper reader() {
        ObjectMapper reader = Json.mapper()
                .copy()
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        for (LogicalType wanted : LogicalType.values()) {
            for (CoercionInputShape given : CoercionInputShape.values()) {
                if (given != CoercionInputShape.String || wanted != LogicalType.OtherScalar) {
                    reader.coercionConfigFor(wanted).setCoercion(given, CoercionAction.Fail);
                }
            }
        }
        return reader;
    }

    static JavaType type(Type type) {
        return READER.constructType(type);
    }

    /** A type's properties as they are written. */
    static BeanDescription described(JavaType type) {
        return WRITER.getSerializationConfig().introspect(type);
    }

    static byte[] write(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), bug);
        }
    }

    static JsonNode tree(Object value) {
        return WRITER.valueToTree(value);
    }

    /** @throws Refusal for text that is no JSON, or not of this form */
    static Object read(byte[] body, Type type) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            ObjectReader reader = READER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
            JsonNode tree = reader.readTree(text);
            if (tree == null || !tree.isObject()) {
                throw bad("The body is no JSON object.", "Send an object in braces.");
            }
            refuseWhatNobodyMeans(tree);
            return READER.readerFor(READER.constructType(type)).readValue(tree);
        } catch (CharacterCodingException noText) {
            throw bad("The body is no UTF-8 text.", "Encode it as UTF-8.");
        } catch (JsonMappingException unfit) {
            throw unfit(unfit);
        } catch (JsonProcessingException broken) {
            throw bad(
                    "The body is no JSON: " + broken.getOriginalMessage(),
                    broken.getLocation() == null
                            ? "Correct it."
                            : "Look at line " + broken.getLocation().getLineNr() + ", column "
                                    + broken.getLocation().getColumnNr() + ".");
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void refuseWhatNobodyMeans(JsonNode tree) {
        if (tree.isTextual()) {
            refuseHidden(tree.textValue());
        } else if (tree.isArray() && streamOf(tree).anyMatch(JsonNode::isNull)) {
            throw bad("A list holds a null.", "Leave it out.");
        }
        tree.fieldNames().forEachRemaining(ApiJson::refuseHidden);
        tree.forEach(ApiJson::refuseWhatNobodyMeans);
    }

    private static void refuseHidden(String text) {
        PlainText.refusal(text).ifPresent(refusal -> {
            throw refusal;
        });
    }

    private static Stream<JsonNode> streamOf(JsonNode tree) {
        return StreamSupport.stream(tree.spliterator(), false);
    }

    /** In our words: Jackson's name our classes. */
    private static Refusal unfit(JsonMappingException unfit) {
        String at = at(unfit);
        if (unfit instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return bad("There is no field \"" + at + "\".", "Known here: " + known + ".");
        }
        if (unfit instanceof InvalidFormatException invalid
                && invalid.getTargetType().isEnum()) {
            String known = Stream.of(invalid.getTargetType().getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
            return bad("The field \"" + at + "\" has a value that is not known.", "Use one of " + known + ".");
        }
        if (unfit.getOriginalMessage().startsWith(MISSING)) {
            return Refusal.badInput("field-missing", "The field \"" + at + "\" is missing.", "Add it to the body.");
        }
        return bad(
                at.isEmpty() ? "The body is of another form." : "The field \"" + at + "\" is of another kind.",
                "Compare the body with /openapi.");
    }

    private static String at(JsonMappingException unfit) {
        String path = unfit.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        String from = path.startsWith(".") ? path.substring(1) : path;
        return from.length() > 200 ? from.substring(0, 200) + "…" : from;
    }

    private static Refusal bad(String what, String next) {
        return Refusal.badInput("bad-json", what, next);
    }
}
