package org.ostler.plan;

import java.util.Map;
import java.util.Optional;
import org.ostler.facts.Facts;
import org.ostler.ssh.SshTrouble;

/**
 * What a look brought back, and why something is missing.
 *
 * @param missing by {@code Facts.key}: why a fact is absent
 * @param trouble of the first connection that could not be made or was lost
 */
public record Sight(Facts facts, Map<String, String> missing, Optional<SshTrouble> trouble) {
    public static Sight nothing() {
        return new Sight(Facts.none(), Map.of(), Optional.empty());
    }
}
