package org.ostler.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.ostler.audit.AuditWatch;

/** A witness that cannot be told is shown and blocks nothing: the journal is written even so. */
@Readiness
@ApplicationScoped
public class WitnessReady implements HealthCheck {
    @Inject
    AuditWatch watch;

    @Override
    public HealthCheckResponse call() {
        boolean told = watch.witnesses().stream().allMatch(one -> one.problem().isEmpty());
        return HealthCheckResponse.named("audit-witness")
                .up()
                .withData("told", told)
                .build();
    }
}
