package org.ostler.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.ostler.platform.Refusal;

/** All JSON in and out goes through the one mapper, not through the container's JSON-B. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.TYPE})
public class JsonBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    /** Smaller: an inventory of some thousand hosts does not fit. Larger: a hostile body costs more memory. */
    private static final int LONGEST = 4 * 1024 * 1024;

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return !InputStream.class.isAssignableFrom(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        byte[] bytes = all(body);
        if (bytes.length > LONGEST) {
            throw new WebApplicationException(413);
        }
        return ApiJson.read(bytes, generic);
    }

    private static byte[] all(InputStream body) {
        try {
            return body.readNBytes(LONGEST + 1);
        } catch (IOException cutOff) {
            throw Refusal.badInput("body-cut-off", "The body ends too early.", "Send it again, whole.");
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return !StreamingOutput.class.isAssignableFrom(type) && type != String.class && type != byte[].class;
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(ApiJson.write(value));
    }
}
