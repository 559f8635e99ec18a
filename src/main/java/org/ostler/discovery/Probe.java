package org.ostler.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ostler.platform.Refusal;

/**
 * One question to a management server's API, for people who want to know whether it works.
 *
 * @param asked what was asked, as whom
 * @param zones their names
 * @param trouble why nothing usable came
 */
public record Probe(String asked, Duration took, List<String> zones, Optional<Refusal> trouble) {
    public String zoneNames() {
        return String.join(", ", zones);
    }
}
