package org.ostler.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Forms that no page of ours has sent (made up, or from a page that was left open for too long) are the sender's
 * trouble, not ours: they are answered as such instead of as an error of the server. An error page by Faces would read
 * the same form again and fail again, so this one is plain.
 */
@WebFilter(urlPatterns = "*.xhtml", asyncSupported = true)
public class BadForms extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** By name: this package knows nothing of Faces. */
    private static final Set<String> SENDERS_TROUBLE = Set.of(
            "org.primefaces.csp.CspException",
            "jakarta.faces.application.ViewExpiredException",
            "jakarta.faces.application.ProtectedViewException");

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Ostler</title></head>
            <body><h1>This form is out of date</h1>
            <p>Nothing was changed. Open the page again, then repeat what you did.</p>
            <p lang="zh-CN">此表单已过期，未作任何更改。请重新打开页面后再操作一次。</p>
            <p><a href="/">Ostler</a></p></body></html>
            """;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException trouble) {
            if (!isSendersTrouble(request, trouble) || response.isCommitted()) {
                throw trouble;
            }
            response.resetBuffer();
            response.setStatus(400);
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().write(PAGE);
        }
    }

    private static boolean isSendersTrouble(HttpServletRequest request, Throwable trouble) {
        boolean ajax = "partial/ajax".equals(request.getHeader("Faces-Request"));
        Throwable at = trouble;
        for (int depth = 0; at != null && depth < 20 && !ajax; depth++) {
            if (SENDERS_TROUBLE.contains(at.getClass().getName())) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
