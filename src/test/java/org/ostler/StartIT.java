package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code payara/start} promises, with the built artefacts: two copies side by side, one beyond this machine over
 * TLS with a practice lab, one without, behind a proxy. The cases share them and come in the order of a life: started,
 * asked, hurt, upgraded, stopped, started again, ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StartIT {
    /** Smaller: a machine with other work fails the test. Larger: a start that hangs is told later. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Pattern SHOWN = Pattern.compile("with the password {2}(\\S+) {2}\\(shown this once");

    @TempDir
    static Path directory;

    private static SelfSigned certificate;
    private static RunningOstler open;
    private static RunningOstler proxied;
    private static StartCommand lab;

    @BeforeAll
    static void startTwoSideBySide() throws Exception {
        certificate = SelfSigned.make(directory);
        CompletableFuture<RunningOstler> behind = inParallel(() -> RunningOstler.startAsJob(
                directory.resolve("proxied"),
                Map.of("OSTLER_BEHIND_PROXY", ProxyCase.PROXY, "OSTLER_ADMIN_PASSWORD", ""),
                null,
                "--no-lab"));
        open = RunningOstler.startAsJob(directory.resolve("open"), beyondThisMachine(), certificate);
        proxied = behind.get();
        Matcher shown = SHOWN.matcher(proxied.command().said());
        assertTrue(shown.find(), proxied.command().said());
        proxied = proxied.as(shown.group(1));
    }

    private static Map<String, String> beyondThisMachine() {
        return Map.of(
                "OSTLER_HTTP_ADDRESS", "0.0.0.0", "OSTLER_LAB_SCENARIO", "6.0.2-6.2.0", "OSTLER_LAB_SPEED", "1000");
    }

    @AfterAll
    static void end() {
        for (RunningOstler one : new RunningOstler[] {open, proxied}) {
            if (one != null) {
                one.close();
            }
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void speaksTlsAndNothingElseBeyondThisMachine() throws Exception {
        assertEquals(200, open.page("/health/ready").statusCode());
        HttpResponse<String> page = open.page("/sign-in.xhtml");
        String cookie = page.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(cookie.startsWith("OSTLER=") && cookie.contains("; Secure"), cookie);
        assertTrue(page.headers().firstValue("Strict-Transport-Security").isPresent());
        Wire plain = new Wire(java.net.URI.create(open.url()).toURL());
        assertThrows(IOException.class, () -> plain.get("/health/ready"), "plain HTTP on the port of TLS");
        assertFalse(page.body().contains("signIn.as"), "practice people are for this machine only");
        assertEquals(401, open.as("operator", "operator").get("/api/me").status());
    }

    @Test
    @Order(1)
    void entersTheLabIntoTheInventoryBeforeItIsReady() throws Exception {
        JsonNode zone = ok(open.get("/api/inventory")).path("zones").path(0);
        assertEquals("xs-pool-a", zone.at("/pods/0/clusters/0/name").asText());
        JsonNode facts = ok(open.post("/api/facts", "{\"cluster\":\"xs-pool-a\"}"));
        assertTrue(facts.toString().contains("PRODUCT_VERSION='6.0.2'"), facts::toString);
    }

    @Test
    @Order(1)
    void runsWithoutALab() throws Exception {
        assertEquals(200, proxied.page("/health/ready").statusCode());
        assertEquals(0, ok(proxied.get("/api/inventory")).path("zones").size());
        assertFalse(Files.exists(proxied.data().resolve("lab.pid")));
        assertFalse(
                proxied.command().said().contains("Practice lab"),
                proxied.command().said());
    }

    @Test
    @Order(1)
    void keepsCopiesApart() throws Exception {
        for (RunningOstler one : List.of(open, proxied)) {
            ok(one.post(
                    "/api/people",
                    "{\"name\":\"wei-" + (one == open ? "open" : "proxied")
                            + "\",\"password\":\"seven green lamps\",\"roles\":[\"VIEWER\"]}"));
        }
        assertTrue(people(open).contains("wei-open") && !people(open).contains("wei-proxied"));
        assertTrue(people(proxied).contains("wei-proxied") && !people(proxied).contains("wei-open"));
    }

    @Test
    @Order(1)
    void refusesToStartWithASentenceThatSaysWhatToDo() throws Exception {
        new StartRefusals(directory, certificate, open).check();
    }

    @Test
    @Order(2)
    void believesTheProxyAndNobodyElse() throws Exception {
        new ProxyCase(proxied).check();
    }

    @Test
    @Order(2)
    void isReadyOnlyWithItsLabAndBringsItBack() throws Exception {
        String url = open.labUrl();
        long pid =
                Long.parseLong(Files.readString(open.data().resolve("lab.pid")).strip());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        awaitStatus(503);
        awaitStatus(200);
        assertEquals(url, open.labUrl());
        assertTrue(
                open.command().said().contains("The practice lab ended"),
                open.command().said());
        JsonNode facts = ok(open.post("/api/facts", "{\"cluster\":\"xs-pool-a\"}"));
        assertTrue(facts.toString().contains("PRODUCT_VERSION='6.0.2'"), facts::toString);
    }

    /** The second of the lab's scenarios, chosen by its setting and driven by the script that the README names. */
    @Test
    @Order(3)
    void upgradesTheLabFrom602To620() throws Exception {
        Path said = directory.resolve("upgrade.out");
        ProcessBuilder driver = new ProcessBuilder(
                        "src/main/scripts/rolling-upgrade.sh", "--from", "6.0.2", "--to", "6.2.0")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        driver.environment()
                .putAll(Map.of(
                        "OSTLER_URL", open.url(), "OSTLER_USER", "admin", "OSTLER_PASSWORD", RunningOstler.PASSWORD));
        Process driving = driver.start();
        if (!driving.waitFor(10, TimeUnit.MINUTES)) {
            driving.destroyForcibly();
        }
        String words = Files.readString(said);
        assertEquals(0, driving.exitValue(), words);
        assertTrue(words.contains("[xs1, xs2, xs3] run XenServer 6.2.0"), words);
    }

    @Test
    @Order(4)
    void ctrlCLeavesNothingBehind() throws Exception {
        interrupted(open);
        interrupted(proxied);
    }

    @Test
    @Order(5)
    void findsEverythingAgainAtASecondStart() throws Exception {
        lab = StartCommand.inItsOwnGroup(
                directory.resolve("lab-only.out"),
                Map.of("OSTLER_DATA_DIR", proxied.data().toString()),
                "--lab-only");
        lab.await("The practice lab runs", 1, PATIENCE);
        CompletableFuture<RunningOstler> joining = inParallel(() ->
                RunningOstler.startAsJob(proxied.data(), Map.of("OSTLER_ADMIN_PASSWORD", proxied.password()), null));
        RunningOstler again = RunningOstler.startAsJob(
                open.data(), with(beyondThisMachine(), "OSTLER_ADMIN_PASSWORD", "another word 17"), certificate);
        open = again.as(RunningOstler.PASSWORD);
        proxied = joining.get();
        foundAgain();
        joinedTheLab();
    }

    @Test
    @Order(6)
    void takesNoMadeUpFormForAnErrorOfItsOwn() throws Exception {
        new HostileForms(proxied).check();
    }

    @Test
    @Order(7)
    void leavesALabOfItsOwnAlone() throws Exception {
        interrupted(proxied);
        assertTrue(lab.isAlive());
        List<ProcessHandle> family = lab.family();
        lab.pressCtrlC();
        assertEquals(130, lab.awaitEnd(PATIENCE));
        gone(family);
    }

    private static void foundAgain() throws Exception {
        assertTrue(people(open).contains("wei-open"));
        assertTrue(ok(open.get("/api/inventory")).toString().contains("xs-pool-a"));
        JsonNode verified = ok(open.get("/api/audit/verify"));
        assertTrue(verified.path("valid").asBoolean(), verified::toString);
        assertTrue(ok(open.get("/api/audit?limit=1000&order=oldest")).toString().contains("added wei-open"));
        assertTrue(
                open.command().said().contains("counts only at the first start"),
                open.command().said());
        assertEquals(401, open.as("another word 17").get("/api/me").status());
    }

    /** Beside a lab that was there before it, a server still learns of its hosts. */
    private static void joinedTheLab() throws Exception {
        assertTrue(
                proxied.command().said().contains("its hosts live on"),
                proxied.command().said());
        assertFalse(
                proxied.command().said().contains("shown this once"),
                proxied.command().said());
        assertTrue(people(proxied).contains("wei-proxied"));
        assertTrue(ok(proxied.get("/api/inventory")).toString().contains("xs-pool-a"));
        assertEquals(200, proxied.page("/health/ready").statusCode());
        JsonNode facts = ok(proxied.post("/api/facts", "{\"cluster\":\"xs-pool-a\"}"));
        assertTrue(facts.toString().contains("PRODUCT_VERSION='5.6.100'"), facts::toString);
    }

    @Test
    @Order(8)
    void ctrlCInTheMiddleOfAStartLeavesNothingBehind() throws Exception {
        Path data = directory.resolve("broken-off");
        try (StartCommand command = StartCommand.inItsOwnGroup(
                directory.resolve("broken-off.out"),
                Map.of("OSTLER_DATA_DIR", data.toString(), "OSTLER_HTTP_PORT", "" + RunningOstler.freePort()))) {
            await(() -> Files.exists(data.resolve("server.pid")), "the server of " + data);
            List<ProcessHandle> family = command.family();
            command.pressCtrlC();
            TimeUnit.MILLISECONDS.sleep(300);
            command.pressCtrlC();
            assertEquals(130, command.awaitEnd(PATIENCE));
            gone(family);
            // Nobody has seen the password yet, so it is kept for the next start.
            assertTrue(Files.size(data.resolve("first-password")) > 10);
        }
    }

    @Test
    @Order(8)
    void endsWithTheReasonWhenItCannotBeDeployed() throws Exception {
        try (StartCommand command = StartCommand.inItsOwnGroup(
                directory.resolve("undeployed.out"),
                Map.of(
                        "OSTLER_DATA_DIR",
                        directory.resolve("undeployed").toString(),
                        "OSTLER_HTTP_PORT",
                        "" + RunningOstler.freePort(),
                        "OSTLER_DB_URL",
                        "jdbc:postgresql://127.0.0.1:9/nothing"),
                "--no-lab")) {
            int status = command.awaitEnd(PATIENCE);
            assertNotEquals(0, status);
            assertTrue(command.said().contains("Ostler did not start: "), command.said());
            assertTrue(command.said().contains("127.0.0.1:9"), command.said());
            assertFalse(command.said().contains("\tat "), command.said());
        }
    }

    private static void interrupted(RunningOstler one) throws Exception {
        List<ProcessHandle> family = one.command().family();
        assertTrue(family.size() > 1, "it has a server");
        one.command().pressCtrlC();
        assertEquals(130, one.command().awaitEnd(PATIENCE));
        gone(family);
    }

    private static void gone(List<ProcessHandle> family) throws Exception {
        await(() -> family.stream().noneMatch(ProcessHandle::isAlive), "the end of " + family);
    }

    private static void awaitStatus(int status) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (open.page("/health/ready").statusCode() != status) {
            assertTrue(System.nanoTime() < end, "/health/ready is never " + status);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void await(BooleanSupplier claim, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!claim.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "waited in vain for " + what);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String people(RunningOstler one) throws Exception {
        return ok(one.get("/api/people")).toString();
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new java.util.TreeMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static <T> CompletableFuture<T> inParallel(java.util.concurrent.Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.call();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }
}
