package org.ostler.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.platform.DatabaseWatch;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;

/** What is answered at the door, as an RFC 9457 problem document or as the way to the sign-in page. */
record Answer(HttpServletResponse response) {
    private static final Logger LOG = Logger.getLogger(Answer.class.getName());

    AuthenticationStatus disguisedPath() {
        return problem(
                400,
                "path-not-plain",
                "This address is not written in its plain form.",
                "Leave out ';', '//', dot segments and encoded letters, dots or slashes; use ids for odd names.");
    }

    AuthenticationStatus foreignOrigin() {
        return problem(
                403,
                "foreign-origin",
                "This request comes from a page of another site, so it was refused.",
                "Open Ostler's own pages; behind a proxy check OSTLER_BEHIND_PROXY.");
    }

    AuthenticationStatus signInNeeded() {
        response.setHeader("WWW-Authenticate", "Basic realm=\"Ostler\", charset=\"UTF-8\"");
        response.addHeader("WWW-Authenticate", "Bearer realm=\"Ostler\"");
        return problem(401, "sign-in-needed", "Nobody is signed in.", "Send HTTP Basic credentials or a bearer token.");
    }

    AuthenticationStatus refused() {
        response.setHeader("WWW-Authenticate", "Basic realm=\"Ostler\", charset=\"UTF-8\"");
        response.addHeader("WWW-Authenticate", "Bearer realm=\"Ostler\"");
        return problem(
                401,
                "sign-in-refused",
                "The name, password or token was not accepted.",
                "Check it; a disabled person cannot sign in.");
    }

    AuthenticationStatus wait(Duration howLong) {
        long seconds = howLong.toSeconds() + 1;
        response.setHeader("Retry-After", Long.toString(seconds));
        return problem(
                429,
                "too-many-tries",
                "Too many sign-ins were refused.",
                "Wait " + seconds + " seconds, then try again.");
    }

    /** In words of no detail: whoever asks has not signed in yet. */
    AuthenticationStatus notNow(DatabaseWatch.Trouble trouble) {
        return problem(
                Refusal.Kind.NOT_NOW.status(),
                trouble.code(),
                "The database cannot be used now.",
                "Try again in a moment; an administrator looks at the database and its disk.");
    }

    /** For a person: the page for it says no more either. */
    AuthenticationStatus pageNotNow() {
        try {
            response.sendError(Refusal.Kind.NOT_NOW.status());
        } catch (IOException gone) {
            LOG.log(Level.FINE, "who was to be told is gone", gone);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    AuthenticationStatus unexpected(String reference) {
        return problem(
                500,
                "unexpected",
                "Something went wrong in Ostler itself.",
                "Look for " + reference + " in the server's log, and report it.");
    }

    AuthenticationStatus toSignIn(String url, boolean ajax) {
        if (ajax) {
            return write(
                    200,
                    "text/xml",
                    "<?xml version='1.0' encoding='UTF-8'?>\n<partial-response><redirect url=\""
                            + url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;")
                            + "\"/></partial-response>");
        }
        response.setStatus(302);
        response.setHeader("Location", url);
        return AuthenticationStatus.SEND_CONTINUE;
    }

    private AuthenticationStatus problem(int status, String code, String what, String next) {
        ObjectNode problem = Json.mapper().createObjectNode();
        problem.put("type", "urn:ostler:problem:" + code);
        problem.put("title", what);
        problem.put("status", status);
        problem.put("detail", what + " " + next);
        problem.put("code", code);
        problem.put("next", next);
        return write(status, "application/problem+json", problem.toString());
    }

    private AuthenticationStatus write(int status, String type, String body) {
        try {
            response.setStatus(status);
            response.setContentType(type);
            response.setCharacterEncoding("UTF-8");
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
            return AuthenticationStatus.SEND_FAILURE;
        } catch (IOException gone) {
            LOG.log(Level.FINE, "who was to be told is gone", gone);
            return AuthenticationStatus.SEND_FAILURE;
        }
    }
}
