package org.ostler.execution;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.ostler.PracticeLabProcess;

/**
 * A rolling upgrade of the lab's pool by somebody who answers every gate, uses the known remedies and plays the
 * technician, and who checks afterwards, by the lab's own count, that everything was done and nothing twice.
 */
final class Upgrade {
    /** Of one upgrade through all disturbances; it takes a minute or two. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** How often one remedy is used for one step: once for each VM of a host, and some to spare. */
    private static final int MENDS = 20;

    /** What is done in every upgrade, and how often in all. */
    private static final Map<String, Long> DONE = Map.ofEntries(
            entry("xs\\d xe host-reboot", 3L),
            entry("xs\\d xe host-disable", 3L),
            entry("xs\\d bash .*setupxenserver.sh", 3L),
            entry("xs\\d host-runner put ", 12L),
            entry("xs1 xe pool-ha-disable", 1L),
            entry("xs1 xe pool-ha-enable", 1L),
            entry("ms1 mysqldump ", 2L),
            entry("ms1 service .* restart", 2L),
            entry("ms1 updateCluster ", 2L));

    private static final Set<String> OVER = Set.of("SUCCEEDED", "CANCELLED", "ROLLED_BACK", "ABANDONED");

    private final PracticeLabProcess lab;
    private final Desk desk;
    private final Set<String> inserted = new HashSet<>();
    private final Map<String, Integer> mends = new HashMap<>();
    private final Map<String, Integer> unknown = new TreeMap<>();
    private String run = "";
    private String to = "";
    private Set<String> vms = Set.of();
    private JsonNode osTypes = MissingNode.getInstance();

    Upgrade(PracticeLabProcess lab, Desk desk) {
        this.lab = lab;
        this.desk = desk;
    }

    /** Steps whose outcome was unknown for a while, and how often. */
    Map<String, Integer> unknown() {
        return unknown;
    }

    void begin() throws IOException, InterruptedException {
        to = lab.get("/hosts").path("scenarioTo").asText();
        vms = lab.runningVms();
        osTypes = osTypes();
        while (run.isEmpty()) {
            ObjectNode order = KilledEngine.order("start")
                    .put("guide", "xenserver-rolling-upgrade")
                    .put("cluster", "xs-pool-a");
            order.putObject("settings").put("from-version", "5.6 SP2").put("to-version", to);
            JsonNode answer = desk.ask(order);
            assertTrue(!answer.has("refused"), answer::toString);
            JsonNode newest = ask("runs").path(0);
            run = newest.path("guide").asText().equals("xenserver-rolling-upgrade")
                    ? newest.path("id").asText()
                    : "";
        }
    }

    /** Looks once and answers what waits. Returns whether it is over. */
    boolean look() throws IOException, InterruptedException {
        JsonNode seen = ask(KilledEngine.order("run").put("run", run));
        String state = seen.path("state").asText();
        if (OVER.contains(state)) {
            assertEquals("SUCCEEDED", state, () -> seen.path("stateReason").asText());
            return true;
        }
        for (JsonNode step : seen.path("steps")) {
            switch (step.path("state").asText()) {
                case "WAITING" -> answer(step);
                case "FAILED" -> mend(step);
                case "OUTCOME_UNKNOWN" -> {
                    unknown.merge(
                            step.path("id").asText() + ": "
                                    + step.path("progress").asText(),
                            1,
                            Integer::sum);
                    desk.ask(of("look", step));
                }
                case "STALE" -> throw new AssertionError("stale: " + step.toPrettyString());
                default -> {}
            }
        }
        return false;
    }

