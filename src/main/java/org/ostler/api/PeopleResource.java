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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.ostler.access.Caller;
import org.ostler.access.People;
import org.ostler.access.Permission;
import org.ostler.access.Person;
import org.ostler.access.Role;

/** People and their roles, for administrators. */
@Path("people")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PeopleResource {
    @Inject
    Caller caller;

    @Inject
    People people;

    public record PeopleList(List<Person> people) {}

    public record NewPerson(
            @Schema(required = true) Optional<String> name,
            @Schema(required = true) Optional<String> password,
            @Schema(required = true) List<Role> roles) {
        @Override
        public String toString() {
            return "a new person " + name;
        }
    }

    /** What is left out stays as it is. */
    public record PersonChange(Optional<List<Role>> roles, Optional<Boolean> disabled, Optional<String> password) {
        @Override
        public String toString() {
            return "a change of a person";
        }
    }

    @GET
    @Operation(summary = "Everybody, with roles")
    public PeopleList list() {
        caller.require(Permission.ADMINISTER);
        return new PeopleList(people.list());
    }

    @POST
    @Operation(summary = "Add a person")
    @APIResponseSchema(value = Person.class, responseCode = "201", responseDescription = "The new person.")
    public Response add(NewPerson body) {
        caller.require(Permission.ADMINISTER);
        Given.body(body);
        Person person = people.add(
                Given.required(body.name(), "name"),
                Given.required(body.password(), "password"),
                roles(Given.list(body.roles(), "roles")));
        return Response.status(Response.Status.CREATED).entity(person).build();
    }

    @PUT
    @Path("{name}")
    @Operation(summary = "Change roles, password, or whether the person may sign in")
    public Person change(@PathParam("name") String name, PersonChange body) {
        caller.require(Permission.ADMINISTER);
        Given.body(body);
        Optional<Set<Role>> wanted = body.roles().map(roles -> roles(Given.list(roles, "roles")));
        return people.change(name, new People.Change(wanted, body.disabled(), body.password()));
    }

    private static Set<Role> roles(List<Role> given) {
        return given.isEmpty() ? Set.of() : EnumSet.copyOf(given);
    }
}
