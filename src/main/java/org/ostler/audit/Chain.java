package org.ostler.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.ostler.platform.Json;

/** How an entry becomes a line and back. */
final class Chain {
    private Chain() {}

    private record Content(Instant at, AuditEvent event, long number, String previous) {}

    static AuditEntry entry(long number, Instant at, AuditEvent event, String previous) {
        String content = content(number, at, event, previous);
        return new AuditEntry(number, at, event, previous, ChainLine.sha256(content.getBytes(StandardCharsets.UTF_8)));
    }

    static String line(AuditEntry entry) {
        return ChainLine.closed(content(entry.number(), entry.at(), entry.event(), entry.previous()), entry.hash());
    }

    /** @throws ChainLine.Damage when it is an entry of a version that this one cannot read */
    static AuditEntry entry(ChainLine line) throws ChainLine.Damage {
        try {
            return Json.mapper().readValue(line.text(), AuditEntry.class);
        } catch (JsonProcessingException notOurs) {
            throw new ChainLine.Damage("cannot be read");
        }
    }

    /** When it was written; empty when it is an entry of a version that this one cannot read. */
    static Optional<Instant> at(ChainLine line) {
        try {
            return Optional.of(entry(line).at());
        } catch (ChainLine.Damage otherVersion) {
            return Optional.empty();
        }
    }

    private static String content(long number, Instant at, AuditEvent event, String previous) {
        return Json.write(new Content(at, event, number, previous));
    }
}
