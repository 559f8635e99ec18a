package org.ostler.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.platform.Json;

/**
 * JSON that is the same on every start of the server: as {@link Json}, and sets are sorted, because the order of
 * {@code Set.of} differs from one Java process to the next and would change every digest.
 */
public final class Canonical {
    private static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .addModule(new SimpleModule().addSerializer(new SortedSets()))
            .build();

    private static final JsonMapper SHARING = MAPPER.rebuild()
            .addModule(new SimpleModule("shared texts").addDeserializer(String.class, new SharedTexts()))
            .build();

    private Canonical() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), bug);
        }
    }

    /** @throws IllegalStateException for text that is none of ours */
    public static <T> T read(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException damage) {
            throw new IllegalStateException("stored JSON cannot be read as " + type.getSimpleName(), damage);
        }
    }

    /**
     * The same from a stream; equal texts become one: most of what a plan says of fifty hosts is said fifty times.
     *
     * @throws IOException when it is none of ours
     */
    static <T> T readSharing(InputStream json, Class<T> type) throws IOException {
        return SHARING.readerFor(type)
                .withAttribute(SharedTexts.KNOWN, new HashMap<String, String>())
                .readValue(json);
    }

    /** A fact's value as text that equals another one exactly when the values mean the same. */
    static String normalised(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException noBean) {
            return String.valueOf(value);
        }
    }

    private static final class SharedTexts extends StdScalarDeserializer<String> {
        static final String KNOWN = "known";
        private static final long serialVersionUID = 1L;

        SharedTexts() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(json, context);
            @SuppressWarnings("unchecked")
            Map<String, String> known = (Map<String, String>) context.getAttribute(KNOWN);
            String before = known.putIfAbsent(text, text);
            return before == null ? text : before;
        }
    }

    @SuppressWarnings("rawtypes") // Jackson finds serialisers by raw class
    private static final class SortedSets extends StdSerializer<Set> {
        private static final long serialVersionUID = 1L;

        SortedSets() {
            super(Set.class);
        }

        @Override
        public void serialize(Set value, JsonGenerator json, SerializerProvider provider) throws IOException {
            TreeSet<String> sorted = new TreeSet<>();
            for (Object one : value) {
                sorted.add(Canonical.write(one));
            }
            json.writeStartArray();
            for (String one : sorted) {
                json.writeRawValue(one);
            }
            json.writeEndArray();
        }
    }
}
