package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ostler.access.Role;

/** The WAR that is shipped, in the server that it is shipped for: one start, everything over HTTP. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployedIT {
    private static final String PASSWORD = "deployed-it-password";
    private static final String ADMIN = Wire.basic("admin", PASSWORD);
    private static final Map<Role, String> PEOPLE = new EnumMap<>(Role.class);

    @ArquillianResource
    URL url;

    private Wire wire;

    @Deployment(testable = false)
    static WebArchive ostler() throws IOException {
        Path data = Path.of("target/deployed-it");
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/ostler.war"));
    }

    @BeforeEach
    void reach() throws IOException {
        wire = new Wire(url);
        if (PEOPLE.isEmpty()) {
            assertEquals(200, wire.get("/health/ready").status(), "the WAR is not ready on " + url);
            for (Role role : Role.values()) {
                String name = role.name().toLowerCase(Locale.ROOT);
                Wire.Answer added = wire.json(
                        "POST",
                        "/api/people",
                        "{\"name\":\"" + name + "\",\"password\":\"word for test 1\",\"roles\":[\"" + role + "\"]}",
                        ADMIN);
                assertEquals(201, added.status(), added.body());
                PEOPLE.put(role, Wire.basic(name, "word for test 1"));
            }
        }
    }

    @Test
    @Order(1)
    void tellsAnyoneThatItIsReadyAndNothingElse() throws IOException {
        Wire.Answer ready = wire.get("/health/ready");
        assertEquals(200, ready.status(), ready.body());
        assertEquals("UP", ready.json().path("status").asText());
        assertEquals(200, wire.get("/health/live").status());
        assertEquals(401, wire.get("/metrics").status());
        assertEquals(401, wire.get("/openapi").status());
        assertEquals(200, wire.get("/metrics", ADMIN).status());
    }

    @Test
    @Order(1)
    void signsInUnderANewSessionAndGoesBackToThePage() throws IOException {
        Wire.Answer asked = wire.get("/index.xhtml?a=b");
        assertEquals(302, asked.status());
        assertTrue(asked.header("Location").orElse("").endsWith("/sign-in.xhtml?back=%2Findex.xhtml%3Fa%3Db"));
        Visitor visitor = new Visitor(wire);
        visitor.get("/sign-in.xhtml");
        String before = visitor.cookie();
        Wire.Answer in = visitor.signIn("viewer", "word for test 1", "/index.xhtml?a=b");
        assertEquals(302, in.status(), in.body());
        assertTrue(
                in.header("Location").orElse("").endsWith("/index.xhtml?a=b"),
                in.headers().toString());
        assertNotEquals(before, visitor.cookie());
        String cookie = visitor.setCookie().toLowerCase(Locale.ROOT);
        assertTrue(cookie.contains("httponly") && cookie.contains("samesite=lax"), cookie);
        Wire.Answer page = visitor.get("/index.xhtml");
        assertEquals(200, page.status(), page.body());
        assertTrue(page.header("Content-Security-Policy").orElse("").contains("script-src 'self' 'nonce-"));
        assertEquals("no-store", page.header("Cache-Control").orElse("").split(",", 2)[0]);
    }

    @Test
    @Order(1)
    void refusesAWrongPasswordWithoutSayingWhichPartIsWrong() throws IOException {
        Wire.Answer wrong = new Visitor(wire).signIn("viewer", "wrong", "/index.xhtml");
        Wire.Answer nobody = new Visitor(wire).signIn("nobody", "wrong", "/index.xhtml");
        assertEquals(200, wrong.status());
        assertEquals(200, nobody.status());
    }

    @Test
    @Order(2)
    void takesTheSessionCookieForNoKeyToTheApi() throws IOException {
        Visitor visitor = new Visitor(wire);
        visitor.signIn("viewer", "word for test 1", "/index.xhtml");
        assertEquals(401, wire.get("/api/me", visitor.cookie()).status());
    }

    @Test
    @Order(2)
    void refusesFormsAndSocketsOfOtherSites() throws IOException {
        Visitor visitor = new Visitor(wire);
        visitor.signIn("viewer", "word for test 1", "/index.xhtml");
        assertEquals(
                403,
                visitor.post("/index.xhtml", Map.of("a", "b"), "Origin: https://evil.example")
                        .status());
        Map<String, String> madeUp = Map.of("jakarta.faces.ViewState", "1:2", "signIn", "signIn");
        assertEquals(400, visitor.post("/sign-in.xhtml", madeUp).status());
        String[] upgrade = {
            "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };
        assertEquals(
                401,
                wire.get("/console/runs/1", with(upgrade, "Origin: " + wire.origin()))
                        .status());
        assertEquals(
                403,
                wire.get("/console/runs/1", with(upgrade, "Origin: https://evil.example", visitor.cookie()))
                        .status());
        assertEquals(
                403,
                wire.get("/console/runs/1", with(upgrade, visitor.cookie())).status());
    }

    @Test
    @Order(2)
    void answersEveryTroubleAsAProblemDocument() throws IOException {
        problem(401, wire.get("/api/me"));
        assertTrue(wire.get("/api/me").header("WWW-Authenticate").orElse("").startsWith("Basic"));
        problem(401, wire.get("/api/me", "Authorization: Bearer ostler_no"));
        problem(401, wire.get("/api/me", "Authorization: Digest x"));
        problem(404, wire.get("/api/nothing", ADMIN));
        problem(404, wire.get("/api/plans/4711", ADMIN));
        problem(405, wire.json("DELETE", "/api/inventory", "", ADMIN));
        problem(406, wire.get("/api/guides", ADMIN, "Accept: text/html"));
        problem(415, wire.send("PUT", "/api/inventory", "text/plain", "zones", ADMIN));
        problem(400, wire.json("PUT", "/api/inventory", "{", ADMIN));
        problem(400, wire.json("PUT", "/api/inventory", "{\"zone\":[]}", ADMIN));
        problem(403, wire.json("PUT", "/api/inventory", "{\"zones\":[]}", PEOPLE.get(Role.VIEWER)));
    }

    @Test
    @Order(4)
    void importsTheInventoryOnceHoweverOftenItIsSent() throws IOException {
        String document =
                "{\"zones\":[{\"name\":\"Z\",\"managementServers\":[{\"name\":\"m\",\"address\":\"10.0.0.9\"}],"
                        + "\"pods\":[{\"name\":\"P\",\"clusters\":[{\"name\":\"群集 1\",\"hypervisor\":\"KVM\",\"hosts\":["
                        + "{\"name\":\"h1\",\"address\":\"10.0.0.1\"},{\"name\":\"h2\",\"address\":\"10.0.0.2\"}]}]}]}]}";
        JsonNode first = wire.json("PUT", "/api/inventory", document, ADMIN).json();
        long entries =
                wire.get("/api/audit/verify", ADMIN).json().path("entries").asLong();
        assertEquals(first, wire.json("PUT", "/api/inventory", document, ADMIN).json());
        assertEquals(
                first,
                wire.json("PUT", "/api/inventory?prune=true", first.toString(), ADMIN)
                        .json());
        JsonNode verified = wire.get("/api/audit/verify", ADMIN).json();
        assertTrue(verified.path("valid").asBoolean());
        assertEquals(entries, verified.path("entries").asLong());
        String fewer = document.replace(",{\"name\":\"h2\",\"address\":\"10.0.0.2\"}", "");
        JsonNode pruned =
                wire.json("PUT", "/api/inventory?prune=true", fewer, ADMIN).json();
        assertFalse(pruned.toString().contains("\"h2\""));
        String h2 = first.at("/zones/0/pods/0/clusters/0/hosts/1/id").asText();
        assertTrue(wire.get("/api/audit?host=" + h2, ADMIN).body().contains("retired"));
    }

    @Test
    @Order(5)
    void takesAwayARoleAtOnceAndForgetsAChangedPassword() throws IOException {
        String operator = PEOPLE.get(Role.OPERATOR);
        Wire.Answer made = wire.json("POST", "/api/tokens", "{\"name\":\"script\"}", operator);
        String token = "Authorization: Bearer " + made.json().path("token").asText();
        String facts = "{\"hosts\":[\"4711\"]}";
        assertEquals(404, wire.json("POST", "/api/facts", facts, token).status());
        wire.json("PUT", "/api/people/operator", "{\"roles\":[\"VIEWER\"]}", ADMIN);
        assertEquals(403, wire.json("POST", "/api/facts", facts, token).status());
        assertEquals(403, wire.json("POST", "/api/facts", facts, operator).status());
        Visitor visitor = new Visitor(wire);
        visitor.signIn("operator", "word for test 1", "/index.xhtml");
        wire.json("PUT", "/api/people/operator", "{\"password\":\"another word 22\"}", ADMIN);
        assertEquals(401, wire.get("/api/me", operator).status());
        assertEquals(401, wire.get("/api/me", token).status());
        assertEquals(302, visitor.get("/index.xhtml").status());
    }

    @Test
    @Order(6)
    void alwaysKeepsAnAdministrator() throws IOException {
        wire.json("PUT", "/api/people/administrator", "{\"disabled\":true}", ADMIN);
        Wire.Answer refused = wire.json("PUT", "/api/people/admin", "{\"roles\":[\"VIEWER\"]}", ADMIN);
        problem(409, refused);
        assertEquals("last-administrator", refused.json().path("code").asText());
    }

    @Test
    @Order(99)
    void slowsGuessingDown() throws IOException {
        int status = 0;
        for (int i = 0; i < 12 && status != 429; i++) {
            status = wire.get("/api/me", Wire.basic("guess" + i, "wrong")).status();
        }
        assertEquals(429, status);
        assertTrue(
                wire.get("/api/me", Wire.basic("x", "y")).header("Retry-After").isPresent());
        assertEquals(200, wire.get("/api/me", ADMIN).status());
    }

    private static void problem(int status, Wire.Answer answer) throws IOException {
        assertEquals(status, answer.status(), answer.body());
        assertTrue(answer.type().startsWith("application/problem+json"), answer.type());
        assertEquals(status, answer.json().path("status").asInt());
        assertFalse(answer.json().path("next").asText().isBlank());
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }
}
