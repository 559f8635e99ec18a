package org.ostler.inventory;

import java.util.Optional;

/** A management server as somebody types it; {@link ManagementServer} says what each means. */
public record ManagementServerDraft(
        String name,
        String address,
        int port,
        Optional<String> credential,
        boolean weakAlgorithms,
        String databaseHost,
        Optional<String> databaseCredential,
        Optional<String> apiUrl,
        Optional<String> apiCredential,
        Optional<String> outOfBand) {
    public static ManagementServerDraft of(ManagementServer server) {
        return new ManagementServerDraft(
                server.name(),
                server.address(),
                server.port(),
                server.credential(),
                server.weakAlgorithms(),
                server.databaseHost(),
                server.databaseCredential(),
                server.apiUrl(),
                server.apiCredential(),
                server.outOfBand());
    }
}
