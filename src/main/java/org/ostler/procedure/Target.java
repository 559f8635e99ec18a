package org.ostler.procedure;

import java.util.UUID;

/** What a step works on. For a person the id is that of the host or cluster the work is about. */
public record Target(Kind kind, UUID id, String name) {
    public enum Kind {
        HOST,
        MANAGEMENT_SERVER,
        CLOUDSTACK,
        PERSON
    }
}
