package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.ostler.audit.AuditEvent;
import org.ostler.platform.Configuration;
import org.ostler.platform.DatabaseWatch;

/** The boundary of the sign-in page. */
@ApplicationScoped
public class SignIn {
    public enum Outcome {
        SIGNED_IN,
        /** Name or password is wrong, or the person is disabled; which one is not told. */
        REFUSED,
        /** Too many tries. */
        WAIT
    }

    /** @param after how long until the next try is looked at, when it has to wait */
    public record Attempt(Outcome outcome, Duration after) {}

    @Inject
    Authentication authentication;

    @Inject
    Sessions sessions;

    @Inject
    People people;

    @Inject
    Trail trail;

    @Inject
    DatabaseWatch watch;

    @Inject
    Configuration configuration;

    /** Signs the request's session in, under a new session id. */
    public Attempt signIn(HttpServletRequest request, String name, String password) {
        String address =
                new ClientAddress(configuration.text("ostler.behind.proxy").orElse("")).of(request);
        Authentication.Result result = authentication.byPassword(name, password, address);
        if (result instanceof Authentication.Result.Wait wait) {
            return new Attempt(Outcome.WAIT, wait.howLong());
        }
        if (!(result instanceof Authentication.Result.Known known)) {
            return new Attempt(Outcome.REFUSED, Duration.ZERO);
        }
        Account account = known.account();
        request.getSession(true);
        request.changeSessionId();
        sessions.open(request.getSession(), account);
        if (watch.trouble().isEmpty()) {
            people.signedIn(account.name());
        }
        trail.note(AuditEvent.of(AuditEvent.Kind.SIGN_IN, account.name(), account.name() + " signed in")
                .with("address", address));
        return new Attempt(Outcome.SIGNED_IN, Duration.ZERO);
    }

    public void signOut(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return;
        }
        sessions.ticket(session)
                .ifPresent(ticket -> trail.note(
                        AuditEvent.of(AuditEvent.Kind.SIGN_IN, ticket.name(), ticket.name() + " signed out")));
        session.invalidate();
    }
}
