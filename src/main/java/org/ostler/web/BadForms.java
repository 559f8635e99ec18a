package org.ostler.web;

import jakarta.faces.application.ProtectedViewException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.primefaces.csp.CspException;

/**
 * Forms that no page of ours has sent (made up, or from a page that was left open for too long) are the sender's
 * trouble, not ours: they are answered as such instead of as an error of the server. An error page by Faces would read
 * the same form again and fail again, so this one is plain.
 *
 * <p>What can be seen without Faces is refused before it: a character set, for one, that Faces would remember for the
 * whole session.
 */
@WebFilter(urlPatterns = "*.xhtml", asyncSupported = true)
public class BadForms extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(BadForms.class.getName());
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FORM_WITH_FILES = "multipart/form-data";
    private static final Pattern CHARACTER_SET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)");

    private static final String VIEW = "jakarta.faces.ViewState";

    /** What Faces takes for a form even in an address. */
    private static final List<String> OF_FORMS = List.of(VIEW, "jakarta.faces.partial.ajax");

    /** Pages of ours always have a view on the server; this word asks Faces to make one up. */
    private static final String WITHOUT_VIEW = "stateless";

    /** Whose checks a form of ours cannot trip over. */
    private static final List<String> LIBRARIES =
            List.of("jakarta.faces.", "com.sun.faces.", "org.primefaces.", "org.apache.catalina.");

    private static final List<String> CONTAINER = List.of("org.apache.catalina.");

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Ostler</title></head>
            <body><h1>%s</h1>
            <p>Nothing was changed. %s</p>
            <p lang="zh-CN">%s</p>
            <p><a href="/">Ostler</a></p></body></html>
            """;
    private static final String OUT_OF_DATE = String.format(
            PAGE,
            "This form is out of date",
            "Open the page again, then repeat what you did.",
            "此表单已过期，未作任何更改。请重新打开页面后再操作一次。");
    private static final String UNREADABLE = String.format(
            PAGE,
            "This form cannot be read",
            "It is of another kind than the page's own, in another encoding, or too large.",
            "无法读取此表单，未作任何更改：类型或编码不符，或内容过大。");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> refused = refused(request);
        if (refused.isPresent()) {
            answer(response, refused.get());
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException trouble) {
            if (!isSendersTrouble(request, trouble)) {
                throw trouble;
            }
            // Two buttons of one form: the first has had its answer.
            if (!response.isCommitted()) {
                response.resetBuffer();
                answer(response, OUT_OF_DATE);
            }
        }
    }

    private static void answer(HttpServletResponse response, String page) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(page);
    }

    /** Which page tells why; empty for what may go on to Faces. */
    private static Optional<String> refused(HttpServletRequest request) {
        if (!request.getMethod().equals("POST")) {
            boolean formInTheAddress = OF_FORMS.stream().anyMatch(name -> request.getParameter(name) != null);
            return formInTheAddress ? Optional.of(OUT_OF_DATE) : Optional.empty();
        }
        if (!isReadable(request)) {
            return Optional.of(UNREADABLE);
        }
        return WITHOUT_VIEW.equals(request.getParameter(VIEW)) ? Optional.of(OUT_OF_DATE) : Optional.empty();
    }

    private static boolean isReadable(HttpServletRequest request) {
        String type = request.getContentType() == null
                ? ""
                : request.getContentType().toLowerCase(Locale.ROOT).strip();
        Matcher characters = CHARACTER_SET.matcher(type);
        if (characters.find() && !characters.group(1).equals("utf-8")) {
            return false;
        }
        String kind = type.split(";", 2)[0].strip();
        if (!kind.equals(FORM) && !kind.equals(FORM_WITH_FILES)) {
            return false;
        }
        try {
            request.setCharacterEncoding(StandardCharsets.UTF_8.name());
            request.getParameterMap();
            return kind.equals(FORM) || request.getParts() != null;
        } catch (ServletException | IOException | RuntimeException unreadable) {
            LOG.log(Level.FINE, "a form could not be read", unreadable);
            return false;
        }
    }

    /** Whether this came of a form that no page of ours would send now. */
    static boolean isSendersTrouble(HttpServletRequest request, Throwable trouble) {
        if (!request.getMethod().equals("POST")) {
            return false;
        }
        Throwable at = trouble;
        Throwable root = trouble;
        for (int depth = 0; at != null && depth < 20; depth++) {
            boolean anotherKindOfForm = at instanceof ServletException && isThrownBy(at, CONTAINER);
            if (at instanceof CspException
                    || at instanceof ViewExpiredException
                    || at instanceof ProtectedViewException
                    || anotherKindOfForm) {
                return true;
            }
            root = at;
            at = at.getCause();
        }
        if (isCheckOfALibrary(root)) {
            LOG.log(Level.WARNING, trouble, () -> "a form asked for what its page does not offer");
            return true;
        }
        return false;
    }

    /** A page number of "-5", an event without its row: such checks are the component library's own, not ours. */
    private static boolean isCheckOfALibrary(Throwable root) {
        return (root instanceof IllegalArgumentException || root instanceof IllegalStateException)
                && isThrownBy(root, LIBRARIES);
    }

    private static boolean isThrownBy(Throwable thrown, List<String> packages) {
        return Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java."))
                .limit(1)
                .anyMatch(name -> packages.stream().anyMatch(name::startsWith));
    }
}
