package org.ostler.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A record as it lies in a segment, under short names because there are hundreds of thousands.
 *
 * @param end remote offset of the first byte after it, in its command's stream
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record StoredRecord(
        @JsonProperty("n") long number,
        @JsonProperty("a") Instant at,
        @JsonProperty("h") String host,
        @JsonProperty("s") TranscriptRecord.Stream stream,
        @JsonProperty("x") String step,
        @JsonProperty("t") String text,
        @JsonProperty("e") boolean endsLine,
        @JsonProperty("c") Optional<UUID> command,
        @JsonProperty("o") long end) {
    TranscriptRecord shown() {
        return new TranscriptRecord(number, at, host, stream, step, text, endsLine);
    }

    StoredRecord numbered(long next) {
        return new StoredRecord(next, at, host, stream, step, text, endsLine, command, end);
    }
}
