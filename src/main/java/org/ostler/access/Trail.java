package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;

/** What this package tells the audit trail. */
@ApplicationScoped
class Trail {
    private static final Logger LOG = Logger.getLogger(Trail.class.getName());

    @Inject
    AuditTrail audit;

    /** Before a change: without the entry there is no change. */
    void record(AuditEvent event) {
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable trouble) {
            throw trouble.refusal();
        }
    }

    /** Of what happens anyway: people have to be able to sign in to see that the journal is in trouble. */
    void note(AuditEvent event) {
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable trouble) {
            LOG.log(Level.SEVERE, trouble, () -> "Not in the audit journal: " + event.summary());
        }
    }
}
