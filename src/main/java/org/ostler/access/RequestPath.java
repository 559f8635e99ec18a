package org.ostler.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ostler.platform.EscapedText;

/**
 * The path of a request, and to which door it leads. Only one spelling of a path is let in: whatever the container
 * might read differently from us (parameters, dot segments, doubled or encoded slashes, encoded letters) is refused
 * before anything else looks at it.
 *
 */
record RequestPath(String path, Door door) {
    /** Which way of signing in a path takes. */
    enum Door {
        /** Anyone: health, the sign-in page, the style sheets and scripts that it needs. */
        OPEN,
        /** Basic or bearer, never the cookie. */
        API,
        /** Either: machines and people read these. */
        METRICS,
        /** WebSockets: session and the right Origin. */
        SOCKET,
        /** Session, else the sign-in page. */
        PAGE
    }

    static final String SIGN_IN = "/sign-in.xhtml";

    private static final Set<String> OPEN =
            Set.of("/health", "/health/ready", "/health/live", "/health/started", SIGN_IN, "/favicon.ico");

    /**
     * %2E %2F %5C %3B %25 and control characters change what a path means; letters and digits need no encoding.
     */
    private static final Pattern DISGUISED =
            Pattern.compile("%(2[defDEF5]|5[cCfF]|3[bB]|7[eEfF]|[01][0-9a-fA-F]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA])");

    private static final Pattern LOOSE = Pattern.compile("[;\\\\\\x00-\\x20\\x7f]|//|/\\.{1,2}(/|$)");

    /** @return empty for a path that is not in its one spelling */
    static Optional<RequestPath> of(String rawUri) {
        if (!rawUri.startsWith("/")
                || DISGUISED.matcher(rawUri).find()
                || LOOSE.matcher(rawUri).find()
                || EscapedText.decoded(rawUri).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RequestPath(rawUri, door(rawUri)));
    }

    private static Door door(String path) {
        if (OPEN.contains(path) || path.startsWith("/jakarta.faces.resource/")) {
            return Door.OPEN;
        }
        if (under(path, "/api")) {
            return Door.API;
        }
        if (under(path, "/metrics") || under(path, "/openapi")) {
            return Door.METRICS;
        }
        if (under(path, "/console") || under(path, "/jakarta.faces.push")) {
            return Door.SOCKET;
        }
        return Door.PAGE;
    }

    /** Whether Faces answers it: then PrimeFaces writes the content security policy, with its nonce. */
    boolean isFaces() {
        return path.equals("/") || path.toLowerCase(Locale.ROOT).endsWith(".xhtml");
    }

    private static boolean under(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
