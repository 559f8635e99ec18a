package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.KvmHost;
import org.ostler.LinuxTree;
import org.ostler.RunningOstler;

/** What a person sees of hosts: their keys, how they stand, how alike they are, what drifted. */
final class InventoryIT {
    /** Long, because two cores serve a server, a lab, a browser and an sshd. */
    private static final Locator.WaitForOptions PATIENTLY = new Locator.WaitForOptions().setTimeout(60_000);

    @TempDir
    Path directory;

    private static String id(RunningOstler ostler, String name) throws Exception {
        for (JsonNode one : ok(ostler.get("/api/inventory")).findParents("name")) {
            if (one.path("name").asText().equals(name)) {
                return one.path("id").asText();
            }
        }
        throw new AssertionError(name + " is not in the inventory");
    }

    private static void await(OstlerPages pages, String words) {
        try {
            pages.page().getByText(words).first().waitFor(PATIENTLY);
        } catch (PlaywrightException late) {
            throw new AssertionError(
                    "no \"" + words + "\" on " + pages.page().url() + ":\n"
                            + pages.page().locator("main").innerText(),
                    late);
        }
    }

    private static List<JsonNode> audited(RunningOstler ostler, String host, String kind) throws Exception {
        List<JsonNode> entries = new ArrayList<>();
        ok(ostler.get("/api/audit?limit=1000&host=" + host)).path("entries").forEach(entry -> {
            if (entry.path("kind").asText().equals(kind)) {
                entries.add(entry);
            }
        });
        return entries;
    }

