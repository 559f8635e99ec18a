package org.ostler.backup;

import java.nio.file.Path;
import java.time.Instant;

/** An archive that is there. */
public record Backup(String name, Path file, Instant madeAt, long bytes) {
    /** In the unit of disks. */
    public long mebibytes() {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
