package org.ostler.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.List;
import java.util.Map;
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
    /** What is described; a test compares it with what is served, which is whatever has an address. */
    static final List<Class<?>> RESOURCES = List.of(
            AuditResource.class,
            BackupsResource.class,
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
    public Map<String, Object> getProperties() {
        // OPTIONS would describe everything in a form that nobody asked for.
        // Any other name than JSON-B's own keeps JSON-B out: it reads what it should refuse.
        // What has no body of its own stays without one: the server would put a page of its own there.
        return Map.of(
                "jersey.config.server.wadl.disableWadl",
                true,
                "jersey.config.jsonFeature",
                "ostler",
                "jersey.config.server.response.setStatusOverSendError",
                true);
    }
}
