package org.ostler.access;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.ostler.platform.Configuration;

/** The container's word on sessions: what their cookie is like, and that one has ended. */
@WebListener
public class SessionsEnd implements HttpSessionListener, ServletContextListener {
    @Inject
    Sessions sessions;

    @Inject
    Configuration configuration;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        SessionCookieConfig cookie = event.getServletContext().getSessionCookieConfig();
        cookie.setSecure(configuration.text("ostler.tls.cert").isPresent()
                || configuration.text("ostler.behind.proxy").isPresent());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions.closed(event.getSession());
    }
}
