package org.ostler.credential;

import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;

/** What changes the way in is in the journal first, or does not happen. */
final class Journalled {
    private Journalled() {}

    static void record(AuditTrail audit, AuditEvent event) {
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable unwritable) {
            throw unwritable.refusal();
        }
    }
}
