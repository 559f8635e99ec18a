package org.ostler.access;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.ostler.platform.Configuration;

/**
 * Behind a proxy that speaks TLS a page is asked for by plain HTTP, yet must name its socket with {@code wss}: browsers
 * let no other one out of an encrypted page.
 */
@WebFilter(urlPatterns = "*.xhtml", asyncSupported = true)
public class AsTheBrowserAsked extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Configuration configuration;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ClientAddress client =
                new ClientAddress(configuration.text("ostler.behind.proxy").orElse(""));
        chain.doFilter(
                client.isSecure(request) && !request.isSecure()
                        ? new Encrypted(request, client.authority(request))
                        : request,
                response);
    }

    private static final class Encrypted extends HttpServletRequestWrapper {
        private final String authority;

        Encrypted(HttpServletRequest request, String authority) {
            super(request);
            this.authority = authority;
        }

        @Override
        public String getScheme() {
            return "https";
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer("https://" + authority + getRequestURI());
        }
    }
}
