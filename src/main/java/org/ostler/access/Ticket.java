package org.ostler.access;

import java.io.Serializable;
import java.time.Instant;

/**
 * A signed-in session, as kept in it and by open sockets.
 *
 * @param key of this session, known to nobody outside
 */
public record Ticket(String key, String name, long passwordStamp, Instant signedInAt) implements Serializable {
    private static final long serialVersionUID = 1L;
}
