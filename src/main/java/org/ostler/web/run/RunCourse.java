package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;

/** What happened to a run as a whole: wishes of people, restarts of the server, proofs of what was stopped. */
@Named
@RequestScoped
public class RunCourse {
    private static final int SHOWN = 12;

    @Inject
    private RunPage page;

    @Inject
    private AuditTrail audit;

    private Optional<List<AuditEntry>> seen = Optional.empty();

    /** Newest first. */
    public List<AuditEntry> getEntries() {
        if (seen.isEmpty()) {
            seen = Optional.of(audit.newestOfRun(page.getRun().id(), AuditEvent.Kind.RUN_STATE, SHOWN));
        }
        return seen.get();
    }
}
