package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.ostler.RunningOstler.ok;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product on PostgreSQL, as a user has it: started by its command, with the practice lab. The database lies on a
 * small disk of its own where one can be made.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PostgreSqlIT {
    private static final int KILLS = Integer.getInteger("kill.count", 2);

    @TempDir
    static Path directory;

    private static SmallDisk disk;
    private static PostgreSql database;
    private static RunningOstler ostler;
    private static Map<String, String> settings;

    @BeforeAll
    static void start() throws Exception {
        if (System.getProperty("user.name").equals("root")) {
            Path place = Files.createTempDirectory("small-disk");
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
            disk = SmallDisk.mount(place, 256 << 10);
            database = PostgreSql.startIn(place);
        } else {
            database = PostgreSql.start();
        }
        settings = database.environment(database.create());
        ostler = RunningOstler.start(directory.resolve("data"), settings);
    }

    @AfterAll
    static void stop() throws Exception {
        if (ostler != null) {
            ostler.close();
        }
        if (database != null) {
            database.close();
        }
        if (disk != null) {
            disk.close();
            Files.delete(disk.place());
        }
    }

    @Test
    @Order(1)
    void takesTheLabsInventory() throws Exception {
        assertTrue(ok(ostler.get("/api/inventory")).toString().contains("xs-pool-a"));
        assertTrue(Files.notExists(ostler.data().resolve("ostler.mv.db")), "it runs on H2");
    }

    @Test
    @Order(2)
    void aSecondProcessOnTheDatabaseSaysSoAndEnds() throws Exception {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.put("OSTLER_HTTP_PORT", Integer.toString(RunningOstler.freePort()));
        environment.put("OSTLER_DATA_DIR", directory.resolve("second").toString());
        Path said = directory.resolve("second.out");
        ProcessBuilder second = new ProcessBuilder("payara/start", "--no-lab")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        second.environment().putAll(environment);
        Process process = second.start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES));
        String words = Files.readString(said);
        assertEquals(1, process.exitValue(), words);
        assertTrue(words.contains("Another Ostler process uses this database (process "), words);
        assertTrue(words.contains(ostler.data().toString().substring(0, 10)), words);
    }

    @Test
    @Order(3)
    void aRunGoesOnAfterEachKillAndDoublesNothing() throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.println("kill.seed=" + seed);
        Random random = new Random(seed);
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("tree"))) {
            KvmHost.enter(ostler, host, "killed");
            Map<String, String> before = host.etc();
            for (int kill = 0; kill < KILLS; kill++) {
                KvmHost.runThroughAKill(ostler, host, "killed", random.nextInt(2_500));
                assertEquals(before, host.etc());
            }
        }
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
        assertTrue(ok(ostler.get("/api/runs")).toString().contains("ROLLED_BACK"));
    }

    @Test
    @Order(4)
    void goesOnByItselfAfterTheDatabaseWasAway() throws Exception {
        ok(ostler.get("/api/inventory"));
        Visitor visitor = new Visitor(new Wire(URI.create(ostler.url()).toURL()));
        visitor.signIn("admin", RunningOstler.PASSWORD, "/index.xhtml");
        Visitor stranger = new Visitor(new Wire(URI.create(ostler.url()).toURL()));
        database.stop();
        Wire.Answer page = visitor.get("/index.xhtml");
        assertEquals(409, page.status(), page.body());
        assertTrue(page.body().contains("<h1>Not now</h1>"), page.body());
        Wire.Answer shown = stranger.get("/sign-in.xhtml");
        assertTrue(shown.status() < 500, shown.body());
        assertFalse(shown.body().contains("Connection to"), "a stranger reads where the database is");
        RunningOstler.Reply away = ostler.get("/api/inventory");
        assertEquals(409, away.status(), away.text());
        assertEquals("database-unavailable", away.body().path("code").asText(), away.text());
        database.startAgain();
        ostler.await(Duration.ofSeconds(30), () -> ostler.get("/api/inventory"), 200);
        ostler.await(Duration.ofSeconds(30), () -> ostler.put("/api/me", "{\"theme\":\"dark\"}"), 200);
        assertEquals("dark", ok(ostler.get("/api/me")).path("theme").asText());
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }

    @Test
    @Order(5)
    void aFullDiskOfTheDatabaseStopsChangesAndTheRunGoesOnWhenThereIsRoom() throws Exception {
        assumeTrue(disk != null, "needs root");
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("full"))) {
            KvmHost.enter(ostler, host, "full");
            HeldRun held = new HeldRun(host, "full");
            String run = held.start(ostler);
            Visitor visitor = new Visitor(new Wire(URI.create(ostler.url()).toURL()));
            visitor.signIn("admin", RunningOstler.PASSWORD, "/index.xhtml");
            disk.fill();
            // Nobody changes anything: it is found out all the same, and everybody who reads a page is told.
            TimeUnit.SECONDS.sleep(5);
            Wire.Answer page = visitor.get("/run.xhtml?id=" + run);
            assertEquals(200, page.status(), page.body());
            assertTrue(page.body().contains("Nothing can be changed now"), page.body());
            RunningOstler.Reply refused = ostler.put("/api/me", "{\"theme\":\"light\"}");
            assertEquals(409, refused.status(), refused.text());
            assertEquals("database-unavailable", refused.body().path("code").asText(), refused.text());
            assertTrue(refused.text().contains("No space left on device"), refused.text());
            for (String read : List.of("/api/inventory", "/api/runs/" + run, "/api/audit?limit=5")) {
                assertEquals(200, ostler.get(read).status(), read);
            }
            held.release();
            TimeUnit.SECONDS.sleep(5);
            assertEquals(
                    "RUNNING", ok(ostler.get("/api/runs/" + run)).path("state").asText());
            assertTrue(held.isWrittenDownThere() || isEachIntentTold(run), "its outcome is written down nowhere");
            breakDown();
            disk.makeRoom();
            if (!database.isRunning()) {
                database.startAgain();
            }
            ostler.awaitRun(run, HeldRun.PATIENCE, "SUCCEEDED");
            assertEquals(1, held.restarts());
            assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
            ok(ostler.put("/api/me", "{\"theme\":\"light\"}"));
        }
    }

    /** What fits into a page that is there already is written on a full disk too. */
    private static boolean isEachIntentTold(String run) throws Exception {
        String trail = ok(ostler.get("/api/audit?run=" + run + "&limit=500")).toString();
        return trail.split("\"INTENT\"", -1).length == trail.split("\"OUTCOME\"", -1).length;
    }

    /** Its log needs another file, for which there is no room: PostgreSQL ends by itself, as its manual says. */
    private static void breakDown() throws Exception {
        for (int file = 0; file < 8 && database.isRunning(); file++) {
            try {
                database.execute("select pg_logical_emit_message(false, 'test', 'goes on'), pg_switch_wal()");
            } catch (IllegalStateException refused) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }
}
