package org.ostler.inventory;

import java.util.Optional;

/** A host as somebody types it; {@link Host} says what each means. */
public record HostDraft(
        String name,
        String address,
        int port,
        Optional<String> outOfBand,
        Optional<String> credential,
        boolean weakAlgorithms) {
    public static HostDraft of(Host host) {
        return new HostDraft(
                host.name(), host.address(), host.port(), host.outOfBand(), host.credential(), host.weakAlgorithms());
    }
}
