package org.ostler.inventory;

import java.util.Optional;
import java.util.UUID;

/**
 * A CloudStack management server of a zone.
 *
 * @param databaseHost where its MySQL answers, as seen from the management server itself ({@code localhost} often)
 * @param databaseCredential of kind DATABASE
 * @param apiUrl {@code http(s)://host:port/client/api}
 * @param apiCredential of kind CLOUDSTACK_API
 */
public record ManagementServer(
        UUID id,
        String name,
        String address,
        int port,
        Optional<String> credential,
        boolean weakAlgorithms,
        String databaseHost,
        Optional<String> databaseCredential,
        Optional<String> apiUrl,
        Optional<String> apiCredential,
        Optional<String> outOfBand,
        UUID zone) {}
