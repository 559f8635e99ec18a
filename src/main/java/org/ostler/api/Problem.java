package org.ostler.api;

import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * RFC 9457, with what to do next.
 *
 * @param code stable, for scripts
 * @param reference finds an unexpected error in the server's log
 */
record Problem(
        String type, String title, int status, String detail, String code, String next, Optional<String> reference) {
    static final String TYPE = "application/problem+json";

    static Problem of(int status, String code, String what, String next) {
        return new Problem("urn:ostler:problem:" + code, what, status, what + " " + next, code, next, Optional.empty());
    }

    Problem withReference(String id) {
        return new Problem(type, title, status, detail, code, next, Optional.of(id));
    }

    Response response() {
        return Response.status(status).type(TYPE).entity(this).build();
    }
}
