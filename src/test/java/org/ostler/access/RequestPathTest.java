package org.ostler.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x;/api/plans",
                "/api/plans;jsessionid=1",
                "//api/plans",
                "/api//plans",
                "/./api",
                "/api/.",
                "/health/../api/plans",
                "/health/..",
                "/%61pi/plans",
                "/api%2fplans",
                "/api%2Fplans",
                "/health/%2e%2e/api",
                "/health/%2E./api",
                "/a%5cb",
                "/a\\b",
                "/a%00b",
                "/a%0d%0aSet-Cookie:x",
                "/a%3bb",
                "/%252e%252e/api",
                "/%c0%ae%c0%ae/api",
                "/a%zz",
                "/a%",
                "/a b",
                "*",
                ""
            })
    void refusesAPathThatIsNotInItsOneSpelling(String uri) {
        assertTrue(RequestPath.of(uri).isEmpty(), uri);
    }

    @ParameterizedTest
    @CsvSource({
        "/, PAGE",
        "/index.xhtml, PAGE",
        "/run.xhtml, PAGE",
        "/sign-in.xhtml, OPEN",
        "/sign-in.xhtml/x, PAGE",
        "/SIGN-IN.xhtml, PAGE",
        "/health, OPEN",
        "/health/ready, OPEN",
        "/health/ready/, PAGE",
        "/Health/ready, PAGE",
        "/jakarta.faces.resource/theme.css.xhtml, OPEN",
        "/api, API",
        "/api/plans, API",
        "/apix, PAGE",
        "/API/plans, PAGE",
        "/metrics, METRICS",
        "/metrics/base, METRICS",
        "/openapi, METRICS",
        "/console/runs/3, SOCKET",
        "/jakarta.faces.push/runs, SOCKET",
        "/api/hosts/%E4%B8%BB%E6%9C%BA%201/host-key, API",
        "/api/runs/3/steps/reboot@xen1/retry, API",
        "/api/runs/3/steps/reboot%40xen1/retry, API"
    })
    void leadsToTheDoorOfItsKind(String uri, RequestPath.Door door) {
        assertEquals(Optional.of(door), RequestPath.of(uri).map(RequestPath::door));
    }

    @Test
    void leavesTheContentPolicyOfPagesToFaces() {
        assertTrue(RequestPath.of("/").orElseThrow().isFaces());
        assertTrue(RequestPath.of("/run.xhtml").orElseThrow().isFaces());
    }
}
