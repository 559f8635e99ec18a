package org.ostler.platform;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Names of backups: they sort by time, which is the server's in UTC. */
public final class ArchiveName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ArchiveName() {}

    public static String of(Instant at) {
        return "ostler-" + time(at) + ".zip";
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
