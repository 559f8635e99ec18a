package org.ostler.access;

import jakarta.servlet.http.HttpServletResponse;

/** Headers of every answer. Pages get their content security policy from PrimeFaces (web.xml), all else this one. */
final class ResponseHeaders {
    private static final String NOTHING_RUNS =
            "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; frame-ancestors 'none';"
                    + " base-uri 'none'; form-action 'none'";

    /** Smaller than a year: browsers forget between visits that this server speaks TLS. */
    private static final String A_YEAR = "max-age=31536000";

    private ResponseHeaders() {}

    static void set(HttpServletResponse response, boolean faces, boolean staticContent, boolean secure) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (!faces) {
            response.setHeader("Content-Security-Policy", NOTHING_RUNS);
        }
        if (!staticContent) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (secure) {
            response.setHeader("Strict-Transport-Security", A_YEAR);
        }
    }
}