    void drive() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!look()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the upgrade comes to no end: "
                        + ask(KilledEngine.order("run").put("run", run)).toPrettyString());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private ObjectNode of(String what, JsonNode step) {
        return KilledEngine.order(what)
                .put("run", run)
                .put("step", step.path("id").asText());
    }

    private JsonNode ask(String what) throws IOException, InterruptedException {
        return ask(KilledEngine.order(what));
    }

    private JsonNode ask(ObjectNode order) throws IOException, InterruptedException {
        JsonNode answer = desk.ask(order);
        while (answer.isMissingNode()) {
            answer = desk.ask(order);
        }
        return answer.path("ok");
    }

    private void answer(JsonNode step) throws IOException, InterruptedException {
        JsonNode gate = step.path("gate");
        boolean installation = step.path("key").asText().equals("install-new-version");
        if (gate.isMissingNode() || gate.isNull() || (installation && !isInstalled(step))) {
            return;
        }
        ObjectNode yes = of("confirm", step).put("version", gate.path("version").asLong());
        // A refusal says that the gate is another one by now, or that it is not yet so: looked at again next time.
        if (desk.ask(yes).has("refused")) {
            desk.ask(of("look", step));
        }
    }

    /** The technician's part: whether the host runs the new version, and its new key was compared and accepted. */
    private boolean isInstalled(JsonNode step) throws IOException, InterruptedException {
        String host = step.path("target").path("name").asText();
        JsonNode seen = lab.host(host);
        if (!seen.path("version").asText().equals(to)) {
            if (seen.path("power").asText().equals("off")) {
                lab.order("/hosts/" + host + "/power", "{\"power\": \"on\"}");
            } else if (seen.path("power").asText().equals("on") && inserted.add(host)) {
                lab.order("/hosts/" + host + "/installer", "{\"version\": \"" + to + "\", \"newHostKey\": true}");
                lab.order("/hosts/" + host + "/power", "{\"power\": \"cycle\"}");
            }
            return false;
        }
        if (!seen.path("power").asText().equals("on")) {
            return false;
        }
        String onTheScreen = seen.path("fingerprint").asText();
        JsonNode keys = ask(KilledEngine.order("keys").put("host", host));
        if (keys.path("accepted").asText().equals(onTheScreen)) {
            return true;
        }
        if (!keys.path("offered").asText().equals(onTheScreen)) {
            desk.ask(of("look", step));
            return false;
        }
        desk.ask(KilledEngine.order("accept").put("host", host).put("fingerprint", onTheScreen));
        return true;
    }

    private void mend(JsonNode step) throws IOException, InterruptedException {
        JsonNode first = step.path("trouble").path("mends").path(0);
        assertTrue(first.has("key"), () -> "nothing mends " + step.toPrettyString());
        String key = step.path("id").asText() + " " + first.path("key").asText();
        assertTrue(mends.merge(key, 1, Integer::sum) <= MENDS, () -> "mended for ever: " + step.toPrettyString());
        desk.ask(of("mend", step).put("mend", first.path("key").asText()));
    }

    void assertAllIsDoneOnce() throws IOException, InterruptedException {
        JsonNode seen = ask(KilledEngine.order("run").put("run", run));
        for (JsonNode paused : seen.path("paused")) {
            assertTrue(paused.path("restored").asBoolean(), paused::toString);
        }
        assertPoolIsUpgraded();
        assertCountedOnce(lab.invocations());
        Told.assertEachCommandHasOneOutcome(
                ask(KilledEngine.order("entries").put("run", run)), Set.of("done", "failed"));
        assertEquals("", ask("broken").asText(), "journal, rows and chain");
    }

    private void assertPoolIsUpgraded() throws IOException, InterruptedException {
        Set<String> lost = new TreeSet<>(vms);
        lost.removeAll(lab.runningVms());
        assertEquals(Set.of(), lost, "VMs that ran before");
        for (JsonNode host : lab.get("/hosts").path("hosts")) {
            if (host.path("kind").asText().equals("xenserver")) {
                assertEquals(to, host.path("version").asText(), host::toString);
                assertEquals("on", host.path("power").asText(), host::toString);
            }
        }
        JsonNode clusters = lab.get("/api/state").path("cloudstack").path("clusters");
        assertEquals("Managed", clusters.path("xs-pool-a").asText());
    }

    /**
     * What changes a machine, by the lab's own count: no id was started twice, the same words succeeded at most once on
     * the same machine (a remedy may have come between two tries), and what an upgrade consists of was done.
     */
    private void assertCountedOnce(JsonNode invocations) throws IOException, InterruptedException {
        Map<String, Integer> ids = new TreeMap<>();
        Map<String, Integer> succeeded = new TreeMap<>();
        for (JsonNode call : invocations) {
            StringBuilder words = new StringBuilder(call.path("host").asText());
            call.path("words").forEach(word -> words.append(' ').append(word.asText()));
            boolean changes = !call.path("via").asText().equals("exec");
            if (changes && call.path("command").isTextual()) {
                ids.merge(call.path("command").asText(), 1, Integer::sum);
            }
            if (changes && Set.of(0, 200).contains(call.path("exit").asInt(-1))) {
                succeeded.merge(words.toString(), 1, Integer::sum);
            }
        }
        ids.forEach((id, times) -> assertEquals(1, times, "starts of " + id));
        // The guide itself runs this one twice: before the VLANs are spread, and after the last host.
        assertEquals(2, succeeded.remove("xs1 bash /opt/xensource/bin/cloud-clean-vlan.sh"));
        succeeded.forEach((words, times) -> assertEquals(1, times, words));
        DONE.forEach((beginning, times) ->
                assertEquals(times, count(succeeded, beginning), () -> beginning + " in " + succeeded.keySet()));
        JsonNode now = osTypes();
        long changed = osTypes.properties().stream()
                .filter(before -> !before.getValue().equals(now.path(before.getKey())))
                .count();
        assertTrue(changed > 0, "some VMs have an OS type that is to be changed");
        assertEquals(changed, count(succeeded, "ms1 updateVirtualMachine "), () -> "in " + succeeded.keySet());
    }

    private static long count(Map<String, Integer> succeeded, String beginning) {
        return succeeded.keySet().stream()
                .filter(words -> words.matches(beginning + ".*"))
                .count();
    }

    private JsonNode osTypes() throws IOException, InterruptedException {
        return lab.get("/api/state").path("cloudstack").path("osTypes");
    }
}
