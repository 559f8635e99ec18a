package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.execution.GuideChange;
import org.ostler.execution.GuideChanges;
import org.ostler.execution.Runs;

/** What another version of its guide changes for the remaining steps of an open run, and its approval. */
@Path("runs/{id}/guide-change")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class GuideChangeResource {
    @Inject
    Caller caller;

    @Inject
    Runs runs;

    @Inject
    GuideChanges changes;

    @PathParam("id")
    String id;

    /** @param digest of what was read */
    public record ApprovalBody(@Schema(required = true) Optional<String> digest, Optional<String> note) {}

    /**
     * @param kind changed, added, removed, underWay, notSeen
     * @param diff unified, of the step's approved form and its form now
     */
    public record StepView(
            String id,
            String key,
            String title,
            TargetView target,
            String kind,
            String diff,
            Optional<String> remark) {}

    /** @param obstacle why the run cannot go on with this version */
    public record ChangeView(
            int from,
            int to,
            Instant seenAt,
            String digest,
            int unchanged,
            List<StepView> steps,
            Optional<String> obstacle) {}

    @GET
    @Operation(summary = "What differs for the remaining steps")
    public ChangeView change() {
        caller.require(Permission.READ);
        return view(changes.read(run()));
    }

    @POST
    @Path("look")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Compare once more with the hosts as they are now")
    public ChangeView look() {
        caller.require(Permission.OPERATE);
        changes.lookAgain(run());
        return view(changes.read(run()));
    }

    @POST
    @Path("approval")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Approve exactly this: the run goes on with the present version of its guide")
    public RunView approve(ApprovalBody body) {
        caller.require(Permission.APPROVE);
        String digest = Given.required(Given.body(body).digest(), "digest");
        changes.approve(run(), digest, body.note().orElse(""));
        return RunView.of(runs.run(id));
    }

    private UUID run() {
        return runs.run(id).id();
    }

    private static ChangeView view(GuideChange change) {
        return new ChangeView(
                change.from(),
                change.to(),
                change.seenAt(),
                change.digest(),
                change.unchanged(),
                change.steps().stream().map(GuideChangeResource::step).toList(),
                change.obstacle());
    }

    private static StepView step(GuideChange.StepChange step) {
        return new StepView(
                step.id(),
                step.key(),
                step.title(),
                TargetView.of(step.target()),
                Names.camel(step.kind()),
                step.diff(),
                step.remark());
    }
}
