package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.ostler.access.Choices;
import org.ostler.access.Person;
import org.ostler.access.Profile;
import org.ostler.access.Tokens;

/** What each person decides alone: preferences, password, tokens. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MeResource {
    @Inject
    Profile profile;

    @Inject
    Tokens tokens;

    public record Preferences(Optional<String> language, Optional<String> theme, Optional<String> timeZone) {}

    public record PasswordBody(
            @Schema(required = true) Optional<String> present,
            @Schema(required = true) Optional<String> wanted) {
        @Override
        public String toString() {
            return "a change of password";
        }
    }

    public record TokenBody(@Schema(required = true) Optional<String> name) {}

    public record TokenList(List<Tokens.Token> tokens) {}

    /** @param token shown this once */
    public record NewToken(java.util.UUID id, String name, java.time.Instant createdAt, String token) {
        @Override
        public String toString() {
            return "the new token " + name;
        }
    }

    @GET
    @Path("me")
    @Operation(summary = "Who I am, with roles")
    public Person me() {
        return profile.me();
    }

    @PUT
    @Path("me")
    @Operation(
            summary =
                    "My language (en, zh_CN, browser), theme (light, dark, system, browser) and time zone (such as Asia/Shanghai, or browser)")
    public Person prefer(Preferences body) {
        Given.body(body);
        profile.prefer(now -> new Choices(
                body.language().orElse(now.language()),
                body.theme().orElse(now.theme()),
                body.timeZone().orElse(now.timeZone())));
        return profile.me();
    }

    @POST
    @Path("me/password")
    @Operation(summary = "Change my password")
    public void password(PasswordBody body) {
        Given.body(body);
        profile.changePassword(Given.required(body.present(), "present"), Given.required(body.wanted(), "wanted"));
    }

    @GET
    @Path("tokens")
    @Operation(summary = "My bearer tokens, without the tokens themselves")
    public TokenList list() {
        return new TokenList(tokens.mine());
    }

    @POST
    @Path("tokens")
    @Operation(summary = "Make a bearer token; it is shown this once")
    @APIResponseSchema(value = NewToken.class, responseCode = "201", responseDescription = "The new token.")
    public Response make(TokenBody body) {
        Tokens.NewToken token = tokens.make(Given.required(Given.body(body).name(), "name"));
        return Response.status(Response.Status.CREATED)
                .entity(new NewToken(token.id(), token.name(), token.createdAt(), token.secret()))
                .build();
    }

    @DELETE
    @Path("tokens/{id}")
    @Operation(summary = "Remove a bearer token")
    public void remove(@PathParam("id") String id) {
        tokens.remove(Given.id(id));
    }
}
