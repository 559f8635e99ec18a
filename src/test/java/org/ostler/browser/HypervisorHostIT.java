package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ostler.RunningOstler;

/** A person takes a fresh host of the lab from the checks to Up in CloudStack, in the browser. */
final class HypervisorHostIT {
    @ParameterizedTest
    @CsvSource({"kvm-host, kvm-el, kvm2", "lxc-host, lxc-ubuntu, lxc1"})
    void isPreparedFromTheChecksToUp(String guide, String cluster, String host) throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            pages.open("guide.xhtml?id=" + guide);
            pages.follow(cluster);
            choose(pages.page(), "The hosts' network", "configure");
            pages.press("Look at the hosts");
            pages.button("Approve digest").waitFor(new Locator.WaitForOptions().setTimeout(120_000));
            pages.press("Approve digest");
            pages.press("Start the run");
            pages.page().waitForURL("**/run.xhtml?**");
            String run = pages.page().locator("main").getAttribute("data-run");
            Set<String> seen = walk(ostler, pages, run);
            assertTrue(seen.contains("new form of write-agent-properties") || guide.equals("kvm-host"), seen::toString);
            assertTrue(seen.contains("gate restore-our-lines"), seen::toString);
            isUp(ostler, run);
            succeeded(ostler, run, "configure-network");
            knowsNoPassword(ostler, host, run);
            assertEquals(List.of(), pages.complaints());
        }
    }

    private static Set<String> walk(RunningOstler ostler, OstlerPages pages, String run) throws Exception {
        Set<String> seen = new HashSet<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (true) {
            JsonNode now = ok(ostler.get("/api/runs/" + run));
            String state = now.path("state").asText();
            if (state.equals("SUCCEEDED")) {
                return seen;
            }
            if (System.nanoTime() > end
                    || Set.of("CANCELLED", "ABANDONED", "FAILED").contains(state)) {
                throw new AssertionError("the run is " + state + ": " + now.toPrettyString());
            }
            for (JsonNode step : now.path("steps")) {
                String key = step.path("key").asText();
                switch (step.path("state").asText()) {
                    case "WAITING" -> {
                        if (seen.add("gate " + key)) {
                            pages.button("Go on").first().waitFor();
                            pages.look("gate-" + key);
                        }
                        press(pages.button("Go on").first());
                    }
                    case "STALE" -> {
                        boolean first = seen.add("new form of " + key);
                        Locator show = pages.button("Show its new form").first();
                        if (first) {
                            show.waitFor();
                        }
                        if (show.isVisible()) {
                            show.click();
                            Locator dialog = pages.page().locator("dialog#answer[open]");
                            dialog.waitFor();
                            if (first && key.equals("write-agent-properties")) {
                                dialog.getByText("+hypervisor.type=lxc").waitFor();
                                pages.look("new-form-" + key);
                            }
                            press(dialog.getByRole(
                                            AriaRole.BUTTON,
                                            new Locator.GetByRoleOptions().setName("Approve the new form"))
                                    .first());
                        }
                    }
                    default -> {
                        // It goes on by itself.
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /** The first answer counts; between two looks of ours the page may already have gone on. */
    private static void press(Locator button) {
        if (button.count() > 0 && button.isVisible()) {
            button.click();
        }
    }

    private static void isUp(RunningOstler ostler, String run) throws Exception {
        succeeded(ostler, run, "add-host");
    }

    /** Done in fact, not found to be unnecessary. */
    private static void succeeded(RunningOstler ostler, String run, String key) throws Exception {
        JsonNode steps = ok(ostler.get("/api/runs/" + run)).path("steps");
        for (JsonNode step : steps) {
            if (step.path("key").asText().equals(key)) {
                assertEquals("SUCCEEDED", step.path("state").asText(), step::toPrettyString);
                assertFalse(step.path("attempts").path(0).path("actions").isEmpty(), () -> "nothing was done: " + step);
                return;
            }
        }
        throw new AssertionError("no step " + key + ": " + steps);
    }

    /** A click that falls into the list's opening chooses nothing, which only a program is fast enough for. */
    private static void choose(Page page, String setting, String option) {
        Locator field = page.locator(".field", new Page.LocatorOptions().setHasText(setting))
                .filter(new Locator.FilterOptions().setHas(page.locator(".ui-selectonemenu")))
                .first();
        Locator menu = field.locator(".ui-selectonemenu-label");
        for (int tries = 0; tries < 20 && !menu.innerText().contains(option); tries++) {
            menu.click();
            Locator item = page.locator(".ui-selectonemenu-panel:visible li")
                    .filter(new Locator.FilterOptions().setHasText(option))
                    .first();
            item.waitFor();
            item.click();
            page.waitForTimeout(200);
        }
    }

    /** CloudStack got it: here it stands nowhere but in the vault. */
    private static void knowsNoPassword(RunningOstler ostler, String host, String run) throws Exception {
        JsonNode lab = new ObjectMapper()
                .readTree(ostler.data().resolve("lab/lab.json").toFile());
        String password =
                lab.path("credentials").path("lab-" + host).path("password").asText();
        assertTrue(password.length() > 6, "the lab published no password of " + host);
        for (String path : List.of("/api/runs/" + run, "/api/audit?run=" + run + "&limit=500")) {
            assertFalse(ostler.get(path).text().contains(password), path);
        }
        try (var files = Files.walk(ostler.data().resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(password), file.toString());
            }
        }
    }
}
