package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.credential.Credentials;
import org.ostler.credential.KnownHosts;
import org.ostler.inventory.InventoryDocument;
import org.ostler.inventory.InventoryDocuments;

/** The tree as one document, and the host keys of what is in it. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class InventoryResource {
    @Inject
    Caller caller;

    @Inject
    InventoryDocuments documents;

    @Inject
    Machines machines;

    @Inject
    KnownHosts knownHosts;

    @Inject
    FirstContact contact;

    /** @param replacing a yes to a changed key, after a reinstallation */
    public record Fingerprint(@Schema(required = true) Optional<String> fingerprint, boolean replacing) {}

    /** @param jumpHosts on the way to the machine, the one before it first; each has to be accepted as well */
    public record HostKeys(
            Optional<KnownHosts.Key> accepted, Optional<KnownHosts.Key> offered, List<JumpHostKeys> jumpHosts) {}

    public record JumpHostKeys(String address, Optional<KnownHosts.Key> accepted, Optional<KnownHosts.Key> offered) {}

    @GET
    @Path("inventory")
    @Operation(summary = "The whole inventory; credentials by name")
    public InventoryDocument inventory() {
        caller.require(Permission.READ);
        return documents.present();
    }

    @PUT
    @Path("inventory")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create and update; retires what is not named only with ?prune=true")
    public InventoryDocument put(
            @QueryParam("prune")
                    @Parameter(
                            description = "Whether to retire what the document does not name.",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    String prune,
            InventoryDocument document) {
        caller.require(Permission.ADMINISTER);
        return documents.put(Given.body(document), Given.flag("prune", prune));
    }

    @GET
    @Path("hosts/{host}/host-key")
    @Operation(summary = "The accepted key of a host or management server, and the one that waits for a yes")
    public HostKeys hostKey(@PathParam("host") String host) {
        caller.require(Permission.READ);
        return keys(machines.id(host));
    }

    @POST
    @Path("hosts/{host}/host-key")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Accept the offered host key with this fingerprint")
    public HostKeys accept(@PathParam("host") String host, Fingerprint body) {
        caller.require(Permission.ADMINISTER);
        UUID id = machines.id(host);
        String fingerprint = Given.required(Given.body(body).fingerprint(), "fingerprint");
        contact.ifUnseen(id, fingerprint);
        knownHosts.accept(whoShows(fingerprint, id), fingerprint, body.replacing());
        return keys(id);
    }

    /** The machine itself, unless a jump host before it shows this key. */
    private UUID whoShows(String fingerprint, UUID id) {
        return machines.jumpHosts(id).stream()
                .map(Credentials.JumpHost::endpoint)
                .filter(jump -> knownHosts
                        .offered(jump)
                        .filter(key -> key.fingerprint().equals(fingerprint))
                        .isPresent())
                .findFirst()
                .orElse(id);
    }

    private HostKeys keys(UUID id) {
        return new HostKeys(
                knownHosts.accepted(id),
                knownHosts.offered(id),
                machines.jumpHosts(id).stream()
                        .map(jump -> new JumpHostKeys(
                                jump.address(),
                                knownHosts.accepted(jump.endpoint()),
                                knownHosts.offered(jump.endpoint())))
                        .toList());
    }
}
