package org.ostler.credential;

import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;

/** What changes the way in is in the journal first, or does not happen. */
final class Journalled {
    private Journalled() {}

    static void record(AuditTrail audit, AuditEvent event) {
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable unwritable) {
            throw new Refusal(
                    Refusal.Kind.NOT_NOW,
                    "journal-unwritable",
                    "The audit journal cannot be written, so nothing is changed: " + unwritable.getMessage(),
                    "Make room or give permission in the data directory, then try again.");
        }
    }
}
