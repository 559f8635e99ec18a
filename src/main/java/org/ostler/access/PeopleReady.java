package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.ostler.platform.StartProgress;

/** From here on a refused sign-in means a wrong password, not that the first administrator is still to be made. */
@Readiness
@ApplicationScoped
public class PeopleReady implements HealthCheck {
    @Inject
    StartProgress progress;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("people")
                .status(progress.has(StartProgress.Milestone.PEOPLE))
                .build();
    }
}
