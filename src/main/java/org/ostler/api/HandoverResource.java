package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.handover.Handover;
import org.ostler.handover.HandoverNote;

/** The note for the next shift. */
@Path("handover")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HandoverResource {
    @Inject
    Caller caller;

    @Inject
    Handover handover;

    /** @param version that was read; without it the present one is overwritten */
    public record HandoverBody(@Schema(required = true) Optional<String> text, Optional<Long> version) {}

    @GET
    @Operation(summary = "The note that stands on Home, who wrote it and when")
    public HandoverNote note() {
        caller.require(Permission.READ);
        return handover.note();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Write the note for the next shift; an empty text takes it away",
            description = "Give the version that was read: when somebody wrote it meanwhile, that is a conflict.")
    public HandoverNote write(HandoverBody body) {
        caller.require(Permission.OPERATE);
        String text = Given.required(Given.body(body).text(), "text");
        return handover.write(
                text, body.version().orElseGet(() -> handover.note().version()));
    }
}
