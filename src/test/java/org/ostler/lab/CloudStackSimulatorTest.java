package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The answers of the simulated API; what is expected was seen at a real 4.21 server. */
class CloudStackSimulatorTest {
    private static final String SECRET =
            "VDaACYb0LV9eNjTetIOElcVQkvJck_J_QljX_FcHRj87ZKiy0z0ty0ZsYBkoXkY9b7eq1EhwJaw7FF3akA3KBQ";
    private static final String KEY =
            "plgWJfZK4gyS3mOMTVmjUVg-X-jlWlnfaUJ9GAbBbf9EdM-kAYMmAiLqzzq1ElZLYq_u38zCm0bewzGUdP66mg";
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private final FakePool pool = new FakePool();
    private final CloudState state = CloudSeed.state(List.of("xs1", "xs2", "xs3"), pool);
    private final CloudSignature signature = new CloudSignature(KEY, SECRET);
    private final CloudStackSimulator api =
            new CloudStackSimulator(state, pool, signature, new LabClock(500), () -> true, () -> {});

    /** Three hosts that answer; guests as they are seeded. */
    private static final class FakePool implements PoolView {
        private final List<Guest> guests = new ArrayList<>();
        private final List<String> setUp = new ArrayList<>();

        FakePool() {
            XenGuest.ALL.forEach(guest -> guests.add(
                    new Guest(guest.instance(), guest.isRunning() ? Optional.of(guest.host()) : Optional.empty())));
        }

        @Override
        public List<Guest> guests() {
            return guests;
        }

        @Override
        public boolean reachable(String host) {
            return true;
        }

        @Override
        public Optional<String> version(String host) {
            return Optional.of("5.6.100");
        }

        @Override
        public void setUp(String host) {
            setUp.add(host);
        }
    }

    private static Map<String, String> asked(String command, String... more) {
        Map<String, String> parameters =
                new LinkedHashMap<>(Map.of("command", command, "apikey", KEY, "response", "json"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    private CloudReply call(String command, String... more) throws InterruptedException {
        Map<String, String> parameters = asked(command, more);
        parameters.put("signature", signature.sign(parameters));
        return api.answer(new CloudRequest(parameters));
    }

    private void refused(int status, int code, String text, CloudReply reply) {
        assertEquals(status, reply.status());
        assertEquals(status, reply.body().path("errorcode").asInt());
        assertEquals(code, reply.body().path("cserrorcode").asInt());
        assertEquals(text, reply.body().path("errortext").asText());
        assertTrue(reply.body().path("uuidList").isArray());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "waited in vain");
            Thread.sleep(5);
        }
    }

    @Test
    void signsAsThePublishedExampleDoes() {
        assertEquals(
                "TTpdDq/7j/J58XCRHomKoQXEQds=",
                signature.sign(Map.of("apikey", KEY, "command", "listUsers", "response", "json")));
    }

    @Test
    void takesSpecialCharactersAndTheCamelCaseKey() throws InterruptedException {
        assertEquals(
                200, call("listZones", "keyword", "a b+c/d~e*(f)é", "name", "x").status());
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("apiKey", KEY, "command", "listZones"));
        parameters.put("signature", signature.sign(parameters));
        assertEquals(200, api.answer(new CloudRequest(parameters)).status());
    }

