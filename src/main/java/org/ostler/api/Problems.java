package org.ostler.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.platform.DatabaseWatch;
import org.ostler.platform.Refusal;

/** Every failure leaves the API as a problem document. */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    @Inject
    DatabaseWatch database;

    @Override
    public Response toResponse(Throwable trouble) {
        Optional<Refusal> refusal =
                refusalIn(trouble).or(() -> database.met(trouble).map(DatabaseWatch.Trouble::refusal));
        if (refusal.isPresent()) {
            return of(refusal.get());
        }
        if (trouble instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            return of(web);
        }
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, trouble, () -> "Unexpected error " + reference);
        return Problem.of(
                        500,
                        "unexpected",
                        "Something went wrong in Ostler itself.",
                        "Look for " + reference + " in the server's log, and report it.")
                .withReference(reference)
                .response();
    }

    private static Response of(Refusal refusal) {
        return Problem.of(refusal.kind().status(), refusal.code(), refusal.getMessage(), refusal.next())
                .response();
    }

    /** Interceptors wrap; what a person can mend is not lost in it. */
    private static Optional<Refusal> refusalIn(Throwable trouble) {
        Throwable at = trouble;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof Refusal refusal) {
                return Optional.of(refusal);
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    private static Response of(WebApplicationException web) {
        Response.ResponseBuilder response =
                Response.fromResponse(of(web.getResponse().getStatus()).response());
        Object allow = web.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
        return (allow == null ? response : response.header(HttpHeaders.ALLOW, allow)).build();
    }

    /** Of a status that the server gives by itself. */
    static Problem of(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "not-found", "There is nothing at this address.", "Compare it with /openapi.");
            case 405 ->
                Problem.of(
                        405,
                        "method-not-allowed",
                        "This address does not take this method.",
                        "Use one of those in the Allow header.");
            case 406 -> Problem.of(406, "not-acceptable", "Only application/json is given here.", "Accept that.");
            case 413 -> Problem.of(413, "too-long", "The body is too long.", "Send at most 4 MiB.");
            case 415 ->
                Problem.of(
                        415,
                        "unsupported-media-type",
                        "The body is of a kind that is not read here.",
                        "Send it with Content-Type: application/json.");
            default ->
                Problem.of(
                        status < 400 ? 400 : status,
                        "bad-request",
                        "The request cannot be understood.",
                        "Compare it with /openapi.");
        };
    }
}
