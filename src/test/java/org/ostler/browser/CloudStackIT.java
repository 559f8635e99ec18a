package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;
import org.ostler.cloudstack.SignedCall;

/** The inventory is read from a management server, as far as a person chooses. */
final class CloudStackIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Milliseconds; the list takes 200 to open. */
    private static final int OPENING = 500;

    private static void server(RunningOstler ostler, String url, String key, String secret) throws Exception {
        ok(ostler.put(
                "/api/credentials/cloud-of-zone9",
                JSON.createObjectNode()
                        .put("kind", "CLOUDSTACK_API")
                        .put("user", key)
                        .put("password", secret)
                        .toString()));
        ok(ostler.put(
                "/api/inventory",
                "{\"zones\":[{\"name\":\"zone9\",\"managementServers\":[{\"name\":\"ms9\",\"address\":\"127.0.0.1\","
                        + "\"apiUrl\":\"" + url + "\",\"apiCredential\":\"cloud-of-zone9\"}]}]}"));
    }

    @Test
    void takesOverWhatIsTickedAndExplainsWhatFails() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        JsonNode lab = JSON.readTree(Files.readString(ostler.data().resolve("lab/lab.json")));
        JsonNode login = lab.path("credentials").path("lab-cloudstack");
        String url = lab.path("url").asText() + "/client/api";
        String key = login.path("user").asText();
        String secret = login.path("password").asText();
        addToCloudStack(new SignedCall(url, key, secret));
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            server(ostler, "http://127.0.0.1:1/client/api", key, secret);
            read(pages, "Nothing listens at http://127.0.0.1:1/client/api.");
            server(ostler, lab.path("url").asText() + "/nothing", key, secret);
            read(pages, "is no CloudStack API");
            server(ostler, url, key, "another secret");
            read(pages, "CloudStack refuses the API key or the signature (HTTP 401).");
            server(ostler, url, key, secret);
            read(pages, "CloudStack has no zone zone9; it has: zone1");
            chooseAndTake(pages);
            JsonNode inventory = ok(ostler.get("/api/inventory"));
            assertTrue(inventory.toString().contains("\"cloud-9\""), inventory::toString);
            assertFalse(inventory.toString().contains("\"address\":\"192.0.2.11\""), "what is not ticked stays out");
            pages.open("inventory.xhtml");
            pages.follow("cloud-only");
            assertTrue(pages.page().locator("#body").innerText().contains("No credential yet"));
            JsonNode trail = ok(ostler.get("/api/audit?limit=50"));
            assertTrue(
                    trail.toString().contains("took 3 differences over from CloudStack zone zone1"), trail::toString);
            assertTrue(trail.toString().contains("added the host cloud-9"), trail::toString);
            InventoryIT.retire(ostler, pages, "zone", "zone9");
            assertEquals(List.of(), pages.complaints());
        }
    }

    private static void addToCloudStack(SignedCall cloud) throws Exception {
        String zone = JSON.readTree(cloud.ok("listZones", Map.of()))
                .at("/listzonesresponse/zone/0/id")
                .asText();
        String pod = JSON.readTree(cloud.ok("listPods", Map.of()))
                .at("/listpodsresponse/pod/0/id")
                .asText();
        String cluster = JSON.readTree(cloud.ok(
                        "addCluster",
                        Map.of(
                                "zoneid", zone,
                                "podid", pod,
                                "clustername", "cloud-only",
                                "hypervisor", "XenServer",
                                "clustertype", "CloudManaged")))
                .at("/addclusterresponse/cluster/0/id")
                .asText();
        assertTrue(cloud.ok(
                        "addHost",
                        Map.of(
                                "zoneid", zone,
                                "podid", pod,
                                "clusterid", cluster,
                                "hypervisor", "XenServer",
                                "url", "http://cloud-9",
                                "username", "root",
                                "password", "secret"))
                .contains("cloud-9"));
    }

    private static void read(OstlerPages pages, String words) {
        Page page = pages.open("cloud.xhtml");
        choose(page, "server", "ms9");
        pages.press("Read");
        page.getByText(words).first().waitFor();
        assertTrue(page.getByText("Nothing was changed.").isVisible());
        assertEquals(0, page.locator("input[type=checkbox]").count());
    }

    /** A click that falls into the list's opening chooses nothing, which only a program is fast enough for. */
    private static void choose(Page page, String menu, String option) {
        Locator chosen = page.locator("[id='cloud:" + menu + "_label']");
        Locator wanted = page.locator("[id='cloud:" + menu + "_panel'] li")
                .filter(new Locator.FilterOptions().setHasText(option))
                .first();
        for (int tries = 0; !chosen.innerText().contains(option); tries++) {
            assertTrue(tries < 5, chosen.innerText());
            chosen.click();
            page.waitForTimeout(OPENING);
            wanted.click();
            page.waitForTimeout(OPENING);
        }
    }

    private static void chooseAndTake(OstlerPages pages) {
        Page page = pages.page();
        choose(page, "zone", "zone1");
        pages.press("Read");
        page.getByText("New in CloudStack").waitFor();
        pages.look("read-from-cloudstack");
        for (Locator box : page.locator(".differences input[type=checkbox]").all()) {
            box.uncheck();
        }
        for (String wanted : List.of("pod pod1", "cluster cloud-only", "host cloud-9")) {
            page.getByLabel(wanted, new Page.GetByLabelOptions().setExact(true)).check();
        }
        pages.press("Take over what is ticked");
        page.waitForURL("**/inventory.xhtml");
        page.getByText("3 things are taken over from CloudStack.").waitFor();
    }
}
