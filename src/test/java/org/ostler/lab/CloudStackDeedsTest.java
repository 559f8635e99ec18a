package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the simulated API does, and keeps; what is expected was seen at a real 4.21 server. */
class CloudStackDeedsTest {
    private final CloudCaller cloud = new CloudCaller();

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "waited in vain");
            Thread.sleep(5);
        }
    }

    @Test
    void letsGoOfAClusterAndTakesItBack() throws Exception {
        String cluster = cloud.state.clusters.get(0).id;
        Thread asking = new Thread(() -> {
            try {
                cloud.call("updateCluster", "id", cluster, "managedstate", "Unmanaged");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        CloudStackSimulator slow = new CloudStackSimulator(
                cloud.state, cloud.pool, cloud.signature, new LabClock(20), () -> true, () -> {});
        Map<String, String> parameters = cloud.signed("updateCluster", "id", cluster, "managedstate", "Unmanaged");
        Thread slowly = new Thread(() -> {
            try {
                slow.answer(new CloudRequest(parameters));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        slowly.start();
        await(() -> cloud.state.clusters.get(0).managedState.equals("PrepareUnmanaged"));
        slowly.join();
        assertEquals("Unmanaged", managedState());
        assertEquals(List.of("Disconnected", "Disconnected", "Disconnected"), hostStates());
        asking.start();
        asking.join();

        cloud.pool.guests.clear();
        assertEquals("Running", vmState("i-2-3-VM"), "frozen while unmanaged");

        assertEquals(
                200,
                cloud.call("updateCluster", "id", cluster, "managedstate", "Managed")
                        .status());
        assertEquals("Managed", managedState());
        assertEquals("Disconnected", hostStates().get(2));
        await(() -> hostStates().equals(List.of("Up", "Up", "Up")));
        assertEquals("Stopped", vmState("i-2-3-VM"));
        assertEquals(List.of("xs1", "xs2", "xs3"), cloud.pool.setUp);
    }

    private String managedState() throws InterruptedException {
        return cloud.call("listClusters", "name", "xs-pool-a")
                .body()
                .findValuesAsText("managedstate")
                .get(0);
    }

    private List<String> hostStates() {
        try {
            return cloud.call("listHosts", "type", "Routing").body().findValuesAsText("state");
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private String vmState(String instance) throws InterruptedException {
        return cloud.call("listVirtualMachines", "id", CloudSeed.id("vm " + instance))
                .body()
                .findValuesAsText("state")
                .get(0);
    }

    @Test
    void putsOneHostAtATimeIntoMaintenance() throws Exception {
        String one = CloudSeed.id("host xs1");
        cloud.state.hosts.get(2).resourceState = "ErrorInMaintenance";
        String refused = cloud.call("prepareHostForMaintenance", "id", one)
                .body()
                .path("jobid")
                .asText();
        await(() -> job(refused).path("jobstatus").asInt() != 0);
        ObjectNode failed = job(refused);
        assertEquals(2, failed.path("jobstatus").asInt());
        assertEquals(530, failed.path("jobresultcode").asInt());
        assertTrue(failed.path("jobresult").path("errortext").asText().contains("There are other servers in"));

        cloud.state.hosts.get(2).resourceState = "Enabled";
        String taken = cloud.call("prepareHostForMaintenance", "id", one)
                .body()
                .path("jobid")
                .asText();
        await(() -> resourceState(one).equals("Maintenance"));
        assertEquals(1, job(taken).path("jobstatus").asInt());
        cloud.call("cancelHostMaintenance", "id", one);
        assertEquals("Enabled", resourceState(one));
        assertEquals(
                431,
                cloud.call("queryAsyncJobResult", "jobid", CloudCaller.NOBODY).status());
    }

    private ObjectNode job(String id) {
        try {
            return cloud.call("queryAsyncJobResult", "jobid", id).body();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private String resourceState(String host) {
        try {
            return cloud.call("listHosts", "id", host)
                    .body()
                    .findValuesAsText("resourcestate")
                    .get(0);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void comesBackFromItsStoredState() throws Exception {
        cloud.call("updateConfiguration", "name", "ping.interval", "value", "30");
        cloud.call("prepareHostForMaintenance", "id", CloudSeed.id("host xs1"));
        cloud.state.clusters.get(0).managedState = "PrepareUnmanaged";
        ObjectNode saved = LabStore.MAPPER.valueToTree(cloud.state);
        CloudState later = CloudSeed.state(List.of("xs1", "xs2", "xs3"), cloud.pool);
        LabStore.MAPPER.readerForUpdating(later).readValue(new ObjectMapper().writeValueAsString(saved));
        assertEquals(saved, LabStore.MAPPER.<ObjectNode>valueToTree(later));
        new CloudStackSimulator(later, cloud.pool, cloud.signature, new LabClock(500), () -> true, () -> {}).resume();
        assertEquals("Unmanaged", later.clusters.get(0).managedState);
    }

    @Test
    void losesTheAnswerButNotTheDeed() throws Exception {
        Map<String, String> parameters = cloud.signed("updateConfiguration", "name", "ping.interval", "value", "77");
        cloud.api.faults().loseAnswers(1);
        LabHttp.Request request =
                new LabHttp.Request("POST", URI.create("/client/api"), Map.of(), Map.of(), Map.of(), form(parameters));
        assertEquals(LabHttp.Answer.LOST, cloud.api.answer(request));
        assertEquals(
                "77",
                cloud.call("listConfigurations", "name", "ping.interval")
                        .body()
                        .findValuesAsText("value")
                        .get(0));
        cloud.api.faults().failRequests(1);
        assertEquals(503, cloud.api.answer(request).status());
        assertEquals(200, cloud.api.answer(request).status());
    }

    private static byte[] form(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
