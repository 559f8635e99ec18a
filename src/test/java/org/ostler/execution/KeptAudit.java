package org.ostler.execution;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;

/** An audit trail in memory, whose disk can be full. */
final class KeptAudit extends AuditTrail {
    final List<AuditEvent> events = new ArrayList<>();
    boolean writable = true;
    private final Clock time;
    private final Points points;

    KeptAudit(Clock time, Points points) {
        this.time = time;
        this.points = points;
    }

    @Override
    public AuditEntry record(AuditEvent event) throws JournalUnwritable {
        if (!writable) {
            throw new JournalUnwritable("disk full", null);
        }
        points.pass("before audit");
        events.add(event);
        points.pass("after audit");
        return new AuditEntry(events.size(), time.instant(), event, "", "");
    }

    List<String> summaries(AuditEvent.Kind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .map(AuditEvent::summary)
                .toList();
    }
}
