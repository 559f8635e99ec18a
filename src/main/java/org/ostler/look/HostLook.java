package org.ostler.look;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.facts.Facts;
import org.ostler.ssh.SshTrouble;

/**
 * One look at one host, as it is kept: what came, or why nothing came.
 *
 * @param number grows with each look of any host
 * @param by user name
 * @param missing why a fact is absent, by {@code Facts.key}
 * @param trouble why the host could not be looked at
 * @param cloud how CloudStack had it then
 */
public record HostLook(
        long number,
        UUID host,
        Instant at,
        String by,
        Facts facts,
        Map<String, String> missing,
        List<SeenFile> files,
        Optional<Trouble> trouble,
        Optional<CloudState> cloud) {

    /** @param since when the first of the looks failed that have failed in a row */
    public record Trouble(SshTrouble.Kind kind, String message, Instant since) {}

    /** @param resourceState Enabled, Disabled, PrepareForMaintenance, Maintenance, ErrorInMaintenance … */
    public record CloudState(String state, String resourceState) {
        /** In it, or on the way there. */
        public boolean isMaintenance() {
            return resourceState.contains("Maintenance");
        }
    }

    /**
     * A managed file.
     *
     * @param written SHA-256 of what Ostler wrote last; empty when it removed the file
     * @param seen SHA-256 of what is there; empty when there is no file
     * @param entry number of the audit entry that tells of the writing
     */
    public record SeenFile(String path, String written, String seen, long entry) {
        public boolean hasDrifted() {
            return !written.equals(seen);
        }
    }

    public HostLook {
        missing = Map.copyOf(missing);
        files = List.copyOf(files);
    }

    public boolean succeeded() {
        return trouble.isEmpty();
    }

    public List<SeenFile> drifted() {
        return files.stream().filter(SeenFile::hasDrifted).toList();
    }

    /** Whether CloudStack, or the pool itself, keeps guests away from it. */
    public boolean isMaintenance() {
        return cloud.filter(CloudState::isMaintenance).isPresent() || Portrait.isDisabledInItsPool(facts);
    }
}
