package org.ostler.inventory;

import java.util.List;
import java.util.UUID;

/** A rack or row of a zone. */
public record Pod(UUID id, String name, List<Cluster> clusters) {}
