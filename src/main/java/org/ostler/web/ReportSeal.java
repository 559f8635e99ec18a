package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.ostler.audit.AuditTrail;
import org.ostler.audit.AuditWatch;

/** What stands under a printed report, so that it can be held against the trail years later. */
@Named
@RequestScoped
public class ReportSeal {
    @Inject
    private AuditTrail audit;

    @Inject
    private AuditWatch watch;

    @Inject
    private Texts texts;

    @Inject
    private When when;

    /** Number and hash of the trail's last entry when the report was made. */
    public String getHead() {
        return audit.head().orElse("—");
    }

    public String getVerified() {
        return watch.lastVerification()
                .map(last -> last.valid()
                        ? texts.say("report.valid", last.entries(), when.exact(last.at()))
                        : texts.say("report.broken", when.exact(last.at())))
                .orElseGet(() -> texts.get("report.never"));
    }
}
