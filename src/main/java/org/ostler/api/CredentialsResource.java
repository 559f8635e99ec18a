package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;

/** Credentials: written, listed by name, never shown. */
@Path("credentials")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CredentialsResource {
    @Inject
    Caller caller;

    @Inject
    Credentials credentials;

    public record CredentialList(List<Credentials.Summary> credentials) {}

    /** An absent secret keeps the one that is stored. */
    public record CredentialBody(
            @Schema(required = true) Optional<Credentials.Kind> kind,
            @Schema(required = true) Optional<String> user,
            Optional<String> password,
            Optional<String> privateKey,
            Optional<String> passphrase,
            boolean sudo,
            Optional<String> sudoPassword,
            Optional<String> jumpAddress,
            Optional<String> jumpCredential) {
        @Override
        public String toString() {
            return "a credential of kind " + kind;
        }
    }

    @GET
    @Operation(summary = "Names and kinds; no secrets")
    public CredentialList list() {
        caller.require(Permission.ADMINISTER);
        return new CredentialList(credentials.list());
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Store a credential; secrets are never given back")
    public void put(@PathParam("name") String name, CredentialBody body) {
        caller.require(Permission.ADMINISTER);
        Given.body(body);
        credentials.store(new Credentials.Draft(
                name,
                Given.required(body.kind(), "kind"),
                Given.required(body.user(), "user"),
                body.password().map(Secret::new),
                body.privateKey().map(Secret::new),
                body.passphrase().map(Secret::new),
                body.sudo(),
                body.sudoPassword().map(Secret::new),
                body.jumpAddress(),
                body.jumpCredential()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Forget a credential")
    public void remove(@PathParam("name") String name) {
        caller.require(Permission.ADMINISTER);
        credentials.remove(name);
    }
}
