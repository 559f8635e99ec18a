package org.ostler.inventory;

import java.util.UUID;

/** An item is about to go out of use; whoever still needs it throws a {@code Refusal}, and then nothing is changed. */
public record Retiring(UUID id, String name) {}
