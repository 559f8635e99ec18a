package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.plan.Plans;
import org.ostler.platform.Refusal;

/** Plans: made, read, approved. */
@Path("plans")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PlansResource {
    @Inject
    Caller caller;

    @Inject
    Plans plans;

    /** Values may be JSON texts, numbers or booleans; they are kept as text. */
    public record PlanBody(
            @Schema(required = true) Optional<String> guide,
            Optional<String> cluster,
            List<String> hosts,
            Map<String, Object> settings) {}

    public record ApprovalBody(@Schema(required = true) Optional<String> digest, Optional<String> note) {}

    public record PlanList(List<PlanView> plans) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Look at the hosts and make a plan; takes as long as the hosts take")
    @APIResponseSchema(value = PlanView.class, responseCode = "201", responseDescription = "The new plan.")
    public Response make(PlanBody body) {
        caller.require(Permission.OPERATE);
        String guide = Given.required(Given.body(body).guide(), "guide");
        Plans.Request request = new Plans.Request(
                guide, body.cluster(), Given.list(body.hosts(), "hosts"), Settled.texts(body.settings()));
        PlanView plan = PlanView.of(plans.make(request));
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/plans/" + plan.id())
                .entity(plan)
                .build();
    }

    @GET
    @Operation(summary = "Newest first, without steps")
    public PlanList list(
            @QueryParam("limit")
                    @Parameter(
                            description = "How many at most; 50 when not given.",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "0",
                                            maximum = "500"))
                    String limit) {
        caller.require(Permission.READ);
        return new PlanList(plans.list((int) Given.number("limit", limit, 50, 500)).stream()
                .map(PlanView::withoutSteps)
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One plan, by id or number")
    public PlanView plan(@PathParam("id") String id) {
        caller.require(Permission.READ);
        return PlanView.of(plans.plan(id));
    }

    @POST
    @Path("{id}/approval")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Approve exactly this digest")
    public PlanView approve(@PathParam("id") String id, ApprovalBody body) {
        caller.require(Permission.APPROVE);
        String digest = Given.required(Given.body(body).digest(), "digest");
        return PlanView.of(plans.approve(plans.plan(id).id(), digest, body.note()));
    }

    @POST
    @Path("{id}/sendBack")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send a draft back to who made it",
            description = "The note says what has to be changed, at least 10 characters. The plan stays a draft that"
                    + " can be read, and cannot be approved any more.")
    public PlanView sendBack(@PathParam("id") String id, NoteBody body) {
        caller.require(Permission.APPROVE);
        return PlanView.of(plans.sendBack(plans.plan(id).id(), Given.note(body)));
    }

    /** Settings as guides take them. */
    static final class Settled {
        private Settled() {}

        static Map<String, String> texts(Map<String, Object> given) {
            Map<String, String> texts = new java.util.TreeMap<>();
            if (given == null) {
                return texts;
            }
            given.forEach((key, value) -> {
                if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                    texts.put(key, value.toString());
                } else {
                    throw Refusal.badInput(
                            "setting-form",
                            "The setting \"" + key + "\" is neither text, number nor boolean.",
                            "Write lists as comma-separated text.");
                }
            });
            return texts;
        }
    }
}
