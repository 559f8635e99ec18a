package org.ostler.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.credential.Secret;
import org.ostler.platform.Json;

final class TerminalRecordingTest {
    @TempDir
    Path directory;

    private final Masking masking = new Masking(List.of(new Secret("hunter22")));

    @Test
    void isAnAsciicastWithoutSecrets() throws IOException {
        Path file = directory.resolve("terminals/one.cast");
        try (TerminalRecording recording = new TerminalRecording(file, "xs-b1", 80, 24)) {
            byte[] text = "pass hunter22 \u4e3b\r\n".getBytes(StandardCharsets.UTF_8);
            for (byte one : text) {
                recording.shown(new byte[] {one}, masking);
            }
            recording.resized(100, 30);
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, Json.mapper().readTree(lines.get(0)).get("version").asInt());
        StringBuilder shown = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            JsonNode event = Json.mapper().readTree(line);
            if (event.get(1).asText().equals("o")) {
                shown.append(event.get(2).asText());
            } else {
                assertEquals("100x30", event.get(2).asText());
            }
        }
        assertEquals("pass ••• \u4e3b\r\n", shown.toString());
        assertFalse(Files.readString(file).contains("hunter22"));
        assertTrue(lines.size() > 3);
    }
}
