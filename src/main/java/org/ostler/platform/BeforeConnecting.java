package org.ostler.platform;

import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * What has to be so before the persistence unit connects, which is before any bean of ours exists. The data directory
 * is held, so that a second process is told so in our words instead of the database's.
 */
public class BeforeConnecting implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        DataDirectory.hold(new Configuration().dataDirectory());
        new ColumnTypes().customize(session);
    }
}
