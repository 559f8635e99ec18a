package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who is signed in. Sockets ask it again and again: a session that ended or a role that went ends them too. */
@ApplicationScoped
public class Sessions {
    static final String ATTRIBUTE = Sessions.class.getName();

    /** Smaller: a long day needs a second sign-in. Larger: a forgotten browser on a wall stays open for longer. */
    private static final Duration LONGEST = Duration.ofHours(14);

    @Inject
    Accounts accounts;

    private final Set<String> open = ConcurrentHashMap.newKeySet();

    /** The session's ticket while it is good. */
    public Optional<Ticket> ticket(HttpSession session) {
        return session != null && session.getAttribute(ATTRIBUTE) instanceof Ticket ticket && isGood(ticket)
                ? Optional.of(ticket)
                : Optional.empty();
    }

    /** Whether the holder is still signed in and still may. */
    public boolean may(Ticket ticket, Permission permission) {
        return isGood(ticket)
                && accounts.findActive(ticket.name())
                        .filter(account -> permission.isGivenBy(account.roles()))
                        .isPresent();
    }

    void open(HttpSession session, Account account) {
        Ticket ticket =
                new Ticket(UUID.randomUUID().toString(), account.name(), account.passwordStamp(), Instant.now());
        open.add(ticket.key());
        session.setAttribute(ATTRIBUTE, ticket);
    }

    /** The own session survives the own change of password. */
    void keep(HttpSession session, long passwordStamp) {
        if (session.getAttribute(ATTRIBUTE) instanceof Ticket ticket) {
            session.setAttribute(
                    ATTRIBUTE, new Ticket(ticket.key(), ticket.name(), passwordStamp, ticket.signedInAt()));
        }
    }

    void closed(HttpSession session) {
        if (session.getAttribute(ATTRIBUTE) instanceof Ticket ticket) {
            open.remove(ticket.key());
        }
    }

    private boolean isGood(Ticket ticket) {
        return open.contains(ticket.key())
                && ticket.signedInAt().plus(LONGEST).isAfter(Instant.now())
                && accounts.findActive(ticket.name())
                        .filter(account -> account.passwordStamp() == ticket.passwordStamp())
                        .isPresent();
    }
}
