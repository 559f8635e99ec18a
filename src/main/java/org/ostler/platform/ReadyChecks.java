package org.ostler.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What {@code /health} says: names and up or down, nothing else, because anyone may ask. */
final class ReadyChecks {
    private ReadyChecks() {}

    /** The process answers. */
    @Liveness
    @ApplicationScoped
    public static class Alive implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.up("server");
        }
    }

    /** The schema is up to date. */
    @Readiness
    @ApplicationScoped
    public static class Schema implements HealthCheck {
        @Inject
        StartProgress progress;

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("database")
                    .status(progress.has(StartProgress.Milestone.SCHEMA))
                    .build();
        }
    }

    /** The practice lab answers, when this server was started with one. */
    @Readiness
    @ApplicationScoped
    public static class Lab implements HealthCheck {
        /**
         * Smaller: a laptop busy with its first page calls its own lab absent. Larger: whoever polls readiness waits
         * that long for each "no".
         */
        private static final Duration PATIENCE = Duration.ofSeconds(3);

        @Inject
        Configuration configuration;

        private final HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("lab")
                    .status(configuration.labUrl().map(this::answers).orElse(true))
                    .build();
        }

        private boolean answers(String url) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url).resolve("/health/ready"))
                        .timeout(PATIENCE)
                        .build();
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException | IllegalArgumentException absent) {
                return false;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
