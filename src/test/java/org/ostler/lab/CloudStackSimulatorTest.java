package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the simulated API answers; what is expected was seen at a real 4.21 server. */
class CloudStackSimulatorTest {
    private final CloudCaller cloud = new CloudCaller();

    private void refused(int status, int code, String text, CloudReply reply) {
        assertEquals(status, reply.status());
        assertEquals(status, reply.body().path("errorcode").asInt());
        assertEquals(code, reply.body().path("cserrorcode").asInt());
        assertEquals(text, reply.body().path("errortext").asText());
        assertTrue(reply.body().path("uuidList").isArray());
    }

    @Test
    void signsAsThePublishedExampleDoes() {
        assertEquals(
                "TTpdDq/7j/J58XCRHomKoQXEQds=",
                cloud.signature.sign(Map.of("apikey", CloudCaller.KEY, "command", "listUsers", "response", "json")));
    }

    @Test
    void takesSpecialCharactersAndTheCamelCaseKey() throws InterruptedException {
        assertEquals(
                200,
                cloud.call("listZones", "keyword", "a b+c/d~e*(f)é", "name", "x")
                        .status());
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("apiKey", CloudCaller.KEY, "command", "listZones"));
        parameters.put("signature", cloud.signature.sign(parameters));
        assertEquals(200, cloud.api.answer(new CloudRequest(parameters)).status());
    }

    @Test
    void answersEveryFailedAuthenticationAlike() throws InterruptedException {
        Map<String, String> unsigned = CloudCaller.asked("listZones");
        Map<String, String> wrong = CloudCaller.asked("listZones");
        wrong.put("signature", new CloudSignature(CloudCaller.KEY, "another").sign(wrong));
        Map<String, String> stranger = CloudCaller.asked("listZones");
        stranger.put("apikey", "nobody");
        stranger.put("signature", cloud.signature.sign(stranger));
        for (Map<String, String> parameters : List.of(unsigned, wrong, stranger)) {
            CloudReply reply = cloud.api.answer(new CloudRequest(parameters));
            assertEquals(
                    "{\"listzonesresponse\":{\"uuidList\":[],\"errorcode\":401,\"errortext\":\"unable to verify user"
                            + " credentials and/or request signature\"}}",
                    new String(reply.bytes(true), StandardCharsets.UTF_8));
        }
        assertEquals("errorresponse", cloud.call("noSuchCommand").envelope());
        assertEquals(
                "null",
                cloud.api
                        .answer(new CloudRequest(Map.of("apikey", CloudCaller.KEY)))
                        .envelope());
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><listzonesresponse><errorcode>401</errorcode><errortext>unable"
                        + " to verify user credentials and/or request signature</errortext></listzonesresponse>",
                new String(cloud.api.answer(new CloudRequest(unsigned)).bytes(false), StandardCharsets.UTF_8));
    }

    @Test
    void wantsAnExpiryInTheFutureInVersionThree() throws InterruptedException {
        assertEquals(401, cloud.call("listZones", "signatureversion", "3").status());
        assertEquals(
                401,
                cloud.call("listZones", "signatureversion", "3", "expires", "2011-10-10T12:00:00+0530")
                        .status());
        assertEquals(
                200,
                cloud.call("listZones", "signatureversion", "3", "expires", "2911-10-10T12:00:00+0530")
                        .status());
    }

    @Test
    void saysWhatIsWrongWithParameters() throws InterruptedException {
        refused(
                431,
                9999,
                "\"pagesize\" parameter is required when \"page\" is specified",
                cloud.call("listHosts", "page", "1"));
        refused(
                431,
                9999,
                "Unable to execute API command listhosts due to invalid value. Invalid parameter id value="
                        + CloudCaller.NOBODY
                        + " due to incorrect long value format, or entity does not exist or due to incorrect parameter"
                        + " annotation for the field in api cmd class.",
                cloud.call("listHosts", "id", CloudCaller.NOBODY));
        refused(
                431,
                9999,
                "Unable to execute API command updatecluster due to missing parameter id",
                cloud.call("updateCluster", "managedstate", "Managed"));
        refused(
                431,
                4350,
                "Unable to resolve Managed State 'managed' to a supported state",
                cloud.call("updateCluster", "id", cloud.state.clusters.get(0).id, "managedstate", "managed"));
        refused(
                431,
                4350,
                "Config parameter with name no.such.setting doesn't exist",
                cloud.call("updateConfiguration", "name", "no.such.setting", "value", "1"));
        refused(
                431,
                4350,
                "Value [abc] is not a valid [class java.lang.Integer].",
                cloud.call("updateConfiguration", "name", "ping.interval", "value", "abc"));
        refused(
                431,
                4350,
                "cannot handle multiple IDs, provide only one ID corresponding to the scope",
                cloud.call(
                        "updateConfiguration", "name", "ping.interval", "value", "1", "zoneid", "a", "clusterid", "b"));
        refused(
                530,
                4250,
                "Unable to create cluster xs-pool-a in pod and data center with specified ids",
                cloud.call(
                        "addCluster",
                        "zoneid",
                        cloud.state.zoneId,
                        "podid",
                        cloud.state.podId,
                        "clustername",
                        "xs-pool-a",
                        "clustertype",
                        "CloudManaged",
                        "hypervisor",
                        "XenServer"));
    }

    @Test
    void listsWithTheRulesOfPages() throws InterruptedException {
        assertEquals("{}", cloud.call("listHosts", "name", "nobody").body().toString());
        assertEquals("{}", cloud.call("listHosts", "name", "xs").body().toString());
        assertEquals(
                3, cloud.call("listHosts", "keyword", "xs").body().path("count").asInt());
        ObjectNode second =
                cloud.call("listHosts", "page", "2", "pagesize", "2").body();
        assertEquals(3, second.path("count").asInt());
        assertEquals(1, second.path("host").size());
        assertEquals(
                "{\"count\":3}",
                cloud.call("listHosts", "page", "9", "pagesize", "2").body().toString());
        assertEquals(200, cloud.call("listZones", "frobnicate", "1").status());
    }

    @Test
    void showsGuestsOfProjectsOnlyWhenAsked() throws InterruptedException {
        JsonNode all =
                cloud.call("listVirtualMachines", "listall", "true").body().path("virtualmachine");
        JsonNode projects = cloud.call("listVirtualMachines", "listall", "true", "projectid", "-1")
                .body()
                .path("virtualmachine");
        assertFalse(all.findValuesAsText("instancename").contains("i-7-21-VM"));
        assertEquals(List.of("i-7-21-VM"), projects.findValuesAsText("instancename"));
        assertEquals(
                List.of("r-10-VM"),
                cloud.call("listRouters", "listall", "true").body().findValuesAsText("name"));
        assertEquals(
                "{}",
                cloud.call("listRouters", "listall", "true", "projectid", "-1")
                        .body()
                        .toString());
        assertEquals(
                new TreeSet<>(List.of("s-1-VM", "v-2-VM")),
                new TreeSet<>(cloud.call("listSystemVms").body().findValuesAsText("name")));
    }

    @Test
    void changesTheOperatingSystemTypeOfAGuest() throws InterruptedException {
        String other = cloud.call("listOsTypes", "description", "Other Linux (64-bit)")
                .body()
                .path("ostype")
                .path(0)
                .path("id")
                .asText();
        ObjectNode vm = cloud.call("updateVirtualMachine", "id", CloudSeed.id("vm i-2-3-VM"), "ostypeid", other)
                .body();
        assertEquals(
                "Other Linux (64-bit)",
                vm.path("virtualmachine").path("osdisplayname").asText());
        assertEquals(
                other,
                cloud.call("listVirtualMachines", "id", CloudSeed.id("vm i-2-3-VM"))
                        .body()
                        .findValuesAsText("guestosid")
                        .get(0));
    }
}
