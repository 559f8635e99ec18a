package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** The product on PostgreSQL, as a user has it: started by its command, with the practice lab. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PostgreSqlIT {
    private static final int KILLS = Integer.getInteger("kill.count", 2);

    @TempDir
    static Path directory;

    private static PostgreSql database;
    private static RunningOstler ostler;
    private static Map<String, String> settings;

    @BeforeAll
    static void start() throws Exception {
        database = PostgreSql.start();
        settings = database.environment(database.create());
        ostler = RunningOstler.start(directory.resolve("data"), settings);
    }

    @AfterAll
    static void stop() {
        if (ostler != null) {
            ostler.close();
        }
        if (database != null) {
            database.close();
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
        database.stop();
        RunningOstler.Reply away = ostler.get("/api/inventory");
        assertEquals(409, away.status(), away.text());
        assertEquals("database-unavailable", away.body().path("code").asText(), away.text());
        database.startAgain();
        ostler.await(Duration.ofSeconds(30), () -> ostler.get("/api/inventory"), 200);
        ostler.await(Duration.ofSeconds(30), () -> ostler.put("/api/me", "{\"theme\":\"dark\"}"), 200);
        assertEquals("dark", ok(ostler.get("/api/me")).path("theme").asText());
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }
}