    @Test
    void comparesAKeyAtFirstContactAndStopsEverythingWhenItChanges() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (LinuxTree first = LinuxTree.start("debian-12", directory.resolve("first"));
                LinuxTree second = LinuxTree.start("debian-12", directory.resolve("second"));
                OstlerPages pages = new OstlerPages(ostler)) {
            KvmHost.announce(ostler, first, "keys");
            String host = id(ostler, "keys-host");
            pages.signIn("admin", RunningOstler.PASSWORD);
            firstContact(ostler, pages, host, KvmHost.fingerprint(first));

            JsonNode plan = KvmHost.plan(ostler, "keys");
            Map<String, String> untouched = second.etc();
            KvmHost.announce(ostler, second, "keys");
            String run = KvmHost.approveAndStart(ostler, plan);
            JsonNode stopped = ostler.awaitRun(run, Duration.ofMinutes(1), "FAILED", "WAITING");
            assertTrue(stopped.toString().contains("another host key"), stopped::toPrettyString);
            assertEquals(untouched, second.etc(), "nothing is done on a host with another key");

            changedKey(pages, host, KvmHost.fingerprint(first), KvmHost.fingerprint(second));
            await(pages, "The host key of keys-host is accepted.");
            JsonNode replaced = audited(ostler, host, "HOST_KEY").get(0);
            assertEquals(
                    KvmHost.fingerprint(first),
                    replaced.path("details").path("before").asText());
            assertEquals(
                    KvmHost.fingerprint(second),
                    replaced.path("details").path("after").asText());
            assertTrue(
                    pages.page().locator("#standing").innerText().contains("In run"), "the run still holds the host");
            ok(ostler.post("/api/runs/" + run + "/abandon", "{\"note\":\"the machine is another one\"}"));
            await(pages, "Facts fresh");
            assertEquals(List.of(), pages.complaints());
        }
    }

    private static void firstContact(RunningOstler ostler, OstlerPages pages, String host, String fingerprint)
            throws Exception {
        pages.open("cluster.xhtml?id=" + id(ostler, "keys"));
        assertEquals(0, pages.page().locator("#body .hosts i.pass").count(), "no host is green before a look");
        pages.press("Look again");
        await(pages, "Host key waits for a yes");
        pages.open("host.xhtml?id=" + host);
        await(pages, "Compare it at the console of the host");
        List<String> groups = pages.page().locator(".gate .fingerprint span").allInnerTexts();
        assertEquals(fingerprint, "SHA256:" + String.join("", groups));
        assertTrue(groups.stream().limit(10).allMatch(group -> group.length() == 4), groups::toString);
        pages.look("host-key-new");
        pages.press("Fingerprint matches");
        await(pages, "Facts fresh");
        assertEquals(
                fingerprint,
                ok(ostler.get("/api/hosts/keys-host/host-key"))
                        .path("accepted")
                        .path("fingerprint")
                        .asText());
    }

    private static void changedKey(OstlerPages pages, String host, String before, String now) {
        pages.open("host.xhtml?id=" + host);
        await(pages, "The host key has changed");
        Locator sides = pages.page().locator(".pair2 section");
        assertEquals(
                before,
                "SHA256:"
                        + String.join(
                                "", sides.nth(0).locator(".fingerprint span").allInnerTexts()));
        assertEquals(
                now,
                "SHA256:"
                        + String.join(
                                "", sides.nth(1).locator(".fingerprint span").allInnerTexts()));
        assertTrue(
                pages.page().locator(".gate.fail a[href^='run.xhtml']").count() > 0, "the run that stopped is named");
        pages.look("host-key-changed");
        pages.page().locator("input[id$=typed]").fill("keys");
        pages.press("Replace the accepted key");
        await(pages, "Type the name keys-host to confirm");
        pages.page().locator("input[id$=typed]").fill("keys-host");
        pages.press("Replace the accepted key");
    }

    @Test
    void looksAtAllHostsInTheBackgroundAndComparesThem() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        JsonNode lab = lab(ostler);
        JsonNode hosts = lab.path("hosts");
        StringBuilder entries = new StringBuilder();
        for (String name : List.of("kvm1", "kvm2")) {
            JsonNode host = named(hosts, name);
            entries.append(entries.length() == 0 ? "" : ",")
                    .append("{\"name\":\"mixed-" + name + "\",\"address\":\"127.0.0.1\",\"credential\":\"lab-" + name
                            + "\",\"port\":" + host.path("port").asInt() + "}");
        }
        ok(ostler.put(
                "/api/inventory",
                "{\"zones\":[{\"name\":\"real\",\"pods\":[{\"name\":\"rack\",\"clusters\":[{\"name\":\"mixed\","
                        + "\"hypervisor\":\"KVM\",\"hosts\":[" + entries + "]}]}]}]}"));
        for (String name : List.of("kvm1", "kvm2")) {
            ok(ostler.post(
                    "/api/hosts/mixed-" + name + "/host-key",
                    "{\"fingerprint\":\""
                            + named(hosts, name).path("fingerprint").asText() + "\"}"));
        }
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            pages.press("Look at all hosts again");
            Locator mixed = pages.page().locator("tr").filter(new Locator.FilterOptions().setHasText("mixed"));
            mixed.getByText("2 with fresh facts").waitFor(PATIENTLY);
            pages.look("home-looked");
            JsonNode kept = ok(ostler.get("/api/hosts/mixed-kvm1/facts"));
            assertEquals("admin", kept.path("facts").path("by").asText());
            JsonNode again = ok(ostler.post("/api/facts", "{\"hosts\":[\"mixed-kvm1\"]}"));
            assertEquals(
                    again.path("hosts").path(0).path("lookedAt"),
                    ok(ostler.get("/api/hosts/mixed-kvm1/facts")).path("facts").path("lookedAt"),
                    "the API's look is kept as well");

            pages.open("cluster.xhtml?tab=alike&id=" + id(ostler, "mixed"));
            Locator os = pages.page()
                    .locator(".matrix tr")
                    .filter(new Locator.FilterOptions().setHasText("Operating system"));
            assertEquals(1, os.locator("td.same").count());
            assertEquals(1, os.locator("td.differs").count());
            assertTrue(pages.page().getByText("facts are equal on all 2 hosts").isVisible());
            pages.look("homogeneity");
            pages.page().setViewportSize(390, 844);
            assertFalse(os.isVisible(), "a matrix is not for a phone");
            assertTrue(pages.page().locator(".against dd.differs").first().isVisible());
            assertEquals(List.of(), pages.complaints());
        }
    }

    private static JsonNode lab(RunningOstler ostler) throws Exception {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(Files.readString(ostler.data().resolve("lab/lab.json")));
    }

    private static JsonNode named(JsonNode hosts, String name) {
        for (JsonNode host : hosts) {
            if (host.path("name").asText().equals(name)) {
                return host;
            }
        }
        throw new AssertionError("the lab has no " + name);
    }

    @Test
    void tellsOnceThatAFileIsNoLongerAsItWasWritten() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (LinuxTree host = LinuxTree.start("el-9", directory.resolve("drift"));
                OstlerPages pages = new OstlerPages(ostler)) {
            KvmHost.enter(ostler, host, "drift");
            String id = id(ostler, "drift-host");
            String run = KvmHost.approveAndStart(ostler, KvmHost.plan(ostler, "drift"));
            ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
            pages.signIn("admin", RunningOstler.PASSWORD);
            pages.open("host.xhtml?id=" + id);
            assertTrue(
                    pages.page().locator("#standing").innerText().contains("Never looked at"),
                    "a plan's own look is none that is kept");
            pages.press("Look again");
            await(pages, "Facts fresh");
            pages.open("host.xhtml?tab=files&id=" + id);
            assertTrue(pages.page().getByText("As written").count() > 0);
            assertEquals(
                    0, pages.page().getByText("Differs from what was written").count());

            Files.writeString(host.file("/etc/libvirt/libvirtd.conf"), "# by hand\n", StandardOpenOption.APPEND);
            for (int look = 0; look < 2; look++) {
                ok(ostler.post("/api/facts", "{\"hosts\":[\"drift-host\"]}"));
            }
            pages.open("host.xhtml?tab=files&id=" + id);
            assertTrue(pages.page().locator("#standing").innerText().contains("1 file drifted"));
            assertEquals(
                    1, pages.page().getByText("Differs from what was written").count());
            pages.look("drift");
            List<JsonNode> told = audited(ostler, id, "DRIFT");
            assertEquals(1, told.size(), "the same drift is told once");
            assertEquals("/etc/libvirt/libvirtd.conf", told.get(0).path("path").asText());
            pages.open("index.xhtml");
            assertTrue(pages.page()
                    .locator("tr")
                    .filter(new Locator.FilterOptions().setHasText("drift"))
                    .first()
                    .innerText()
                    .contains("1 with drift"));
            assertEquals(List.of(), pages.complaints());
        }
    }

    @Test
    void importsOnlyWhatWasShown() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            Page page = pages.open("import.xhtml");
            page.locator("textarea").fill("zones:\n- name: imported\n  pods:\n  - name: pod 7\n");
            pages.press("Show the difference");
            await(pages, "pod 7");
            assertEquals(2, page.locator(".chip.pass").count(), "a zone and a pod are added");
            assertEquals(0, page.locator(".diff .d").count(), "what the document does not name stays");
            assertFalse(ok(ostler.get("/api/inventory")).toString().contains("imported"), "nothing is changed yet");
            pages.look("import");
            ok(ostler.put("/api/inventory", "{\"zones\":[{\"name\":\"imported\"}]}"));
            pages.press("Take it over");
            await(pages, "was changed since the difference was shown");
            assertEquals(1, page.locator(".chip.pass").count(), "the new difference is shown");
            pages.press("Take it over");
            page.waitForURL("**/inventory.xhtml");
            assertTrue(ok(ostler.get("/api/inventory")).toString().contains("pod 7"));

            pages.open("item.xhtml?kind=pod&parent=" + id(ostler, "imported"));
            page.getByLabel("Name").fill(" ");
            page.getByLabel("Name").fill("pod 7");
            pages.press("Save");
            assertTrue(
                    page.locator(".ui-message-error").innerText().contains("There is a pod pod 7 already."),
                    "the refusal stands under the field");
            retire(ostler, pages, "zone", "imported");
            assertEquals(List.of(), pages.complaints());
        }
    }

    static void retire(RunningOstler ostler, OstlerPages pages, String kind, String name) throws Exception {
        pages.open("item.xhtml?kind=" + kind + "&id=" + id(ostler, name));
        pages.page().locator("input[id$=typed]").fill(name);
        pages.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Take " + name + " out of use"))
                .click();
        pages.page().waitForURL("**/inventory.xhtml");
        assertFalse(ok(ostler.get("/api/inventory")).toString().contains("\"" + name + "\""));
    }
}
