package org.ostler.console;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.ostler.platform.Json;

/**
 * Reads what {@link RecordText} has stored, line by line. Most of a line says the same as the one before, which is not
 * understood again; what looks otherwise than it writes (escapes, other versions) is left to the mapper.
 */
final class RecordReader {
    private static final ObjectReader MAPPER = Json.mapper().readerFor(StoredRecord.class);

    private final byte[] bytes;
    private final Repeated<Instant> ats = new Repeated<>(Instant::parse);
    private final Repeated<Optional<UUID>> commands = new Repeated<>(text -> Optional.of(UUID.fromString(text)));
    private final Repeated<String> hosts = new Repeated<>(Function.identity());
    private final Repeated<TranscriptRecord.Stream> streams = new Repeated<>(TranscriptRecord.Stream::valueOf);
    private final Repeated<String> steps = new Repeated<>(Function.identity());
    private int at;
    private int end;

    RecordReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The line from..to, without its end. */
    StoredRecord read(int from, int to) throws IOException {
        at = from;
        end = to;
        try {
            return known();
        } catch (Otherwise | IllegalArgumentException | DateTimeException otherwise) {
            return MAPPER.readValue(bytes, from, to - from);
        }
    }

    private StoredRecord known() throws Otherwise {
        skip("{\"a\":\"");
        Instant when = ats.value(text());
        skip(",\"");
        Optional<UUID> command = Optional.empty();
        if (bytes[at] == 'c') {
            skip("c\":\"");
            command = commands.value(text());
            skip(",\"");
        }
        skip("e\":");
        boolean endsLine = bytes[at] == 't';
        skip(endsLine ? "true,\"h\":\"" : "false,\"h\":\"");
        String host = hosts.value(text());
        skip(",\"n\":");
        long number = number();
        skip(",\"o\":");
        long after = number();
        skip(",\"s\":\"");
        TranscriptRecord.Stream stream = streams.value(text());
        skip(",\"t\":\"");
        int begin = text();
        String said = new String(bytes, begin, at - 1 - begin, StandardCharsets.UTF_8);
        skip(",\"x\":\"");
        String step = steps.value(text());
        skip("}");
        return new StoredRecord(number, when, host, stream, step, said, endsLine, command, after);
    }

    private void skip(String words) throws Otherwise {
        int length = words.length();
        if (end - at < length) {
            throw new Otherwise();
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != words.charAt(i)) {
                throw new Otherwise();
            }
        }
        at += length;
    }

    /** Goes behind the closing quote, and tells where the text begins. */
    private int text() throws Otherwise {
        int begin = at;
        while (at < end && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                throw new Otherwise();
            }
            at++;
        }
        if (at == end) {
            throw new Otherwise();
        }
        at++;
        return begin;
    }

    private long number() throws Otherwise {
        int begin = at;
        long number = 0;
        while (at < end && at - begin < 18 && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at] - '0';
            at++;
        }
        if (at == begin || at == end) {
            throw new Otherwise();
        }
        return number;
    }

    /** A value that is the same in many lines that follow each other. */
    private final class Repeated<T> {
        private final Function<String, T> made;
        private int from = -1;
        private int to;
        private T value;

        Repeated(Function<String, T> made) {
            this.made = made;
        }

        /** @param begin where the text begins whose closing quote was just passed */
        T value(int begin) {
            if (from < 0 || !Arrays.equals(bytes, from, to, bytes, begin, at - 1)) {
                value = made.apply(new String(bytes, begin, at - 1 - begin, StandardCharsets.UTF_8));
                from = begin;
                to = at - 1;
            }
            return value;
        }
    }

    /** A line that is not in the usual form. */
    private static final class Otherwise extends Exception {
        private static final long serialVersionUID = 1L;

        private Otherwise() {
            super("", null, false, false);
        }
    }
}
