package org.ostler.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
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
    Runs runs;

    @Inject
    Machines machines;

    @QueryParam("host")
    String host;

    @QueryParam("run")
    String run;

    @QueryParam("actor")
    String actor;

    @QueryParam("path")
    String path;

    @QueryParam("from")
    String from;

    @QueryParam("to")
    String to;

    @QueryParam("after")
    String after;

    @QueryParam("order")
    String order;

    @QueryParam("limit")
    String limit;

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
    public Page search() {
        caller.require(Permission.READ);
        int most = (int) Given.number("limit", limit, 100, 1_000);
        List<AuditEntry> entries = trail.search(query(most));
        return new Page(
                entries.stream().map(EntryView::of).toList(),
                entries.size() < most || entries.isEmpty()
                        ? Optional.empty()
                        : Optional.of(entries.get(entries.size() - 1).number()));
    }

    @GET
    @Path("verify")
    @Operation(summary = "Reads the whole journal and the whole table and compares")
    public AuditTrail.Verification verify() {
        caller.require(Permission.READ);
        return trail.verify();
    }

    @GET
    @Path("export")
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(summary = "The same selection as a file: format=csv or json")
    public Response export(@QueryParam("format") String format) {
        caller.require(Permission.READ);
        String wanted = Given.text(format).orElse("json");
        if (!wanted.equals("csv") && !wanted.equals("json")) {
            throw Refusal.badInput("parameter", "\"format\" is neither csv nor json.", "Choose one of them.");
        }
        AuditQuery query = query(Integer.MAX_VALUE);
        StreamingOutput file = out -> trail.export(query, wanted, out);
        return Response.ok(file)
                .type(wanted.equals("csv") ? "text/csv;charset=UTF-8" : MediaType.APPLICATION_JSON)
                .header("Content-Disposition", "attachment; filename=\"audit." + wanted + "\"")
                .build();
    }

    private AuditQuery query(int most) {
        String sorted = Given.text(order).orElse(Given.text(after).isPresent() ? "oldest" : "newest");
        if (!sorted.equals("oldest") && !sorted.equals("newest")) {
            throw Refusal.badInput("parameter", "\"order\" is neither oldest nor newest.", "Choose one of them.");
        }
        Optional<UUID> subject = Given.text(host).map(name -> Given.isId(name) ? Given.id(name) : machines.id(name));
        Optional<UUID> ofRun = Given.text(run)
                .map(name -> Given.isId(name) ? Given.id(name) : runs.run(name).id());
        return new AuditQuery(
                subject,
                ofRun,
                Given.text(actor),
                Given.text(path),
                Given.instant("from", from),
                Given.instant("to", to),
                Given.text(after).map(text -> Given.number("after", text, 0, Long.MAX_VALUE)),
                sorted.equals("oldest"),
                most);
    }
}
