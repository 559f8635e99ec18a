package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that finds nothing must be one that could have found something. */
class CanariesTest {
    private final Canaries canaries = new Canaries();

    @Test
    void findsASecretInEachFormThatProgramsPrint() {
        String secret = canaries.make("a");
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        assertEquals(Set.of("a"), canaries.in("x" + secret + "y"));
        assertEquals(Set.of("a"), canaries.in(HexFormat.of().formatHex(bytes)));
        for (String before : List.of("", "u", "us", "user:")) {
            String basic = Base64.getEncoder().encodeToString((before + secret).getBytes(StandardCharsets.UTF_8));
            assertEquals(Set.of("a"), canaries.in("Basic " + basic), before);
        }
        assertEquals(Set.of(), canaries.in("Cnry and nothing else"));
    }

    @Test
    void namesTheFileAndTheKind(@TempDir Path directory) throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("logs")).resolve("one"), canaries.make("b"));
        Files.writeString(Files.createDirectories(directory.resolve("lab")).resolve("two"), canaries.make("c"));
        assertEquals(List.of("logs/one: [b]"), canaries.below(directory, "lab"));
    }
}
