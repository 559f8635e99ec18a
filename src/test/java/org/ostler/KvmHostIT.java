package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libvirt chapter on a host behind a real OpenSSH server: shown, approved, applied, verified, taken back. */
final class KvmHostIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "el-9"})
    void appliesTheLibvirtChapterAndRollsItBackByteForByte(String system) throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (LinuxTree host = LinuxTree.start(system, directory.resolve(system))) {
            Map<String, String> before = host.etc();
            KvmHost.enter(ostler, host, system);

            JsonNode plan = KvmHost.plan(ostler, system);
            assertTrue(plan.toString().contains("+listen_tcp = 1"), plan::toPrettyString);
            assertEquals(before, host.etc(), "looking and planning change nothing");

            String run = KvmHost.approveAndStart(ostler, plan);
            ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
            String conf = Files.readString(host.file("/etc/libvirt/libvirtd.conf"));
            assertTrue(conf.contains("listen_tcp = 1"), conf);
            assertTrue(conf.contains("# Set by the storage team, keep.\nmax_clients = 200"), conf);
            assertTrue(Files.exists(host.file("/run/libvirtd.listens")), "libvirtd listens on 16509");

            JsonNode again = KvmHost.plan(ostler, system);
            for (JsonNode step : again.path("steps")) {
                assertEquals(0, step.path("changes").size(), step::toPrettyString);
                assertEquals(0, step.path("commands").size(), step::toPrettyString);
            }

            JsonNode done = ok(ostler.get("/api/runs/" + run));
            String last = done.path("steps")
                    .path(done.path("steps").size() - 1)
                    .path("id")
                    .asText();
            ok(ostler.post(
                    "/api/runs/" + run + "/steps/" + last + "/rollback",
                    JSON.createObjectNode().put("note", "the drill is over").toString()));
            ostler.awaitRun(run, Duration.ofMinutes(2), "ROLLED_BACK");
            assertEquals(before, host.etc());
            assertFalse(Files.exists(host.file("/run/libvirtd.listens")), "libvirtd listens no more");
            assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
        }
    }
}
