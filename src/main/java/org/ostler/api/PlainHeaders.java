package org.ostler.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/**
 * Reads the kind of the body before Jersey does: what Jersey cannot read it answers by itself, with nothing that says
 * why, before any of our filters is asked.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class PlainHeaders extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String kind = request.getHeader("Content-Type");
        if (kind == null || isReadable(kind)) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        response.setContentType(Problem.TYPE);
        response.getOutputStream().write(ApiJson.write(Problems.of(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE)));
    }

    private static boolean isReadable(String kind) {
        try {
            String charset = MediaType.valueOf(kind).getParameters().get(MediaType.CHARSET_PARAMETER);
            return charset == null || charset.equalsIgnoreCase("utf-8");
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
