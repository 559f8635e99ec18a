package org.ostler.inventory;

import java.util.Optional;
import java.util.UUID;

/**
 * A hypervisor host.
 *
 * @param address name or IP to connect to
 * @param port of SSH
 * @param outOfBand another way in (IPMI, iLO, a technician): a URL or address
 * @param credential name; empty when none is set yet
 * @param weakAlgorithms a person said yes to old SSH algorithms for this host
 */
public record Host(
        UUID id,
        String name,
        Hypervisor hypervisor,
        String address,
        int port,
        Optional<String> outOfBand,
        Optional<String> credential,
        boolean weakAlgorithms,
        UUID cluster,
        String clusterName,
        UUID zone,
        boolean retired) {}
