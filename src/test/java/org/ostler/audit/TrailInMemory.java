package org.ostler.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it is told; can refuse it. */
public final class TrailInMemory extends AuditTrail {
    private final List<AuditEvent> told = new ArrayList<>();
    private boolean unwritable;

    public void becomeUnwritable() {
        unwritable = true;
    }

    public List<AuditEvent> events() {
        return List.copyOf(told);
    }

    public List<String> told() {
        return told.stream().map(AuditEvent::summary).toList();
    }

    @Override
    public AuditEntry record(AuditEvent event) throws JournalUnwritable {
        if (unwritable) {
            throw new JournalUnwritable("the disk is full", null);
        }
        told.add(event);
        return new AuditEntry(told.size(), Instant.now(), event, "", "");
    }
}
