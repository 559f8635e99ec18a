package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.backup.Backups;
import org.ostler.platform.Refusal;

/** Backups: made now, and listed. They are restored by {@code payara/restore}, without a server. */
@Path("backups")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BackupsResource {
    private static final int LONGEST_NOTE = 200;

    @Inject
    Caller caller;

    @Inject
    Backups backups;

    /** @param note what it is for; stands in the audit trail */
    public record BackupBody(@Schema(required = true) Optional<String> note) {}

    /** @param file on the server's machine */
    public record Backup(String name, String file, Instant madeAt, long bytes) {
        static Backup of(org.ostler.backup.Backup made) {
            return new Backup(made.name(), made.file().toString(), made.madeAt(), made.bytes());
        }
    }

    /** @param next when one is made by itself */
    public record BackupList(
            List<Backup> backups, Optional<Instant> next, boolean underWay, Optional<String> problem) {}

    @GET
    @Operation(summary = "Backups that are there, newest first")
    public BackupList list() {
        return new BackupList(
                backups.list().stream().map(Backup::of).toList(),
                backups.next(),
                backups.isUnderWay(),
                backups.problem());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a backup now; answers when it is there")
    @APIResponseSchema(value = Backup.class, responseCode = "201")
    public Response make(BackupBody body) {
        caller.require(Permission.ADMINISTER);
        String note = Given.required(Given.body(body).note(), "note").strip();
        if (note.isEmpty() || note.length() > LONGEST_NOTE || note.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.badInput(
                    "backup-note",
                    "A backup needs a note of 1 to " + LONGEST_NOTE + " characters in one line.",
                    "Say what it is for.");
        }
        return Response.status(Response.Status.CREATED)
                .entity(Backup.of(backups.make(note)))
                .build();
    }
}
