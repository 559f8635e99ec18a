package org.ostler.platform;

import org.eclipse.persistence.config.SessionCustomizer;
import org.eclipse.persistence.sessions.Session;

/**
 * Holds the data directory before the persistence unit connects, which is before any bean of ours exists: a second
 * process is told so in our words instead of the database's.
 */
public class LockFirst implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        DataDirectory.hold(new Configuration().dataDirectory());
    }
}
