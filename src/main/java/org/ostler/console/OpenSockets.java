package org.ostler.console;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Permission;
import org.ostler.access.Sessions;
import org.ostler.access.Ticket;

/** Every open socket with whom it belongs to; each second asks whether they still may, and ends it when not. */
@ApplicationScoped
class OpenSockets {
    static final String SIGNED_OUT = "signed-out";

    /** Smaller: more questions to the accounts. Larger: who lost a role reads and types longer than 2 s. */
    private static final long LOOK_MILLIS = 1_000;

    private static final Logger LOG = Logger.getLogger(OpenSockets.class.getName());

    @Inject
    private Sessions sessions;

    @Resource
    private ManagedThreadFactory threads;

    /** Our own: the container's timer would carry the context of the request that opened the first socket for ever. */
    private ScheduledThreadPoolExecutor timer;

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private ScheduledFuture<?> looking;

    @PostConstruct
    void open() {
        timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }

    /** @param eachSecond what else the socket wants to be looked after */
    private record Watched(Session socket, Ticket ticket, Permission permission, Runnable eachSecond) {}

    /** @return false when the person may not; the socket is closed then */
    boolean watch(Session socket, Permission permission, Runnable eachSecond) {
        boolean allowed = SocketDoor.ticket(socket)
                .filter(ticket -> sessions.may(ticket, permission))
                .map(ticket -> watched.put(socket.getId(), new Watched(socket, ticket, permission, eachSecond)) == null)
                .orElse(false);
        if (allowed) {
            startLooking();
        } else {
            close(socket, CloseReason.CloseCodes.VIOLATED_POLICY, SIGNED_OUT);
        }
        return allowed;
    }

    void forget(Session socket) {
        watched.remove(socket.getId());
    }

    static void close(Session socket, CloseReason.CloseCode code, String why) {
        try {
            socket.close(new CloseReason(code, why));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.FINE, "a socket was gone already", gone);
        }
    }

    private synchronized void startLooking() {
        if (looking == null || looking.isDone()) {
            looking = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        for (Watched one : List.copyOf(watched.values())) {
            try {
                if (!one.socket().isOpen()) {
                    watched.remove(one.socket().getId());
                } else if (sessions.may(one.ticket(), one.permission())) {
                    one.eachSecond().run();
                } else {
                    close(one.socket(), CloseReason.CloseCodes.VIOLATED_POLICY, SIGNED_OUT);
                }
            } catch (RuntimeException trouble) {
                LOG.log(Level.WARNING, "a socket could not be looked after", trouble);
            }
        }
    }
}
