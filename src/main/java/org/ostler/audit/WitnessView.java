package org.ostler.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A second place at which the journal's head is written down, as pages show it.
 *
 * @param lastAt when it was last told since the start
 * @param problem why it was not the last time, or what to do about its setting
 */
public record WitnessView(String name, Optional<Instant> lastAt, Optional<String> problem) {}
