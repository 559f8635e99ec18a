package org.ostler.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/** The root of the API. */
@ApplicationPath("api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Ostler",
                        version = "1",
                        description = "Plans, approves and runs host procedures. Errors are RFC 9457 problem documents"
                                + " whose \"next\" says what to do. Texts are UTF-8, of at most 32,768 characters, and"
                                + " hold no invisible ones. Beside this: /health/ready and /health/live for anyone,"
                                + " /metrics with the same credentials, and for signed-in browsers the WebSockets"
                                + " /console/runs/{run}?after=n and /console/terminals/{id}."))
public class OstlerApi extends Application {
    /** What is not here is neither served nor described. */
    static final List<Class<?>> RESOURCES = List.of(
            AuditResource.class,
            CredentialsResource.class,
            FactsResource.class,
            GuideChangeResource.class,
            GuidesResource.class,
            HandoverResource.class,
            InventoryResource.class,
            MeResource.class,
            PeopleResource.class,
            PlansResource.class,
            RunsResource.class,
            StepsResource.class);

    @Override
    public Set<Class<?>> getClasses() {
        Set<Class<?>> classes = new LinkedHashSet<>(RESOURCES);
        classes.addAll(List.of(JsonBodies.class, Problems.class, PlainRequests.class));
        return classes;
    }

    @Override
    public Map<String, Object> getProperties() {
        // OPTIONS would describe everything in a form that nobody asked for.
        // Any other name than JSON-B's own keeps JSON-B out: it reads what it should refuse.
        return Map.of("jersey.config.server.wadl.disableWadl", true, "jersey.config.jsonFeature", "ostler");
    }
}
