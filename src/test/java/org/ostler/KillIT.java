package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server gets SIGKILL at random points and comes back to a truthful state, with nothing done twice. The seed is
 * printed; {@code -Dkill.seed=N} repeats a run's points as far as time itself repeats, {@code -Dkill.count=N} widens.
 */
final class KillIT {
    private static final int KILLS = Integer.getInteger("kill.count", 5);

    @TempDir
    static Path directory;

    private static RunningOstler ostler;
    private static Random random;

    @BeforeAll
    static void start() throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.println("kill.seed=" + seed + " kill.count=" + KILLS);
        random = new Random(seed);
        ostler = RunningOstler.start(directory.resolve("data"), Map.of());
    }

    @AfterAll
    static void stop() {
        if (ostler != null) {
            ostler.close();
        }
    }

    @Test
    void theRollingUpgradeGoesOnAfterEachKillAndDoublesNothing() throws Exception {
        Path said = directory.resolve("rolling-upgrade.out");
        ProcessBuilder driver = new ProcessBuilder("src/main/scripts/rolling-upgrade.sh")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        driver.environment()
                .putAll(Map.of(
                        "OSTLER_URL", ostler.url(), "OSTLER_USER", "admin", "OSTLER_PASSWORD", RunningOstler.PASSWORD));
        Process driving = driver.start();
        awaitUpgrade();
        int killed = 0;
        while (killed < KILLS && driving.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(6_000));
            if (driving.isAlive()) {
                ostler.killServer();
                killed++;
            }
        }
        if (!driving.waitFor(10, TimeUnit.MINUTES)) {
            driving.descendants().forEach(ProcessHandle::destroyForcibly);
            driving.destroyForcibly();
        }
        assertEquals(0, driving.exitValue(), () -> text(said));
        assertEquals(KILLS, killed, "the upgrade was over before all kills were spent");
        assertEachCommandOnce(ostler.invocations());
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }

    @Test
    void theLibvirtChapterGoesOnAfterEachKillAndDoublesNothing() throws Exception {
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("tree"))) {
            KvmHost.enter(ostler, host, "killed");
            Map<String, String> before = host.etc();
            for (int kill = 0; kill < KILLS; kill++) {
                KvmHost.runThroughAKill(ostler, host, "killed", random.nextInt(2_500));
                assertEquals(before, host.etc());
            }
        }
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }

    /** Kills before there is a run would only prove that a plan is not made. */
    private static void awaitUpgrade() throws Exception {
        for (int look = 0; look < 600; look++) {
            for (JsonNode run : ok(ostler.get("/api/runs")).path("runs")) {
                if (run.path("guide").asText().equals("xenserver-rolling-upgrade")) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("the rolling upgrade was not started within two minutes");
    }

    /** By the lab's own count: no command id was started twice, and what must happen once per host did. */
    private static void assertEachCommandOnce(JsonNode invocations) {
        Map<String, Integer> starts = new TreeMap<>();
        Map<String, Integer> oncePerHost = new TreeMap<>();
        for (JsonNode call : invocations) {
            String words = call.path("words").toString();
            if (!call.path("via").asText().equals("runner") || words.startsWith("[\"host-runner\"")) {
                continue;
            }
            starts.merge(call.path("command").asText() + " " + words, 1, Integer::sum);
            if (words.contains("host-reboot") || words.contains("setupxenserver.sh")) {
                oncePerHost.merge(call.path("host").asText() + " " + words, 1, Integer::sum);
            }
        }
        assertTrue(starts.size() > 20, () -> "the upgrade starts more commands than " + starts.keySet());
        starts.forEach((command, times) -> assertEquals(1, times, command));
        oncePerHost.forEach((command, times) -> assertEquals(1, times, command));
        assertEquals(6, oncePerHost.size(), oncePerHost::toString);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
