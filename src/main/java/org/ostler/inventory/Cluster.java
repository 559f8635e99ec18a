package org.ostler.inventory;

import java.util.List;
import java.util.UUID;

/**
 * Hosts of one hypervisor that share their guests.
 *
 * @param fourEyes nobody approves a plan they made here
 */
public record Cluster(
        UUID id,
        String name,
        Hypervisor hypervisor,
        boolean fourEyes,
        UUID pod,
        String podName,
        UUID zone,
        String zoneName,
        List<Host> hosts) {}
