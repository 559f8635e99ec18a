package org.ostler.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ostler.audit.AuditTrail;
import org.ostler.audit.AuditWatch;
import org.ostler.audit.WitnessView;
import org.ostler.web.Notices;

/** How the trail itself stands: verified or not, written or not, witnessed or not. Stands above every page when bad. */
@Named
@RequestScoped
public class TrailState {
    private static final Duration OLD = Duration.ofHours(24);

    /** Smaller: short trails are said to be verified a moment later. Larger: the button seems to hang for long ones. */
    private static final Duration WAITED_FOR = Duration.ofSeconds(1);

    @Inject
    private AuditTrail audit;

    @Inject
    private AuditWatch watch;

    @Inject
    private Notices notices;

    /** valid, old, never, broken or verifying. */
    public String getVerification() {
        return watch.percentVerified().isPresent()
                ? "verifying"
                : getLast().map(TrailState::state).orElse("never");
    }

    private static String state(AuditTrail.Verification last) {
        if (!last.valid()) {
            return "broken";
        }
        return last.at().plus(OLD).isBefore(Instant.now()) ? "old" : "valid";
    }

    public Optional<AuditTrail.Verification> getLast() {
        return watch.lastVerification();
    }

    public int getPercent() {
        return watch.percentVerified().orElse(100);
    }

    /** Whether the trail was found broken; shown on every page. */
    public boolean isBroken() {
        return getLast().filter(last -> !last.valid()).isPresent();
    }

    /** Why nothing can be changed; empty when it can. */
    public String getTrouble() {
        return audit.trouble().orElse("");
    }

    public List<WitnessView> getWitnesses() {
        return watch.witnesses();
    }

    public String verify() {
        if (watch.verifySoon(WAITED_FOR)) {
            AuditTrail.Verification last = getLast().orElseThrow();
            if (last.valid()) {
                notices.attempt("audit.verified", () -> {}, last.entries());
            }
        }
        return "/audit.xhtml?faces-redirect=true";
    }
}
