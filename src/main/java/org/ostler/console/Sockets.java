package org.ostler.console;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;

/** Opens the sockets' addresses. Payara Micro's own scan does not find annotated endpoints in this WAR. */
@WebListener
public class Sockets implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServerContainer container =
                (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(TranscriptSocket.class);
            container.addEndpoint(TerminalSocket.class);
        } catch (DeploymentException wrong) {
            throw new IllegalStateException("the console's sockets cannot be opened", wrong);
        }
    }
}
