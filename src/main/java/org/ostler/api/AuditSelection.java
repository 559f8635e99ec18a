package org.ostler.api;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.ostler.audit.AuditQuery;
import org.ostler.execution.Runs;
import org.ostler.platform.Refusal;

/** Which entries of the trail are asked for; all given conditions hold. */
public class AuditSelection {
    @QueryParam("host")
    @Parameter(description = "Host or management server, by name or id.", schema = @Schema(type = SchemaType.STRING))
    String host;

    @QueryParam("run")
    @Parameter(description = "Run, by number or id.", schema = @Schema(type = SchemaType.STRING))
    String run;

    @QueryParam("actor")
    @Parameter(description = "Who did it.", schema = @Schema(type = SchemaType.STRING))
    String actor;

    @QueryParam("path")
    @Parameter(
            description = "An absolute path exactly, other text within paths and summaries.",
            schema = @Schema(type = SchemaType.STRING))
    String path;

    @QueryParam("from")
    @Parameter(description = "The earliest time.", schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    String from;

    @QueryParam("to")
    @Parameter(description = "The latest time.", schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    String to;

    @QueryParam("after")
    @Parameter(
            description = "Only what follows this number in the chosen order.",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
    String after;

    @QueryParam("order")
    @Parameter(
            description = "By number; oldest when after is given, else newest.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"oldest", "newest"}))
    String order;

    /** @throws Refusal for what is none of these */
    AuditQuery query(Machines machines, Runs runs, int most) {
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
