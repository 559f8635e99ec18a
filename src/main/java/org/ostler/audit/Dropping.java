package org.ostler.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Drops whole segments and their rows, the oldest first, after an entry has told it. Begun again where it stopped: a
 * marker stands in the journal's directory until all is gone.
 *
 * @param directory of the journal
 */
record Dropping(Path directory, AuditRows rows) {
    private static final String MARKER = "dropping";

    /** @param through the last segment that goes */
    void begin(int through) throws IOException, SQLException {
        Segment.writeForced(directory.resolve(MARKER), Integer.toString(through).getBytes(StandardCharsets.US_ASCII));
        finish();
    }

    /** Does what is left of it; nothing when nothing is. */
    void finish() throws IOException, SQLException {
        Path marker = directory.resolve(MARKER);
        if (!Files.exists(marker)) {
            return;
        }
        int through = Integer.parseInt(Files.readString(marker, StandardCharsets.US_ASCII));
        JournalReader reader = new JournalReader(directory);
        for (Path segment : reader.segments()) {
            if (JournalReader.number(segment) <= through) {
                Files.delete(segment);
            }
        }
        Head head = reader.heads().getOrDefault(through, Head.NONE);
        rows.dropThrough(head.number());
        Files.delete(marker);
    }
}
