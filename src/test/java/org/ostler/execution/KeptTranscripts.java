package org.ostler.execution;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.ostler.console.TranscriptRecord;
import org.ostler.console.Transcripts;

/** Transcripts in memory, which notice a part that is skipped or repeated. */
final class KeptTranscripts extends Transcripts {
    final List<String> said = new ArrayList<>();
    private final Map<String, StringBuilder> outputs = new HashMap<>();

    @Override
    public void note(UUID run, String host, TranscriptRecord.Stream stream, String step, String text) {
        said.add(text);
    }

    @Override
    public void output(
            UUID run,
            String host,
            String step,
            UUID command,
            TranscriptRecord.Stream stream,
            byte[] bytes,
            long remoteOffset) {
        StringBuilder text = of(run, command, stream);
        if (remoteOffset != text.length()) {
            throw new AssertionError("a part was skipped or repeated at " + remoteOffset);
        }
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private StringBuilder of(UUID run, UUID command, TranscriptRecord.Stream stream) {
        return outputs.computeIfAbsent(run + " " + command + " " + stream, any -> new StringBuilder());
    }

    @Override
    public void ended(UUID run, UUID command) {}

    @Override
    public long remoteOffset(UUID run, UUID command, TranscriptRecord.Stream stream) {
        return of(run, command, stream).length();
    }

    @Override
    public String outputOf(UUID run, UUID command) {
        return of(run, command, TranscriptRecord.Stream.OUT).toString() + of(run, command, TranscriptRecord.Stream.ERR);
    }
}
