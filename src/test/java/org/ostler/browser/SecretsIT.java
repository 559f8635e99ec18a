package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.Canaries;
import org.ostler.LinuxTree;
import org.ostler.ProcessArguments;
import org.ostler.RunningOstler;

/**
 * Secrets of every kind are typed, used on real hosts, printed by these hosts on purpose, and then searched for: in all
 * that Ostler keeps, says, sends and shows, and in the arguments of every process.
 */
final class SecretsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PAGES = List.of(
            "index.xhtml",
            "inventory.xhtml",
            "plans.xhtml",
            "runs.xhtml",
            "audit.xhtml",
            "settings.xhtml",
            "people.xhtml",
            "credentials.xhtml",
            "profile.xhtml",
            "no-such-page.xhtml");

    private final Canaries canaries = new Canaries();
    private final List<Response> answers = new CopyOnWriteArrayList<>();
    private final Set<Request> finished = new HashSet<>();
    private final Set<String> leaks = new ConcurrentSkipListSet<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @Test
    void noSecretIsWhereItMayNotBe() throws Exception {
        RunningOstler ostler = RunningOstler.start(directory.resolve("data"), Map.of());
        try (LinuxTree jump = LinuxTree.start("debian-12", directory.resolve("jump"));
                LinuxTree behind = LinuxTree.start("debian-12", directory.resolve("behind"));
                LinuxTree open = LinuxTree.start("el-9", directory.resolve("open"));
                OstlerPages pages = new OstlerPages(ostler)) {
            canaries.watch("first password", RunningOstler.PASSWORD);
            Map<String, String> secrets = prepare(jump, behind, open);
            try (ProcessArguments seen = ProcessArguments.watch(canaries)) {
                people(ostler);
                badRequests(ostler);
                inventory(ostler, jump, behind, open, secrets);
                watch(pages);
                pages.signIn("admin", RunningOstler.PASSWORD);
                for (Cookie cookie : pages.page().context().cookies()) {
                    if (cookie.name.toUpperCase(java.util.Locale.ROOT).contains("SESSION")) {
                        canaries.watch("session", cookie.value.replaceAll("[.].*", ""));
                    }
                }
                String run = run(ostler, pages);
                look(ostler, pages, run);
                assertEquals(List.of(), seen.leaks(), "arguments of processes");
            }
            assertEquals(List.of(), List.copyOf(leaks));
            assertTrue(canaries.kinds() >= 12, "kinds: " + canaries.kinds());
            assertEquals(List.of(), canaries.below(ostler.data(), "lab"), "files while it runs");
        } finally {
            ostler.close();
        }
        assertEquals(
                List.of(),
                canaries.below(directory, "data/lab", "jump", "behind", "open"),
                "files after its end, and what the start command said");
    }

    /** Persons, keys and what the hosts know and give away. */
    private Map<String, String> prepare(LinuxTree jump, LinuxTree behind, LinuxTree open) throws Exception {
        Map<String, String> secrets = Map.of(
                "jump", canaries.make("jump host password"),
                "sudo", canaries.make("sudo password"),
                "login", canaries.make("SSH password"),
                "phrase", canaries.plain("passphrase"),
                "api", canaries.make("API secret"),
                "database", canaries.make("database password"));
        jump.addUser("hopper", secrets.get("jump"));
        behind.addUser("deploy", secrets.get("sudo"));
        open.addUser("deploy", secrets.get("login"));
        Path key = behind.file("/.login");
        Process locked = new ProcessBuilder(
                        "ssh-keygen", "-q", "-p", "-P", "", "-N", secrets.get("phrase"), "-f", key.toString())
                .start();
        assertEquals(0, locked.waitFor());
        String middle = Files.readAllLines(key).get(2);
        canaries.watch("private key", middle);
        String leak = String.join("\n", secrets.values()) + "\n" + middle + "\n"
                + secrets.values().stream()
                        .map(secret -> Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
                        .reduce("", (all, one) -> all + "Authorization: Basic " + one + "\n")
                + JSON.writeValueAsString(secrets) + "\n";
        for (LinuxTree host : List.of(behind, open)) {
            Files.writeString(host.file("/root/leak"), leak);
            Path program = host.file("/.upper/bin/systemctl");
            Files.writeString(
                    program,
                    Files.readString(program)
                            .replace(
                                    "\nverb=$1\n",
                                    "\n[ \"$1\" != restart ] || { cat /root/leak; cat /root/leak >&2; }\nverb=$1\n"));
        }
        return secrets;
    }

    private void people(RunningOstler ostler) throws Exception {
        String password = canaries.make("person's password");
        ObjectNode person = JSON.createObjectNode().put("name", "keeper").put("password", password);
        person.putArray("roles").add("VIEWER").add("OPERATOR");
        ok(ostler.post("/api/people", person.toString()));
        String login = Base64.getEncoder().encodeToString(("keeper:" + password).getBytes(StandardCharsets.UTF_8));
        assertEquals(200, call(ostler, "/api/me", "Basic " + login));
        String wrong = Base64.getEncoder()
                .encodeToString(("keeper:" + canaries.make("mistyped password")).getBytes(StandardCharsets.UTF_8));
        assertEquals(401, call(ostler, "/api/me", "Basic " + wrong));
        String token = "";
        for (JsonNode value : ok(ostler.post("/api/tokens", "{\"name\": \"for the script\"}"))) {
            token = value.isTextual() && value.asText().length() > token.length() ? value.asText() : token;
        }
        assertTrue(token.length() > 20, "no token came");
        canaries.watch("token", token.substring(token.length() - 20));
        assertEquals(200, call(ostler, "/api/me", "Bearer " + token));
    }

    private int call(RunningOstler ostler, String path, String authorization) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(ostler.url() + path))
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        note("GET " + path, answer.body());
        return answer.statusCode();
    }

    /** What is refused is often quoted in the refusal. */
    private void badRequests(RunningOstler ostler) throws Exception {
        String secret = JSON.writeValueAsString(canaries.make("secret in a bad request"));
        for (String body : List.of(
                "{\"kind\": " + secret + "}",
                "{\"kind\": \"SSH_PASSWORD\", \"user\": \"u\", \"password\": {\"a\": " + secret + "}}",
                "{\"kind\": \"SSH_PASSWORD\", \"user\": \"u\", \"password\": [" + secret + "]}",
                "{\"kind\": \"SSH_KEY\", \"user\": \"u\", \"privateKey\": " + secret + "}",
                "{\"kind\": \"SSH_PASSWORD\", \"user\": \"u\", \"password\": " + secret + ", \"jumpAddress\": 7",
                "{\"password\": " + secret + ", \"sudo\": " + secret + "}",
                "{\"password\": " + secret + ", \"passwort\": " + secret + "}")) {
            RunningOstler.Reply reply = ostler.put("/api/credentials/bad", body);
            assertEquals(400, reply.status(), body + "\n" + reply.text());
            note("PUT /api/credentials " + body.replaceAll("Cnry\\w+", "…"), reply.text());
        }
        RunningOstler.Reply person = ostler.post(
                "/api/people", "{\"name\": \"\", \"password\": " + secret + ", \"roles\": [" + secret + "]}");
        assertEquals(400, person.status());
        note("POST /api/people", person.text());
        note(
                "POST /api/me/password",
                ostler.post("/api/me/password", "{\"password\": " + secret + "}")
                        .text());
    }

    private void inventory(
            RunningOstler ostler, LinuxTree jump, LinuxTree behind, LinuxTree open, Map<String, String> secrets)
            throws Exception {
        credential(ostler, "jump", body("SSH_PASSWORD", "hopper").put("password", secrets.get("jump")));
        credential(
                ostler,
                "behind",
                body("SSH_KEY", "deploy")
                        .put("privateKey", Files.readString(behind.file("/.login")))
                        .put("passphrase", secrets.get("phrase"))
                        .put("sudo", true)
                        .put("sudoPassword", secrets.get("sudo"))
                        .put("jumpAddress", "127.0.0.1:" + jump.port())
                        .put("jumpCredential", "jump"));
        credential(
                ostler,
                "open",
                body("SSH_PASSWORD", "deploy")
                        .put("password", secrets.get("login"))
                        .put("sudo", true)
                        .put("sudoPassword", secrets.get("login")));
        credential(ostler, "api", body("CLOUDSTACK_API", "key-of-the-api").put("password", secrets.get("api")));
        credential(ostler, "database", body("DATABASE", "cloud").put("password", secrets.get("database")));
        ObjectNode zone = JSON.createObjectNode().put("name", "secret");
        ArrayNode hosts = zone.putArray("pods")
                .addObject()
                .put("name", "rack")
                .putArray("clusters")
                .addObject()
                .put("name", "secret")
                .put("hypervisor", "KVM")
                .putArray("hosts");
        for (Map.Entry<String, LinuxTree> host :
                Map.of("behind", behind, "open", open).entrySet()) {
            hosts.addObject()
                    .put("name", host.getKey())
                    .put("address", "127.0.0.1")
                    .put("port", host.getValue().port())
                    .put("credential", host.getKey());
        }
        ObjectNode document = JSON.createObjectNode();
        document.putArray("zones").add(zone);
        ok(ostler.put("/api/inventory", document.toString()));
        for (String host : List.of("open", "behind", "behind", "behind")) {
            note(
                    "POST /api/facts",
                    ostler.post("/api/facts", "{\"hosts\": [\"" + host + "\"]}").text());
            accept(ostler, host);
        }
    }

    private static ObjectNode body(String kind, String user) {
        return JSON.createObjectNode().put("kind", kind).put("user", user);
    }

    private void credential(RunningOstler ostler, String name, ObjectNode body) throws Exception {
        RunningOstler.Reply reply = ostler.put("/api/credentials/" + name, body.toString());
        ok(reply);
        note("PUT /api/credentials/" + name, reply.text());
    }

    /** Whatever key waits, the jump host's included. */
    private void accept(RunningOstler ostler, String host) throws Exception {
        JsonNode keys = ok(ostler.get("/api/hosts/" + host + "/host-key"));
        for (JsonNode waiting : keys.findValues("fingerprint")) {
            ostler.post(
                    "/api/hosts/" + host + "/host-key",
                    JSON.createObjectNode().put("fingerprint", waiting.asText()).toString());
        }
    }

    private void watch(OstlerPages pages) {
        Page page = pages.page();
        // Read later: a body that is asked for while events are told would wait for itself.
        page.onResponse(answers::add);
        page.onRequestFinished(finished::add);
        page.onWebSocket(socket -> {
            socket.onFrameReceived(frame -> note("frame of " + socket.url(), text(frame.text(), frame.binary())));
            socket.onFrameSent(frame -> note("frame to " + socket.url(), text(frame.text(), frame.binary())));
        });
    }

    /** Reads what the pages got since the last time. */
    private void read() {
        for (Response answer : List.copyOf(answers)) {
            note("head of " + answer.url(), answer.headers().toString().replaceAll("(?i)set-cookie=[^,}]*", ""));
            if (!finished.remove(answer.request())) {
                // Still under way, or broken off by the next page: then its rest would be waited for without end.
                continue;
            }
            answers.remove(answer);
            try {
                note(answer.url(), answer.text());
            } catch (PlaywrightException noBody) {
                // A redirect has none, and one of a page that was left is gone.
            }
        }
    }

    private static String text(String text, byte[] binary) {
        return text != null ? text : binary == null ? "" : new String(binary, StandardCharsets.UTF_8);
    }

    private void note(String where, String text) {
        SortedSet<String> found = canaries.in(text);
        // A page's own form carries its state, and that is no secret to who got the page.
        found.remove("view state");
        if (!found.isEmpty()) {
            leaks.add(where + ": " + found);
        }
    }

    private String run(RunningOstler ostler, OstlerPages pages) throws Exception {
        JsonNode plan = ok(ostler.post(
                "/api/plans",
                "{\"guide\": \"kvm-host\", \"hosts\": [\"open\", \"behind\"], \"settings\": {\"part\": \"libvirt\"}}"));
        String id = plan.path("id").asText();
        pages.open("plan.xhtml?id=" + plan.path("number").asText());
        canaries.watch(
                "view state",
                pages.page()
                        .locator("input[name='jakarta.faces.ViewState']")
                        .first()
                        .inputValue());
        ok(ostler.post(
                "/api/plans/" + id + "/approval",
                "{\"digest\": \"" + plan.path("digest").asText() + "\"}"));
        JsonNode run = ok(ostler.post("/api/runs", "{\"plan\": \"" + id + "\"}"));
        pages.open("run.xhtml?id=" + run.path("number").asText());
        ostler.awaitRun(run.path("id").asText(), Duration.ofMinutes(3), "SUCCEEDED");
        pages.page().locator("#transcript .term").getByText("•••").first().waitFor();
        read();
        return run.path("id").asText();
    }

    private void look(RunningOstler ostler, OstlerPages pages, String run) throws Exception {
        for (String path : List.of(
                "/api/runs/" + run,
                "/api/runs/" + run + "/transcript?limit=1000",
                "/api/audit?limit=500",
                "/api/audit/export?format=csv",
                "/api/audit/export?format=json",
                "/api/inventory",
                "/api/credentials",
                "/api/people",
                "/api/tokens",
                "/openapi",
                "/metrics")) {
            note(path, ostler.get(path).text());
        }
        for (String page : PAGES) {
            pages.open(page);
            read();
        }
        pages.open("host.xhtml?id=" + hostId(ok(ostler.get("/api/inventory"))));
        read();
        pages.open("console.xhtml?host=" + hostId(ok(ostler.get("/api/inventory"))));
        pages.press("Open a terminal");
        pages.page()
                .locator("#terminal .xterm-rows")
                .getByText(Pattern.compile("[$#]"))
                .first()
                .waitFor();
        pages.press("End session");
        read();
    }

    private static String hostId(JsonNode inventory) throws IOException {
        for (JsonNode host : inventory.findParents("address")) {
            if (host.path("name").asText().equals("open")) {
                return host.path("id").asText();
            }
        }
        throw new IOException("the host is not in " + inventory);
    }
}
