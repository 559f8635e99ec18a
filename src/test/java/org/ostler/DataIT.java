package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of everything when the disk is full, and when it is gone: on a small disk of its own, with a real host
 * on which a command is under way meanwhile. Needs root (mounts).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DataIT {
    @TempDir
    static Path directory;

    private static Path disk;
    private static RunningOstler ostler;
    private static LinuxTree host;
    private static HeldRun held;
    private static String run;

    @BeforeAll
    static void start() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        call(Map.of(), "mount", "-t", "tmpfs", "-o", "size=900m", "tmpfs", disk.toString());
        ostler = RunningOstler.start(disk.resolve("data"), Map.of("OSTLER_ROOM_MIB", "16"));
        host = LinuxTree.start("debian-12", directory.resolve("tree"));
        KvmHost.enter(ostler, host, "kept");
        held = new HeldRun(host, "kept");
    }

    @AfterAll
    static void stop() throws Exception {
        if (ostler != null) {
            ostler.close();
        }
        if (host != null) {
            host.close();
        }
        call(Map.of(), "umount", "-l", disk.toString());
    }

    private static String call(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + said);
        return said;
    }

    private static void fillDisk() throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(disk.resolve("filling"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertTrue(disk.toFile().getUsableSpace() < block.length, "the disk is not full");
        }
    }

    @Test
    @Order(1)
    void aFullDiskStopsChangesInPlainWordsAndTheRunGoesOnWhenThereIsRoom() throws Exception {
        Visitor visitor = new Visitor(new Wire(URI.create(ostler.url()).toURL()));
        visitor.signIn("admin", RunningOstler.PASSWORD, "/index.xhtml");
        run = held.start(ostler);
        fillDisk();
        RunningOstler.Reply refused =
                ostler.await(Duration.ofSeconds(5), () -> ostler.put("/api/me", "{\"theme\":\"dark\"}"), 409);
        assertEquals("no-room", refused.body().path("code").asText(), refused.text());
        assertTrue(refused.body().path("next").asText().contains("Make room"), refused.text());
        for (String read : List.of("/api/inventory", "/api/runs/" + run, "/api/audit?limit=5", "/api/guides")) {
            assertEquals(200, ostler.get(read).status(), read);
        }
        Wire.Answer page = visitor.get("/run.xhtml?id=" + run);
        assertEquals(200, page.status(), page.body());
        assertTrue(page.body().contains("Nothing can be changed now"), page.body());
        held.release();
        TimeUnit.SECONDS.sleep(5);
        assertEquals("RUNNING", ok(ostler.get("/api/runs/" + run)).path("state").asText());
        assertTrue(held.isWrittenDownThere(), "its control directory is gone before its outcome was written down");
        Files.delete(disk.resolve("filling"));
        ostler.awaitRun(run, HeldRun.PATIENCE, "SUCCEEDED");
        assertEquals(1, held.restarts());
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }

    @Test
    @Order(2)
    void aBackupMadeDuringARunBringsEverythingBackAfterTheDiskIsLost() throws Exception {
        ok(ostler.post("/api/runs/" + run + "/steps/" + lastStep(run) + "/rollback", "{\"note\":\"once more\"}"));
        ostler.awaitRun(run, HeldRun.PATIENCE, "ROLLED_BACK");
        ok(ostler.post(
                "/api/people", "{\"name\":\"bo\",\"password\":\"a long enough word\",\"roles\":[\"OPERATOR\"]}"));
        String second = held.start(ostler);
        Path archive = directory.resolve("ostler.zip");
        Map<String, String> data = Map.of("OSTLER_DATA_DIR", ostler.data().toString());
        String said = call(data, "payara/backup", archive.toString());
        assertTrue(said.contains(archive.toString()) && said.contains("keep it in another place"), said);
        long entries = ok(ostler.get("/api/audit/verify")).path("entries").asLong();
        ostler.close();
        lose(ostler.data());
        held.release();
        call(data, "payara/restore", archive.toString());
        ostler = RunningOstler.start(ostler.data(), Map.of());
        JsonNode back = ok(ostler.get("/api/runs/" + second));
        assertEquals("PAUSED", back.path("state").asText(), back::toPrettyString);
        String unknown = unknownStep(back);
        assertTrue(ok(ostler.get("/api/people")).toString().contains("\"bo\""));
        assertTrue(ok(ostler.get("/api/runs/" + run + "/transcript?limit=400"))
                .toString()
                .contains("libvirtd"));
        JsonNode trail = ok(ostler.get("/api/audit/verify"));
        assertTrue(trail.path("valid").asBoolean(), trail::toPrettyString);
        assertTrue(trail.path("entries").asLong() >= entries - 2, trail + " after " + entries);
        ok(ostler.post("/api/runs/" + second + "/steps/" + unknown + "/look", "{}"));
        ok(ostler.post("/api/runs/" + second + "/resume", ""));
        HeldRun.until("the run ends", () -> state(second).equals("SUCCEEDED"));
        assertEquals(1, held.restarts());
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }

    private static String state(String id) throws Exception {
        return ok(ostler.get("/api/runs/" + id)).path("state").asText();
    }

    private static String lastStep(String id) throws Exception {
        JsonNode steps = ok(ostler.get("/api/runs/" + id)).path("steps");
        return steps.path(steps.size() - 1).path("id").asText();
    }

    private static String unknownStep(JsonNode state) {
        for (JsonNode step : state.path("steps")) {
            if (step.path("state").asText().equals("OUTCOME_UNKNOWN")) {
                return step.path("id").asText();
            }
        }
        throw new AssertionError("no step is unknown: " + state.toPrettyString());
    }

    private static void lose(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
