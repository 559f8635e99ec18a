package org.ostler.console;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.ostler.access.Permission;
import org.ostler.access.Sessions;
import org.ostler.access.Ticket;

/**
 * Stands before the sockets' handshakes: only a signed-in session with the right, and no page of another origin. The
 * sockets ask again when they open, so that a mistake in one of the two lets nobody in.
 */
@WebFilter(urlPatterns = "/console/*", asyncSupported = true)
public class ConsoleFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    static final String TERMINALS = "/console/terminals/";

    @Inject
    private transient Sessions sessions;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Ticket> ticket = sessions.ticket(request.getSession(false));
        Permission needed = request.getRequestURI().startsWith(TERMINALS) ? Permission.OPERATE : Permission.READ;
        String site = request.getHeader("Sec-Fetch-Site");
        if (request.getUserPrincipal() == null || ticket.isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } else if (request.getHeader("Origin") == null || (site != null && !site.equals("same-origin"))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (!ticket.get().name().equals(request.getUserPrincipal().getName())
                || !sessions.may(ticket.get(), needed)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            chain.doFilter(request, response);
        }
    }
}
