package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LinuxTree} as Ostler sees it: entered into the inventory, planned for, run on, all through the API. */
public final class KvmHost {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KvmHost() {}

    /** Credential, inventory, host key: cluster and host are both called by the system's name. */
    public static void enter(RunningOstler ostler, LinuxTree host, String name) throws Exception {
        announce(ostler, host, name);
        ostler.post("/api/facts", hosts(name).toString());
        ok(ostler.post(
                "/api/hosts/" + name + "-host/host-key",
                JSON.createObjectNode().put("fingerprint", fingerprint(host)).toString()));
    }

    /** The same without the host key; again for another machine at the same place. */
    public static void announce(RunningOstler ostler, LinuxTree host, String name) throws Exception {
        ObjectNode credential = JSON.createObjectNode()
                .put("kind", "SSH_KEY")
                .put("user", "root")
                .put("privateKey", host.key());
        ok(ostler.put("/api/credentials/root-of-" + name, credential.toString()));
        ObjectNode zone = JSON.createObjectNode().put("name", "real");
        ObjectNode cluster = zone.putArray("pods")
                .addObject()
                .put("name", "rack")
                .putArray("clusters")
                .addObject()
                .put("name", name)
                .put("hypervisor", "KVM");
        cluster.putArray("hosts")
                .addObject()
                .put("name", name + "-host")
                .put("address", host.address())
                .put("port", host.port())
                .put("credential", "root-of-" + name);
        ObjectNode document = JSON.createObjectNode();
        document.putArray("zones").add(zone);
        ok(ostler.put("/api/inventory", document.toString()));
    }

    /** What the host's own screen would show. */
    public static String fingerprint(LinuxTree host) throws Exception {
        Process printed = new ProcessBuilder(
                        "ssh-keygen",
                        "-l",
                        "-E",
                        "sha256",
                        "-f",
                        host.file("/etc/ssh/host_key.pub").toString())
                .start();
        return new String(printed.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .split(" ", 3)[1];
    }

    public static JsonNode plan(RunningOstler ostler, String name) throws Exception {
        ObjectNode plan = hosts(name).put("guide", "kvm-host");
        plan.putObject("settings").put("part", "libvirt");
        return ok(ostler.post("/api/plans", plan.toString()));
    }

    public static String approveAndStart(RunningOstler ostler, JsonNode plan) throws Exception {
        String id = plan.path("id").asText();
        ok(ostler.post(
                "/api/plans/" + id + "/approval",
                JSON.createObjectNode()
                        .put("digest", plan.path("digest").asText())
                        .toString()));
        return ok(ostler.post(
                        "/api/runs", JSON.createObjectNode().put("plan", id).toString()))
                .path("id")
                .asText();
    }

    /**
     * A run of the guide, the server killed after so many milliseconds of it, and rolled back again when it has come
     * to its end.
     */
    static void runThroughAKill(RunningOstler ostler, LinuxTree host, String name, int milliseconds) throws Exception {
        Files.deleteIfExists(host.file("/var/lib/units/calls"));
        String run = approveAndStart(ostler, plan(ostler, name));
        TimeUnit.MILLISECONDS.sleep(milliseconds);
        ostler.killServer();
        JsonNode done = ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
        List<String> calls = Files.readAllLines(host.file("/var/lib/units/calls"));
        assertEquals(
                1, calls.stream().filter(call -> call.startsWith("restart")).count(), calls::toString);
        String last = done.path("steps")
                .path(done.path("steps").size() - 1)
                .path("id")
                .asText();
        ok(ostler.post(
                "/api/runs/" + run + "/steps/" + last + "/rollback",
                JSON.createObjectNode().put("note", "once more").toString()));
        ostler.awaitRun(run, Duration.ofMinutes(2), "ROLLED_BACK");
    }

    private static ObjectNode hosts(String name) {
        ObjectNode selection = JSON.createObjectNode();
        selection.putArray("hosts").add(name + "-host");
        return selection;
    }
}
