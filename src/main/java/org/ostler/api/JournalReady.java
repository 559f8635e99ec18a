package org.ostler.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.ostler.audit.AuditTrail;

/** Without a journal nothing may be changed, so a server without one is not ready. */
@Readiness
@ApplicationScoped
public class JournalReady implements HealthCheck {
    @Inject
    AuditTrail trail;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("journal")
                .status(trail.isOpen() && trail.isWritable())
                .build();
    }
}
