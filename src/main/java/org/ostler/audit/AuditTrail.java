package org.ostler.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** The boundary of the audit: record, search, verify, export. */
@ApplicationScoped
public class AuditTrail {
    /**
     * @param head hash of the last entry
     * @param broken where and how the chain is broken, and which side disagrees
     */
    public record Verification(
            boolean valid, long entries, String head, Optional<String> broken, java.time.Instant at) {}

    /**
     * Appends to the journal, fsyncs, then inserts the row in a transaction of its own. When this returns the entry is
     * on disk.
     *
     * @throws JournalUnwritable and then nothing may be changed
     */
    public AuditEntry record(AuditEvent event) throws JournalUnwritable {
        throw new UnsupportedOperationException();
    }

    /** Whether the journal took its last entry; asked before a run or step starts, shown on every page when it did not. */
    public boolean isWritable() {
        throw new UnsupportedOperationException();
    }

    public List<AuditEntry> search(AuditQuery query) {
        throw new UnsupportedOperationException();
    }

    public long count(AuditQuery query) {
        throw new UnsupportedOperationException();
    }

    /** Reads the whole journal and the whole table and compares. */
    public Verification verify() {
        throw new UnsupportedOperationException();
    }

    public Optional<Verification> lastVerification() {
        throw new UnsupportedOperationException();
    }

    /** @param format csv or json */
    public void export(AuditQuery query, String format, OutputStream to) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The journal cannot be written; the message says why. */
    public static final class JournalUnwritable extends Exception {
        private static final long serialVersionUID = 1L;

        public JournalUnwritable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
