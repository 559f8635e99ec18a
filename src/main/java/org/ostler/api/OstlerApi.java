package org.ostler.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The root of the API. */
@ApplicationPath("api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Ostler",
                        version = "1",
                        description = "Plans, approves and runs host procedures. Errors are RFC 9457 problem documents"
                                + " whose \"next\" says what to do."),
        security = {@SecurityRequirement(name = "basic"), @SecurityRequirement(name = "token")})
@SecurityScheme(securitySchemeName = "basic", type = SecuritySchemeType.HTTP, scheme = "basic")
@SecurityScheme(securitySchemeName = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
public class OstlerApi extends Application {
    @Override
    public Map<String, Object> getProperties() {
        // OPTIONS would describe everything in a form that nobody asked for.
        // Any other name than JSON-B's own keeps JSON-B out: it reads what it should refuse.
        return Map.of("jersey.config.server.wadl.disableWadl", true, "jersey.config.jsonFeature", "ostler");
    }
}
