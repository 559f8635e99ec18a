package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.KvmHost;
import org.ostler.LinuxTree;
import org.ostler.PatchCable;
import org.ostler.RunningOstler;

/** The network chapter on a real host with a network of its own, from the plan over the countdown to the way back. */
final class NetworkGuardIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A probe that nobody answers, so that the countdown waits for a person. */
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    Path directory;

    @Test
    void aPersonWatchesTheCountdownAndKeepsTheNetwork() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (PatchCable cable = PatchCable.make();
                LinuxTree host = LinuxTree.start("debian-12", directory.resolve("tree"), cable);
                OstlerPages pages = new OstlerPages(ostler)) {
            KvmHost.enter(ostler, host, "guarded");
            String before = host.run("ip", "-o", "-4", "addr");
            JsonNode plan = plan(ostler);
            assertTrue(plan.toString().contains("the host restores it after"), plan::toPrettyString);
            assertTrue(plan.toString().contains("the gateway " + cable.gateway() + " answers"), plan::toPrettyString);
            assertTrue(plan.toString().contains("+iface cloudbr0 inet manual"), plan::toPrettyString);

            String run = KvmHost.approveAndStart(ostler, plan);
            ostler.awaitRun(run, Duration.ofMinutes(1), "WAITING");
            say(ostler, run, "know-another-way-in", "confirm", "a technician stands before it");
            pages.signIn("admin", RunningOstler.PASSWORD);
            pages.open("run.xhtml?id=" + run);
            Locator countdown = pages.page().locator("[data-countdown]");
            countdown.waitFor();
            pages.page()
                    .getByText(NOBODY.replace(":", " takes connections on port "))
                    .waitFor();
            pages.page().getByText("no answer").first().waitFor();
            assertTrue(countdown.innerText().matches("\\d+:\\d\\d"), countdown.innerText());
            pages.look("guard-countdown");
            language(pages, "zh-CN");
            pages.look("guard-countdown-zh");
            language(pages, "en");
            pages.follow("Rescue card");
            String card = pages.page().locator("main").innerText();
            assertTrue(card.contains("sh /var/lib/ostler/undo-network"), card);
            assertTrue(card.contains("/saved/1 /etc/network/interfaces"), card);
            assertTrue(card.contains("address eth0 inet " + cable.address()), card);
            pages.look("guard-rescue-card");
            assertTrue(host.run("cat", "/var/lib/ostler/RESCUE.txt").contains("undo-network"));

            pages.open("run.xhtml?id=" + run);
            pages.press("More time");
            pages.page().getByText("The countdown gets more time").first().waitFor();
            say(ostler, run, "configure-network", "keep", "seen at the console");
            JsonNode done = ostler.awaitRun(run, Duration.ofMinutes(2), "SUCCEEDED");
            assertTrue(host.run("ip", "-o", "link").contains("cloudbr1"), host.run("ip", "-o", "link"));
            assertEquals(List.of(), pages.complaints());

            assertFalse(plan(ostler).toString().contains("then | iface"), "nothing is left to do");
            String last = done.path("steps")
                    .path(done.path("steps").size() - 1)
                    .path("id")
                    .asText();
            ok(ostler.post(
                    "/api/runs/" + run + "/steps/" + last + "/rollback",
                    JSON.createObjectNode().put("note", "the drill is over").toString()));
            // The way back is guarded too, and asks the same probes.
            awaitCountdown(ostler, run);
            say(ostler, run, "configure-network", "keep", "seen at the console");
            ostler.awaitRun(run, Duration.ofMinutes(2), "ROLLED_BACK");
            assertEquals(before, host.run("ip", "-o", "-4", "addr"));
            assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
        }
    }

    private static void language(OstlerPages pages, String tag) {
        pages.page().locator("[data-set-language='" + tag + "']").first().click();
        pages.page().waitForFunction("lang => document.documentElement.lang === lang", tag);
        pages.page().locator("[data-countdown]").waitFor();
    }

    private static void awaitCountdown(RunningOstler ostler, String run) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (ok(ostler.get("/api/runs/" + run)).findValues("probes").isEmpty()) {
            assertTrue(System.nanoTime() < end, "no countdown");
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void say(RunningOstler ostler, String run, String step, String what, String note) throws Exception {
        ok(ostler.post(
                "/api/runs/" + run + "/steps/" + step + "@guarded-host/" + what,
                JSON.createObjectNode().put("note", note).toString()));
    }

    private static JsonNode plan(RunningOstler ostler) throws Exception {
        ObjectNode plan = JSON.createObjectNode().put("guide", "kvm-host");
        plan.putArray("hosts").add("guarded-host");
        plan.putObject("settings")
                .put("part", "network")
                .put("network", "configure")
                .put("management-vlan", "")
                .put("public-vlan", "")
                .put("private-vlan", "")
                .put("public-uplink", "eth1")
                .put("private-uplink", "eth2")
                .put("guard-seconds", "60")
                .put("network-probes", NOBODY);
        return ok(ostler.post("/api/plans", plan.toString()));
    }
}
