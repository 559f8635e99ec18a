package org.ostler.platform;

/** Whether the database may be written has changed; {@link DatabaseWatch} says how it stands. */
public record DatabaseChanged() {}
