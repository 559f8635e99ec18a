package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.Wire;

/** Each call, page and action of a page, tried by somebody of each role, against the table of who may do what. */
class RolesIT {
    private static Site site;

    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void reach() throws Exception {
        site = Site.shared();
    }

    @Test
    void theTableNamesEveryCall() throws Exception {
        JsonNode document =
                site.wire().get("/openapi", site.as(Who.VIEWER)).json().path("paths");
        Set<String> described = new TreeSet<>();
        document.properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertEquals(described, Roles.names(Roles.calls()));
    }

    @Test
    void eachCallIsForThoseOfTheTableAlone() throws Exception {
        Map<String, String> before = site.state();
        for (Roles.Row call : Roles.calls()) {
            for (Who who : Who.values()) {
                Wire.Answer answer = site.wire().json(call.verb(), call.somewhere(), call.body(), site.as(who));
                boolean refused = who == Who.NOBODY ? answer.status() == 401 : answer.status() == 403;
                boolean odd = answer.status() >= 500 || (answer.status() == 401) != (who == Who.NOBODY);
                if (call.allowed().contains(who) == refused || odd) {
                    wrong.add(call.what() + " as " + who + ": " + answer.status() + " " + answer.body());
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        site.assertStill(before);
    }
}
