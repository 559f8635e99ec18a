package org.ostler.inventory;

import java.util.List;
import java.util.UUID;

/** A data centre, with its management servers. */
public record Zone(UUID id, String name, List<Pod> pods, List<ManagementServer> managementServers) {}