    @Test
    void answersEveryFailedAuthenticationAlike() throws InterruptedException {
        Map<String, String> unsigned = asked("listZones");
        Map<String, String> wrong = asked("listZones");
        wrong.put("signature", new CloudSignature(KEY, "another").sign(wrong));
        Map<String, String> stranger = asked("listZones");
        stranger.put("apikey", "nobody");
        stranger.put("signature", signature.sign(stranger));
        for (Map<String, String> parameters : List.of(unsigned, wrong, stranger)) {
            CloudReply reply = api.answer(new CloudRequest(parameters));
            assertEquals(
                    "{\"listzonesresponse\":{\"uuidList\":[],\"errorcode\":401,\"errortext\":\"unable to verify user"
                            + " credentials and/or request signature\"}}",
                    new String(reply.bytes(true), StandardCharsets.UTF_8));
        }
        assertEquals("errorresponse", call("noSuchCommand").envelope());
        assertEquals("null", api.answer(new CloudRequest(Map.of("apikey", KEY))).envelope());
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><listzonesresponse><errorcode>401</errorcode><errortext>unable"
                        + " to verify user credentials and/or request signature</errortext></listzonesresponse>",
                new String(api.answer(new CloudRequest(unsigned)).bytes(false), StandardCharsets.UTF_8));
    }

    @Test
    void wantsAnExpiryInTheFutureInVersionThree() throws InterruptedException {
        assertEquals(401, call("listZones", "signatureversion", "3").status());
        assertEquals(
                401,
                call("listZones", "signatureversion", "3", "expires", "2011-10-10T12:00:00+0530")
                        .status());
        assertEquals(
                200,
                call("listZones", "signatureversion", "3", "expires", "2911-10-10T12:00:00+0530")
                        .status());
    }

    @Test
    void saysWhatIsWrongWithParameters() throws InterruptedException {
        refused(
                431,
                9999,
                "\"pagesize\" parameter is required when \"page\" is specified",
                call("listHosts", "page", "1"));
        refused(
                431,
                9999,
                "Unable to execute API command listhosts due to invalid value. Invalid parameter id value=" + NOBODY
                        + " due to incorrect long value format, or entity does not exist or due to incorrect parameter"
                        + " annotation for the field in api cmd class.",
                call("listHosts", "id", NOBODY));
        refused(
                431,
                9999,
                "Unable to execute API command updatecluster due to missing parameter id",
                call("updateCluster", "managedstate", "Managed"));
        refused(
                431,
                4350,
                "Unable to resolve Managed State 'managed' to a supported state",
                call("updateCluster", "id", state.clusters.get(0).id, "managedstate", "managed"));
        refused(
                431,
                4350,
                "Config parameter with name no.such.setting doesn't exist",
                call("updateConfiguration", "name", "no.such.setting", "value", "1"));
        refused(
                431,
                4350,
                "Value [abc] is not a valid [class java.lang.Integer].",
                call("updateConfiguration", "name", "ping.interval", "value", "abc"));
        refused(
                431,
                4350,
                "cannot handle multiple IDs, provide only one ID corresponding to the scope",
                call("updateConfiguration", "name", "ping.interval", "value", "1", "zoneid", "a", "clusterid", "b"));
        refused(
                530,
                4250,
                "Unable to create cluster xs-pool-a in pod and data center with specified ids",
                call(
                        "addCluster",
                        "zoneid",
                        state.zoneId,
                        "podid",
                        state.podId,
                        "clustername",
                        "xs-pool-a",
                        "clustertype",
                        "CloudManaged",
                        "hypervisor",
                        "XenServer"));
    }

    @Test
    void listsWithTheRulesOfPages() throws InterruptedException {
        assertEquals("{}", call("listHosts", "name", "nobody").body().toString());
        assertEquals("{}", call("listHosts", "name", "xs").body().toString());
        assertEquals(3, call("listHosts", "keyword", "xs").body().path("count").asInt());
        ObjectNode second = call("listHosts", "page", "2", "pagesize", "2").body();
        assertEquals(3, second.path("count").asInt());
        assertEquals(1, second.path("host").size());
        assertEquals(
                "{\"count\":3}",
                call("listHosts", "page", "9", "pagesize", "2").body().toString());
        assertEquals(200, call("listZones", "frobnicate", "1").status());
    }

    @Test
    void showsGuestsOfProjectsOnlyWhenAsked() throws InterruptedException {
        JsonNode all = call("listVirtualMachines", "listall", "true").body().path("virtualmachine");
        JsonNode projects = call("listVirtualMachines", "listall", "true", "projectid", "-1")
                .body()
                .path("virtualmachine");
        assertFalse(all.findValuesAsText("instancename").contains("i-7-21-VM"));
        assertEquals(List.of("i-7-21-VM"), projects.findValuesAsText("instancename"));
        assertEquals(
                List.of("r-10-VM"),
                call("listRouters", "listall", "true").body().findValuesAsText("name"));
        assertEquals(
                "{}",
                call("listRouters", "listall", "true", "projectid", "-1").body().toString());
        assertEquals(
                new TreeSet<>(List.of("s-1-VM", "v-2-VM")),
                new TreeSet<>(call("listSystemVms").body().findValuesAsText("name")));
    }

    @Test
    void changesTheOperatingSystemTypeOfAGuest() throws InterruptedException {
        String other = call("listOsTypes", "description", "Other Linux (64-bit)")
                .body()
                .path("ostype")
                .path(0)
                .path("id")
                .asText();
        ObjectNode vm = call("updateVirtualMachine", "id", CloudSeed.id("vm i-2-3-VM"), "ostypeid", other)
                .body();
        assertEquals(
                "Other Linux (64-bit)",
                vm.path("virtualmachine").path("osdisplayname").asText());
        assertEquals(
                other,
                call("listVirtualMachines", "id", CloudSeed.id("vm i-2-3-VM"))
                        .body()
                        .findValuesAsText("guestosid")
                        .get(0));
    }

    @Test
    void letsGoOfAClusterAndTakesItBack() throws Exception {
        String cluster = state.clusters.get(0).id;
        Thread asking = new Thread(() -> {
            try {
                call("updateCluster", "id", cluster, "managedstate", "Unmanaged");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        CloudStackSimulator slow =
                new CloudStackSimulator(state, pool, signature, new LabClock(20), () -> true, () -> {});
        Map<String, String> parameters = asked("updateCluster", "id", cluster, "managedstate", "Unmanaged");
        parameters.put("signature", signature.sign(parameters));
        Thread slowly = new Thread(() -> {
            try {
                slow.answer(new CloudRequest(parameters));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        slowly.start();
        await(() -> state.clusters.get(0).managedState.equals("PrepareUnmanaged"));
        slowly.join();
        assertEquals("Unmanaged", managedState());
        assertEquals(List.of("Disconnected", "Disconnected", "Disconnected"), hostStates());
        asking.start();
        asking.join();

        pool.guests.clear();
        assertEquals("Running", vmState("i-2-3-VM"), "frozen while unmanaged");

        assertEquals(
                200,
                call("updateCluster", "id", cluster, "managedstate", "Managed").status());
        assertEquals("Managed", managedState());
        assertEquals("Disconnected", hostStates().get(2));
        await(() -> hostStates().equals(List.of("Up", "Up", "Up")));
        assertEquals("Stopped", vmState("i-2-3-VM"));
        assertEquals(List.of("xs1", "xs2", "xs3"), pool.setUp);
    }

    private String managedState() throws InterruptedException {
        return call("listClusters", "name", "xs-pool-a")
                .body()
                .findValuesAsText("managedstate")
                .get(0);
    }

    private List<String> hostStates() {
        try {
            return call("listHosts", "type", "Routing").body().findValuesAsText("state");
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private String vmState(String instance) throws InterruptedException {
        return call("listVirtualMachines", "id", CloudSeed.id("vm " + instance))
                .body()
                .findValuesAsText("state")
                .get(0);
    }

    @Test
    void putsOneHostAtATimeIntoMaintenance() throws Exception {
        String one = CloudSeed.id("host xs1");
        state.hosts.get(2).resourceState = "ErrorInMaintenance";
        String refused = call("prepareHostForMaintenance", "id", one)
                .body()
                .path("jobid")
                .asText();
        await(() -> job(refused).path("jobstatus").asInt() != 0);
        ObjectNode failed = job(refused);
        assertEquals(2, failed.path("jobstatus").asInt());
        assertEquals(530, failed.path("jobresultcode").asInt());
        assertTrue(failed.path("jobresult").path("errortext").asText().contains("There are other servers in"));

        state.hosts.get(2).resourceState = "Enabled";
        String taken = call("prepareHostForMaintenance", "id", one)
                .body()
                .path("jobid")
                .asText();
        await(() -> resourceState(one).equals("Maintenance"));
        assertEquals(1, job(taken).path("jobstatus").asInt());
        call("cancelHostMaintenance", "id", one);
        assertEquals("Enabled", resourceState(one));
        assertEquals(431, call("queryAsyncJobResult", "jobid", NOBODY).status());
    }

    private ObjectNode job(String id) {
        try {
            return call("queryAsyncJobResult", "jobid", id).body();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private String resourceState(String host) {
        try {
            return call("listHosts", "id", host)
                    .body()
                    .findValuesAsText("resourcestate")
                    .get(0);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void comesBackFromItsStoredState() throws Exception {
        call("updateConfiguration", "name", "ping.interval", "value", "30");
        call("prepareHostForMaintenance", "id", CloudSeed.id("host xs1"));
        state.clusters.get(0).managedState = "PrepareUnmanaged";
        ObjectNode saved = LabStore.MAPPER.valueToTree(state);
        CloudState later = CloudSeed.state(List.of("xs1", "xs2", "xs3"), pool);
        LabStore.MAPPER.readerForUpdating(later).readValue(new ObjectMapper().writeValueAsString(saved));
        assertEquals(saved, LabStore.MAPPER.<ObjectNode>valueToTree(later));
        new CloudStackSimulator(later, pool, signature, new LabClock(500), () -> true, () -> {}).resume();
        assertEquals("Unmanaged", later.clusters.get(0).managedState);
    }

    @Test
    void losesTheAnswerButNotTheDeed() throws Exception {
        Map<String, String> parameters = asked("updateConfiguration", "name", "ping.interval", "value", "77");
        parameters.put("signature", signature.sign(parameters));
        api.faults().loseAnswers(1);
        LabHttp.Request request =
                new LabHttp.Request("POST", URI.create("/client/api"), Map.of(), Map.of(), Map.of(), form(parameters));
        assertEquals(LabHttp.Answer.LOST, api.answer(request));
        assertEquals(
                "77",
                call("listConfigurations", "name", "ping.interval")
                        .body()
                        .findValuesAsText("value")
                        .get(0));
        api.faults().failRequests(1);
        assertEquals(503, api.answer(request).status());
        assertEquals(200, api.answer(request).status());
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
