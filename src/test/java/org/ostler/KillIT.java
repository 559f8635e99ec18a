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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server gets SIGKILL at random points of the lab's rolling upgrade and of the libvirt chapter on a real host, both
 * under way at the same time, and comes back to a truthful state, with nothing done twice. The seed is printed; {@code
 * -Dkill.seed=N} repeats the points as far as time itself repeats. When the upgrade is over before the kills are spent,
 * the next one begins with a server, a lab and a host of its own. The full proof:
 *
 * <pre>mvn verify -Dit.test=KillIT -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false -Dkill.count=200</pre>
 */
final class KillIT {
    private static final int KILLS = Integer.getInteger("kill.count", 5);

    /** After the beginning of the libvirt chapter, which takes about as long when nobody disturbs it. */
    private static final int MILLIS = 2_500;

    @TempDir
    static Path directory;

    @Test
    void whatIsUnderWayGoesOnAfterEachKillAndNothingIsDoubled() throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.println("kill.seed=" + seed + " kill.count=" + KILLS);
        Random random = new Random(seed);
        int killed = 0;
        for (int round = 0; killed < KILLS; round++) {
            Path place = Files.createDirectory(directory.resolve("round-" + round));
            try (RunningOstler ostler = RunningOstler.start(place.resolve("data"), Map.of());
                    LinuxTree host = LinuxTree.start("debian-12", place.resolve("tree"))) {
                int kills = upgrade(ostler, host, place.resolve("said"), random, KILLS - killed);
                assertTrue(kills > 0, "the upgrade was over before the first kill");
                killed += kills;
                System.out.println("upgrade " + (round + 1) + ": " + kills + " kills; ready again after "
                        + ostler.slowestReturn().toMillis() + " ms at most");
            }
        }
    }

    /** @return how often it was killed */
    private static int upgrade(RunningOstler ostler, LinuxTree host, Path said, Random random, int most)
            throws Exception {
        KvmHost.enter(ostler, host, "killed");
        Map<String, String> before = host.etc();
        ProcessBuilder driver = new ProcessBuilder("src/main/scripts/rolling-upgrade.sh")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        driver.environment()
                .putAll(Map.of(
                        "OSTLER_URL", ostler.url(), "OSTLER_USER", "admin", "OSTLER_PASSWORD", RunningOstler.PASSWORD));
        Process driving = driver.start();
        int killed = 0;
        try {
            awaitUpgrade(ostler);
            while (killed < most && driving.isAlive()) {
                KvmHost.runThroughAKill(ostler, host, "killed", random.nextInt(MILLIS));
                killed++;
                assertEquals(before, host.etc());
            }
            assertTrue(driving.waitFor(10, TimeUnit.MINUTES), () -> text(said));
        } finally {
            driving.descendants().forEach(ProcessHandle::destroyForcibly);
            driving.destroyForcibly();
        }
        assertEquals(0, driving.exitValue(), () -> text(said));
        assertEachCommandOnce(ostler.invocations());
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
        return killed;
    }

    /** Kills before there is a run would only prove that a plan is not made. */
    private static void awaitUpgrade(RunningOstler ostler) throws Exception {
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
