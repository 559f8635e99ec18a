package org.ostler.access;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who is signed in. Sockets ask it again and again: a session that ended or a role that went ends them too. */
@ApplicationScoped
public class Sessions {
    static final String ATTRIBUTE = Sessions.class.getName();

    /** Smaller: a long day needs a second sign-in. Larger: a forgotten browser on a wall stays open for longer. */
    private static final Duration LONGEST = Duration.ofHours(14);

    private static final Logger LOG = Logger.getLogger(Sessions.class.getName());

    @Inject
    Accounts accounts;

    @Resource
    ManagedExecutorService threads;

    private final Map<String, HttpSession> open = new ConcurrentHashMap<>();

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

    /** Who was signed in with this session before is no longer, nor are their sockets. */
    void open(HttpSession session, Account account) {
        closed(session);
        Ticket ticket =
                new Ticket(UUID.randomUUID().toString(), account.name(), account.passwordStamp(), Instant.now());
        open.put(ticket.key(), session);
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

    /**
     * Ends the sessions of somebody who was disabled or has another password now. They would let nobody in anyway, but
     * the container ends the sockets that it opened for a session only with the session.
     */
    void endWith(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountChanged change) {
        threads.execute(() -> {
            accounts.forget(change);
            List.copyOf(open.values()).forEach(session -> endUnlessGood(session, change.name()));
        });
    }

    private void endUnlessGood(HttpSession session, String name) {
        try {
            if (session.getAttribute(ATTRIBUTE) instanceof Ticket ticket
                    && ticket.name().equalsIgnoreCase(name)
                    && !isGood(ticket)) {
                session.invalidate();
            }
        } catch (IllegalStateException ended) {
            LOG.log(Level.FINE, "a session has ended by itself", ended);
        }
    }

    private boolean isGood(Ticket ticket) {
        return open.containsKey(ticket.key())
                && ticket.signedInAt().plus(LONGEST).isAfter(Instant.now())
                && accounts.findActive(ticket.name())
                        .filter(account -> account.passwordStamp() == ticket.passwordStamp())
                        .isPresent();
    }
}
