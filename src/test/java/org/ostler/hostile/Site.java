package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ostler.RunningOstler;
import org.ostler.Visitor;
import org.ostler.Wire;

/**
 * One running Ostler for all tests of this package: somebody of each role, a plan that is a draft, a run that waits at
 * its first gate. What the tests send must leave all of it as it was.
 */
final class Site {
    private static final Pattern SIGNED_IN = Pattern.compile(",?\\s*\"lastSignInAt\" : \"[^\"]*\"");

    private static Site shared;

    private final RunningOstler ostler;
    private final Wire wire;
    private final Map<Who, String> tokens = new EnumMap<>(Who.class);
    private final Map<String, String> names = new TreeMap<>();

    static synchronized Site shared() throws Exception {
        if (shared == null) {
            RunningOstler ostler = RunningOstler.start(
                    Files.createTempDirectory("ostler-hostile").resolve("data"), Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(ostler::close, "end of the hostile tests' Ostler"));
            shared = new Site(ostler);
        }
        return shared;
    }

    private Site(RunningOstler ostler) throws Exception {
        this.ostler = ostler;
        wire = new Wire(URI.create(ostler.url()).toURL());
        for (Who who : Who.values()) {
            if (who != Who.NOBODY) {
                addPerson(who.person(), who.name());
                tokens.put(who, token(who.person(), Who.PASSWORD));
            }
        }
        names.put(
                "token",
                ok(ostler.post("/api/tokens", "{\"name\":\"of admin\"}"))
                        .path("id")
                        .asText());
        startARun();
    }

    /** A run that waits for the answer to its first question and has touched nothing. */
    private void startARun() throws Exception {
        JsonNode plan = plan("xenserver-rolling-upgrade", "xs-pool-a");
        String approval = "{\"digest\":\"" + plan.path("digest").asText() + "\"}";
        ok(ostler.post("/api/plans/" + plan.path("id").asText() + "/approval", approval));
        String run = ok(ostler.post(
                        "/api/runs", "{\"plan\":\"" + plan.path("id").asText() + "\"}"))
                .path("id")
                .asText();
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        JsonNode gates = run(run).path("gates");
        while (gates.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            gates = run(run).path("gates");
        }
        JsonNode kvm = ok(ostler.post(
                "/api/plans",
                "{\"guide\":\"kvm-host\",\"cluster\":\"kvm-debian\",\"settings\":{\"part\":\"libvirt\"}}"));
        names.put("run", run);
        names.put("step", gates.path(0).path("step").asText());
        names.put("plan", kvm.path("id").asText());
        names.put("digest", kvm.path("digest").asText());
        names.put("host", kvm.path("hosts").path(0).path("id").asText());
        names.put("cluster", kvm.path("cluster").asText());
        names.put(
                "server",
                ok(ostler.get("/api/inventory"))
                        .at("/zones/0/managementServers/0/id")
                        .asText());
    }

    private JsonNode plan(String guide, String cluster) throws Exception {
        return ok(ostler.post("/api/plans", "{\"guide\":\"" + guide + "\",\"cluster\":\"" + cluster + "\"}"));
    }

    private JsonNode run(String id) throws Exception {
        return ok(ostler.get("/api/runs/" + id));
    }

    RunningOstler ostler() {
        return ostler;
    }

    Wire wire() {
        return wire;
    }

    /** An Authorization header; for nobody one that says nothing. */
    String as(Who who) {
        return who == Who.NOBODY ? "X-Nobody: 1" : tokens.get(who);
    }

    /** A text with the names of what there is here in place of {@code {run}} and the like. */
    String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    void addPerson(String name, String roles) throws Exception {
        ok(ostler.post(
                "/api/people",
                "{\"name\":\"" + name + "\",\"password\":\"" + Who.PASSWORD + "\",\"roles\":[\""
                        + roles.replace(",", "\",\"") + "\"]}"));
    }

    String token(String name, String password) throws IOException {
        Wire.Answer made = wire.json("POST", "/api/tokens", "{\"name\":\"for tests\"}", Wire.basic(name, password));
        return "Authorization: Bearer " + made.json().path("token").asText();
    }

    /** A browser in which this person has signed in. */
    Visitor signedIn(Who who) throws IOException {
        return signedIn(who.person(), Who.PASSWORD);
    }

    Visitor signedIn(String name, String password) throws IOException {
        Visitor visitor = new Visitor(wire);
        Wire.Answer answer = visitor.signIn(name, password, "/index.xhtml");
        assertEquals(302, answer.status(), () -> name + " cannot sign in: " + answer.body());
        return visitor;
    }

    /** Troubles of our own that the server has told, stack traces and all. */
    long errorsInTheLog() throws IOException {
        try (Stream<String> lines = Files.lines(ostler.data().resolve("server.log"))) {
            return lines.filter(line -> line.contains("SEVERE")).count();
        }
    }

    /** All that must not change; that somebody signed in or was refused may be told. */
    Map<String, String> state() throws Exception {
        Map<String, String> state = new LinkedHashMap<>();
        for (String path : new String[] {
            "/api/inventory",
            "/api/people",
            "/api/credentials",
            "/api/tokens",
            "/api/me",
            "/api/plans?limit=500",
            "/api/plans/{plan}",
            "/api/runs?limit=500",
            "/api/runs/{run}"
        }) {
            state.put(
                    path,
                    SIGNED_IN
                            .matcher(ok(ostler.get(filled(path))).toPrettyString())
                            .replaceAll(""));
        }
        StringBuilder trail = new StringBuilder();
        for (JsonNode entry : ok(ostler.get("/api/audit?limit=1000")).path("entries")) {
            if (!entry.path("kind").asText().equals("SIGN_IN")) {
                trail.append(entry.path("number"))
                        .append(' ')
                        .append(entry.path("summary"))
                        .append('\n');
            }
        }
        state.put("the trail", trail.toString());
        return state;
    }

    /** Fails with what is different now. */
    void assertStill(Map<String, String> before) throws Exception {
        StringBuilder changed = new StringBuilder();
        state().forEach((path, now) -> {
            List<String> old = before.get(path).lines().toList();
            List<String> fresh = now.lines().toList();
            old.stream()
                    .filter(line -> !fresh.contains(line))
                    .forEach(line -> changed.append(path + " - " + line + "\n"));
            fresh.stream()
                    .filter(line -> !old.contains(line))
                    .forEach(line -> changed.append(path + " + " + line + "\n"));
        });
        assertEquals("", changed.toString());
        assertEquals(before, state());
    }
}
