package org.ostler.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.audit.AuditWatch;
import org.ostler.execution.Runs;
import org.ostler.platform.Refusal;

/** The trail: searched, verified, exported. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    @Inject
    Caller caller;

    @Inject
    AuditTrail trail;

    @Inject
    AuditWatch watch;

    @Inject
    Runs runs;

    @Inject
    Machines machines;

    public record EntryView(
            long number, Instant at, @JsonUnwrapped AuditEvent event, String previous, String hash) {
        static EntryView of(AuditEntry entry) {
            return new EntryView(entry.number(), entry.at(), entry.event(), entry.previous(), entry.hash());
        }
    }

    /** @param next what to ask {@code after} for the following page; left out on the last one */
    public record Page(List<EntryView> entries, Optional<Long> next) {}

    @GET
    @Operation(summary = "Entries, newest first; with after=n (or order=oldest) in the order of the chain, from n on")
    public Page search(
            @BeanParam AuditSelection wanted,
            @QueryParam("limit")
                    @Parameter(
                            description = "How many at most; 100 when not given.",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "0",
                                            maximum = "1000"))
                    String limit) {
        caller.require(Permission.READ);
        int most = (int) Given.number("limit", limit, 100, 1_000);
        List<AuditEntry> entries = trail.search(wanted.query(machines, runs, most));
        return new Page(
                entries.stream().map(EntryView::of).toList(),
                entries.size() < most || entries.isEmpty()
                        ? Optional.empty()
                        : Optional.of(entries.get(entries.size() - 1).number()));
    }

    @GET
    @Path("verify")
    @Operation(summary = "Reads the whole journal, the whole table and what witnesses have seen, and compares")
    public AuditTrail.Verification verify() {
        caller.require(Permission.READ);
        return watch.verify();
    }

    @GET
    @Path("export")
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(summary = "The same selection as a file: format=csv or json")
    public Response export(
            @BeanParam AuditSelection selected,
            @QueryParam("format")
                    @Parameter(
                            description = "json when not given.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"csv", "json"}))
                    String format) {
        caller.require(Permission.READ);
        String wanted = Given.text(format).orElse("json");
        if (!wanted.equals("csv") && !wanted.equals("json")) {
            throw Refusal.badInput("parameter", "\"format\" is neither csv nor json.", "Choose one of them.");
        }
        AuditQuery query = selected.query(machines, runs, Integer.MAX_VALUE);
        StreamingOutput file = out -> trail.export(query, wanted, out);
        return Response.ok(file)
                .type(wanted.equals("csv") ? "text/csv;charset=UTF-8" : MediaType.APPLICATION_JSON)
                .header("Content-Disposition", "attachment; filename=\"audit." + wanted + "\"")
                .build();
    }
}
