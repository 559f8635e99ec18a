package org.ostler.execution;

import java.util.UUID;

/** A CDI event after a run's ledger changed; pages and sockets refresh on it. Carries no content. */
public record RunChanged(UUID run) {}
