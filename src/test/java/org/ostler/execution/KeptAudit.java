package org.ostler.execution;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Json;

/** An audit trail in memory, whose disk can be full. */
final class KeptAudit extends AuditTrail {
    final List<AuditEvent> events = new ArrayList<>();
    boolean writable = true;
    private Optional<AuditTrail> onDisk = Optional.empty();
    private final List<String> lines = new ArrayList<>();
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
        if (onDisk.isPresent()) {
            onDisk.get().record(event);
        }
        events.add(event);
        AuditEntry entry = new AuditEntry(events.size(), time.instant(), event, "", "");
        lines.add(Json.write(entry));
        points.pass("after audit");
        return entry;
    }

    @Override
    public boolean isWritable() {
        return trouble().isEmpty();
    }

    @Override
    public Optional<String> trouble() {
        return onDisk.flatMap(AuditTrail::trouble)
                .or(() -> writable ? Optional.empty() : Optional.of("the disk is full"));
    }

    /** Written into a real journal too, which may refuse. */
    void alsoInto(AuditTrail real) {
        onDisk = Optional.of(real);
    }

    /** As they would be read from a journal's lines. */
    List<AuditEntry> entries() {
        return lines.stream().map(line -> Json.read(line, AuditEntry.class)).toList();
    }

    List<String> summaries(AuditEvent.Kind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .map(AuditEvent::summary)
                .toList();
    }
}
