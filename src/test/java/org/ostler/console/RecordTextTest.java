package org.ostler.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.platform.Json;

final class RecordTextTest {
    private static final String ODD = "ab\"\\/\b\t\n\f\r\u0000\u001b[1m\u007f\u0085é主机\ud83d\ude00\u2028<&>'";

    private final Random random = new Random(4);

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(60); length > 0; length--) {
            int at = random.nextInt(4) == 0 ? random.nextInt(ODD.codePointCount(0, ODD.length())) : 0;
            text.appendCodePoint(ODD.codePointAt(ODD.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }

    private StoredRecord record(int number) {
        Optional<UUID> command = random.nextBoolean() ? Optional.of(UUID.randomUUID()) : Optional.empty();
        Instant at = Instant.ofEpochMilli(1_795_392_425_000L + number / 3 * 250L);
        Stream stream = List.of(Stream.values()).get(random.nextInt(Stream.values().length));
        return new StoredRecord(
                number, at, text(), stream, text(), text(), random.nextBoolean(), command, random.nextLong() >>> 1);
    }

    @Test
    void storesWhatTheMapperWouldToTheByte() {
        RecordText all = new RecordText(0);
        StringBuilder expected = new StringBuilder();
        for (int number = 1; number <= 2_000; number++) {
            StoredRecord record = record(number);
            all.stored(record);
            expected.append(Json.write(record)).append('\n');
        }
        assertArrayEquals(expected.toString().getBytes(StandardCharsets.UTF_8), all.bytes());
    }

    @Test
    void showsWhatTheMapperWould() {
        List<String> shown = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int number = 1; number <= 2_000; number++) {
            TranscriptRecord record = record(number).shown();
            RecordText one = new RecordText(0);
            one.shown(record);
            shown.add(one.toString());
            expected.add(Json.write(record));
        }
        assertEquals(expected, shown);
    }

    @Test
    void readsWhatWasStored() throws IOException {
        RecordText all = new RecordText(0);
        List<StoredRecord> expected = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (int number = 1; number <= 2_000; number++) {
            StoredRecord record = record(number);
            // Later records find again what earlier ones said.
            expected.add(number % 3 == 0 ? expected.get(number / 2).numbered(number) : record);
            all.stored(expected.get(number - 1));
            ends.add(all.size());
        }
        RecordReader reader = new RecordReader(all.bytes());
        for (int number = 1; number <= 2_000; number++) {
            assertEquals(expected.get(number - 1), reader.read(ends.get(number - 1), ends.get(number) - 1));
        }
    }

    @Test
    void readsWhatTheMapperHasStoredInAnyOrder() throws IOException {
        StoredRecord record = new StoredRecord(
                7, Instant.EPOCH, "xs-b1", Stream.OUT, "step", "said", true, Optional.of(new UUID(1, 2)), 12);
        for (String line : List.of(
                Json.write(record),
                "{\"n\":7,\"a\":\"1970-01-01T00:00:00Z\",\"h\":\"xs-b1\",\"s\":\"OUT\",\"x\":\"step\",\"t\":\"said\","
                        + "\"e\":true,\"c\":\"00000000-0000-0001-0000-000000000002\",\"o\":12}")) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            assertEquals(record, new RecordReader(bytes).read(0, bytes.length));
            for (int cut = 0; cut < bytes.length; cut++) {
                int length = cut;
                assertThrows(JsonProcessingException.class, () -> new RecordReader(bytes).read(0, length), line);
            }
        }
    }
}
