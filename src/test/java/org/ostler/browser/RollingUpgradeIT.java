package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;

/** A person walks the whole rolling upgrade of the lab in the browser and reviews the audit trail afterwards. */
final class RollingUpgradeIT {
    private final Set<String> installed = new HashSet<>();

    @Test
    void isWalkedStepByStepAndFoundInTheAuditTrail() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            pages.look("home");
            pages.open("guide.xhtml?id=xenserver-rolling-upgrade");
            pages.look("guide");
            pages.follow("xs-pool-a");
            pages.look("new-plan");
            pages.press("Look at the hosts");
            pages.button("Approve digest").waitFor(new Locator.WaitForOptions().setTimeout(120_000));
            pages.look("plan");
            pages.press("Approve digest");
            pages.press("Start the run");
            pages.page().waitForURL("**/run.xhtml?**");
            String run = pages.page().locator("main").getAttribute("data-run");
            walk(ostler, pages, run);
            pages.open("run.xhtml?id=" + run);
            pages.look("run-done");
            everyStepStandsInTheTrail(ostler, pages, run);
            assertEquals(List.of(), pages.complaints());
        }
    }

    private void walk(RunningOstler ostler, OstlerPages pages, String run) throws Exception {
        Set<String> seen = new HashSet<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(8);
        while (true) {
            JsonNode now = ok(ostler.get("/api/runs/" + run));
            String state = now.path("state").asText();
            if (state.equals("SUCCEEDED")) {
                return;
            }
            if (System.nanoTime() > end || Set.of("CANCELLED", "ABANDONED").contains(state)) {
                throw new AssertionError("the run is " + state + ": " + now.toPrettyString());
            }
            for (JsonNode step : now.path("steps")) {
                String id = step.path("id").asText();
                if (step.path("state").asText().equals("WAITING")) {
                    if (seen.add("gate " + step.path("key").asText())) {
                        pages.button("Go on").first().waitFor();
                        pages.look("gate-" + step.path("key").asText());
                    }
                    if (!step.path("key").asText().equals("install-new-version") || isInstalled(ostler, step)) {
                        answer(pages);
                    }
                } else if (step.path("state").asText().equals("FAILED")) {
                    pages.button("Show the mend").first().waitFor();
                    if (seen.add("trouble " + id)) {
                        pages.look("trouble-" + step.path("key").asText());
                    }
                    mend(pages);
                }
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /** The first answer counts; between two looks of ours the page may already have gone on. */
    private static void answer(OstlerPages pages) {
        Locator goOn = pages.button("Go on").first();
        if (goOn.count() > 0 && goOn.isVisible()) {
            goOn.click();
        }
    }

    private static void mend(OstlerPages pages) {
        pages.button("Show the mend").first().click();
        Locator dialog = pages.page().locator("dialog#answer[open]");
        dialog.waitFor();
        dialog.getByRole(com.microsoft.playwright.options.AriaRole.TEXTBOX)
                .first()
                .fill("Known trouble, known remedy.");
        pages.press("Apply the mend");
        dialog.waitFor(
                new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
    }

    /** The technician's part: the installer goes in once; then it takes its time. */
    private boolean isInstalled(RunningOstler ostler, JsonNode step) throws Exception {
        String host = step.path("target").path("name").asText();
        if (installed.add(host)) {
            order(ostler, host, "installer", "{\"version\":\"6.0.2\",\"newHostKey\":false}");
            order(ostler, host, "power", "{\"power\":\"cycle\"}");
        }
        HttpResponse<String> state = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ostler.labUrl() + "/hosts/" + host))
                                .header("Accept", "application/json")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        JsonNode host6 = new com.fasterxml.jackson.databind.ObjectMapper().readTree(state.body());
        return host6.path("version").asText().equals("6.0.2")
                && host6.path("power").asText().equals("on");
    }

    private static void order(RunningOstler ostler, String host, String what, String body) throws Exception {
        HttpResponse<String> done = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ostler.labUrl() + "/hosts/" + host + "/" + what))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertTrue(done.statusCode() < 300, done::body);
    }

    private static void everyStepStandsInTheTrail(RunningOstler ostler, OstlerPages pages, String run)
            throws Exception {
        JsonNode steps = ok(ostler.get("/api/runs/" + run)).path("steps");
        Set<String> audited = new HashSet<>();
        ok(ostler.get("/api/audit?limit=1000&run=" + run))
                .path("entries")
                .forEach(entry -> audited.add(entry.path("step").asText()));
        for (JsonNode step : steps) {
            assertTrue(audited.contains(step.path("id").asText()), () -> step.path("id") + " is not in " + audited);
        }
        pages.open("audit.xhtml?run=" + run);
        pages.press("Verify now");
        pages.page().getByText("Chain unbroken").first().waitFor();
        pages.look("audit");
        pages.open("audit.xhtml?host=xs2");
        assertTrue(pages.page().locator("tbody tr").count() > 5, "xs2 has a timeline");
        pages.follow("Reboot");
        pages.look("audit-entry");
    }
}
