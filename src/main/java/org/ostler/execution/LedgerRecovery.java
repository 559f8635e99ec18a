package org.ostler.execution;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;

/**
 * Makes the ledger again from the journal when the database has none: it was lost, or it is another one. What runs did
 * can then be read; their plans are gone with the database, so that open ones can only be abandoned.
 */
record LedgerRecovery(Ledger ledger, AuditTrail audit) {
    private static final Logger LOG = Logger.getLogger(LedgerRecovery.class.getName());

    /** Does nothing when there is any run. */
    void recover() {
        if (!ledger.newest(1).isEmpty()) {
            return;
        }
        try {
            RebuiltLedger rebuilt = new RebuiltLedger();
            audit.readAll(rebuilt::take);
            List<RebuiltLedger.Rebuilt> runs = rebuilt.runs();
            if (!runs.isEmpty()) {
                ledger.restore(runs);
                tell(runs.size(), rebuilt.unreadable());
            }
        } catch (IOException | AuditTrail.JournalUnwritable | RuntimeException trouble) {
            LOG.log(Level.SEVERE, "the ledger could not be made again from the journal", trouble);
        }
    }

    private void tell(int runs, long unreadable) throws AuditTrail.JournalUnwritable {
        String words = "The database had no runs; " + runs + " were made again from the audit journal";
        LOG.warning(words);
        audit.record(
                AuditEvent.of(AuditEvent.Kind.SETTING, "ostler", words).with("unreadable", Long.toString(unreadable)));
    }
}
