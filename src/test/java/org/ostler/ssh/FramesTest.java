package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes over the line while a command is followed. */
class FramesTest {
    @Test
    void passesHeartbeatsOnBetweenParts() throws SshTrouble {
        List<String> heard = new ArrayList<>();
        Frames frames = new Frames("one", new HostRunner.Sink() {
            @Override
            public void part(int stream, byte[] bytes, long offset) {
                heard.add(stream + "@" + offset + " " + new String(bytes, StandardCharsets.US_ASCII));
            }

            @Override
            public void beat() {
                heard.add("beat");
            }
        });
        byte[] line = "H\nO 7 2\nokH\nE 0 2\nnoS exit 0\n".getBytes(StandardCharsets.US_ASCII);
        frames.take(1, line, line.length);
        assertEquals(List.of("beat", "1@7 ok", "beat", "2@0 no"), heard);
        assertEquals("exit 0", frames.end());
    }
}
