package org.ostler.cloudstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;

class SignedRequestTest {
    @Test
    void matchesThePublishedExample() {
        assertEquals(
                "TTpdDq/7j/J58XCRHomKoQXEQds=",
                SignedRequest.signature(
                        Map.of(
                                "apikey",
                                "plgWJfZK4gyS3mOMTVmjUVg-X-jlWlnfaUJ9GAbBbf9EdM-kAYMmAiLqzzq1ElZLYq_u38zCm0bewzGUdP66mg",
                                "command",
                                "listUsers",
                                "response",
                                "json"),
                        "VDaACYb0LV9eNjTetIOElcVQkvJck_J_QljX_FcHRj87ZKiy0z0ty0ZsYBkoXkY9b7eq1EhwJaw7FF3akA3KBQ"));
    }

    @Test
    void keepsTheStarAndEncodesTheTilde() {
        String form = SignedRequest.form(
                "listZones",
                Map.of("keyword", "x*y~z a"),
                new Credentials.Login("key", new Secret("secret")),
                Instant.parse("2026-01-02T03:04:05Z"));
        assertTrue(form.contains("keyword=x*y%7Ez%20a"), form);
        assertTrue(form.contains("expires=2026-01-02T03%3A04%3A05%2B0000"), form);
        assertTrue(form.contains("signatureversion=3"), form);
        assertFalse(form.contains("secret"), form);
    }
}
