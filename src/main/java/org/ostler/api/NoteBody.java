package org.ostler.api;

import java.util.Optional;

/** Why somebody does something, in their words. */
public record NoteBody(Optional<String> note) {}
