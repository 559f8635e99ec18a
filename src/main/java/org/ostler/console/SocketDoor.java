package org.ostler.console;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Optional;
import org.ostler.access.Sessions;
import org.ostler.access.Ticket;

/** Carries the signed-in session from the handshake to the socket. */
public class SocketDoor extends ServerEndpointConfig.Configurator {
    private static final String TICKET = Ticket.class.getName();

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().remove(TICKET);
        if (request.getHttpSession() instanceof HttpSession http) {
            CDI.current().select(Sessions.class).get().ticket(http).ifPresent(ticket -> config.getUserProperties()
                    .put(TICKET, ticket));
        }
    }

    /** The socket's ticket; a handshake of somebody else at the same time must not lend theirs. */
    static Optional<Ticket> ticket(Session socket) {
        return socket.getUserPrincipal() != null
                        && socket.getUserProperties().get(TICKET) instanceof Ticket ticket
                        && ticket.name().equals(socket.getUserPrincipal().getName())
                ? Optional.of(ticket)
                : Optional.empty();
    }
}
