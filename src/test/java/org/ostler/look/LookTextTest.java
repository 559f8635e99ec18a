package org.ostler.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;

class LookTextTest {
    private static final Path GOLDEN = Path.of("src/test/resources/look/version-1.json");

    private static LookText.Brought brought() {
        return new LookText.Brought(
                new Facts(Map.of(
                        "HOST/kernel",
                        Answer.of("5.14.0-427.el9\n"),
                        "HOST/selinux",
                        new Answer(127, "", "getenforce: \"not\" found\n"))),
                Map.of("HOST/xe-pool", "xe ended with 1"),
                List.of(new HostLook.SeenFile("/etc/libvirt/libvirtd.conf", "aa", "bb", 12)),
                Optional.of(new HostLook.CloudState("Up", "Maintenance")));
    }

    @Test
    void isWrittenAsRowsOfTheFirstVersionAre() throws IOException {
        assertEquals(Files.readString(GOLDEN).strip(), LookText.write(brought()));
    }

    @Test
    void readsRowsOfTheFirstVersion() throws IOException {
        LookText.Brought read = LookText.read(Files.readString(GOLDEN));
        assertEquals(brought().facts().answers(), read.facts().answers());
        assertEquals(brought().missing(), read.missing());
        assertEquals(brought().files(), read.files());
        assertEquals(brought().cloud(), read.cloud());
    }

    @Test
    void leavesOutWhatDoesNotFitAndSaysSo() {
        Map<String, Answer> many = new java.util.TreeMap<>();
        for (int i = 100; i < 150; i++) {
            many.put("HOST/" + i, Answer.of("x".repeat(40_000)));
        }
        String text = LookText.write(new LookText.Brought(new Facts(many), Map.of(), List.of(), Optional.empty()));
        assertTrue(text.length() < 1_000_000, () -> text.length() + " do not fit into the column");
        LookText.Brought read = LookText.read(text);
        assertEquals(50, read.facts().answers().size() + read.missing().size());
        assertEquals("it was too long to be kept", read.missing().get("HOST/149"));
    }

    @Test
    void refusesRowsOfAnUnknownVersion() {
        assertThrows(IllegalStateException.class, () -> LookText.read("{\"version\":2}"));
        assertThrows(IllegalStateException.class, () -> LookText.read("nothing"));
    }
}
