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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.console.TranscriptRecord;
import org.ostler.console.Transcripts;
import org.ostler.execution.Runs;

/** Runs as a whole: started, read, paused, ended; and what they printed. */
@Path("runs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RunsResource {
    @Inject
    Caller caller;

    @Inject
    Runs runs;

    @Inject
    Transcripts transcripts;

    /** @param plan id or number */
    public record RunBody(@Schema(required = true) Optional<String> plan) {}

    public record RunList(List<RunView> runs) {}

    /** @param last the number to ask {@code after} next time */
    public record TranscriptPage(List<TranscriptRecord> records, long last) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Start a run of an approved plan")
    @APIResponseSchema(value = RunView.class, responseCode = "201", responseDescription = "The new run.")
    public Response start(RunBody body) {
        caller.require(Permission.OPERATE);
        RunView run = RunView.of(runs.start(Given.required(Given.body(body).plan(), "plan")));
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/runs/" + run.id())
                .entity(run)
                .build();
    }

    @GET
    @Operation(summary = "Newest first, without steps")
    public RunList list(
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
        return new RunList(runs.list((int) Given.number("limit", limit, 50, 500)).stream()
                .map(RunView::of)
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run, by id or number: state, steps, attempts, waiting gates with evidence")
    public RunView run(@PathParam("id") String id) {
        caller.require(Permission.READ);
        return RunView.of(runs.run(id));
    }

    @GET
    @Path("{id}/transcript")
    @Operation(summary = "What was printed, after record n")
    public TranscriptPage transcript(
            @PathParam("id") String id,
            @QueryParam("host")
                    @Parameter(description = "Only this host, by name.", schema = @Schema(type = SchemaType.STRING))
                    String host,
            @QueryParam("after")
                    @Parameter(
                            description = "Only what follows this record.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
                    String after,
            @QueryParam("limit")
                    @Parameter(
                            description = "How many at most; 1,000 when not given.",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "0",
                                            maximum = "10000"))
                    String limit) {
        caller.require(Permission.READ);
        UUID run = runs.run(id).id();
        long from = Given.number("after", after, 0, Long.MAX_VALUE);
        List<TranscriptRecord> records =
                transcripts.read(run, Given.text(host), from, (int) Given.number("limit", limit, 1_000, 10_000));
        return new TranscriptPage(
                records,
                records.isEmpty() ? from : records.get(records.size() - 1).number());
    }

    @POST
    @Path("{id}/pause")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Pause after the present steps")
    public RunView pause(@PathParam("id") String id) {
        caller.require(Permission.OPERATE);
        UUID run = runs.run(id).id();
        runs.pause(run);
        return RunView.of(runs.run(id));
    }

    @POST
    @Path("{id}/resume")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Go on")
    public RunView resume(@PathParam("id") String id) {
        caller.require(Permission.OPERATE);
        UUID run = runs.run(id).id();
        runs.resume(run);
        return RunView.of(runs.run(id));
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Stop; each action in its own way")
    public RunView cancel(@PathParam("id") String id, @RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        UUID run = runs.run(id).id();
        runs.cancel(run, Given.note(body));
        return RunView.of(runs.run(id));
    }

    @POST
    @Path("{id}/abandon")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give up its locks; lists what is still paused")
    public RunView abandon(@PathParam("id") String id, @RequestBody(required = false) NoteBody body) {
        caller.require(Permission.APPROVE);
        UUID run = runs.run(id).id();
        runs.abandon(run, Given.note(body));
        return RunView.of(runs.run(id));
    }
}
