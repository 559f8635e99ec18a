package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;

/** A person walks the whole rolling upgrade of the lab in the browser and reviews the audit trail afterwards. */
final class RollingUpgradeIT {
    /** How many elements of a sheet hold more than they show. */
    private static final String CLIPPED = "[...document.querySelectorAll('main, main *')].filter(e => e.offsetParent"
            + " && !e.closest('.sr, svg') && getComputedStyle(e).display !== 'inline'"
            + " && e.scrollWidth > e.clientWidth + 1).length";

    private Technician technician;

    @Test
    void isWalkedStepByStepAndFoundInTheAuditTrail() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        technician = new Technician(ostler);
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            leaveANote(pages);
            pages.look("home");
            sendAPlanBack(ostler, pages);
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
            reportFitsOnPaper(ostler, pages, run);
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
                    if (!step.path("key").asText().equals("install-new-version") || isBack(pages, step)) {
                        answer(pages);
                    }
                } else if (step.path("state").asText().equals("FAILED")) {
                    pages.button("Show the mend").first().waitFor();
                    if (seen.add("trouble " + id)) {
                        pages.look("trouble-" + step.path("key").asText());
                        if (seen.add("by hand")) {
                            claimWithoutHavingDoneIt(pages);
                        }
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
        Locator dialog = dialog(pages);
        dialog.getByRole(AriaRole.TEXTBOX).first().fill("Known trouble, known remedy.");
        pages.press("Apply the mend");
        hidden(dialog);
    }

    private static void leaveANote(OstlerPages pages) {
        pages.open("index.xhtml");
        pages.press("Write the handover note");
        pages.page().getByLabel("What the next shift has to know").fill("Pool a goes on at nine.");
        pages.press("Save the note");
        pages.page().locator(".shiftnote").getByText("Pool a goes on at nine.").waitFor();
    }

    /** A plan that changes files: its diffs side by side, then it goes back to who made it. */
    private static void sendAPlanBack(RunningOstler ostler, OstlerPages pages) throws Exception {
        JsonNode plan = ok(ostler.post(
                "/api/plans",
                "{\"guide\":\"kvm-host\",\"cluster\":\"kvm-debian\",\"settings\":{\"part\":\"libvirt\"}}"));
        Locator split = pages.page().locator(".diff table.split").first();
        pages.open("plan.xhtml?id=" + plan.path("number").asText());
        assertEquals(0, split.count(), "unified at first");
        pages.press("Split");
        split.waitFor();
        pages.open("plan.xhtml?id=" + plan.path("number").asText());
        split.waitFor();
        pages.look("plan-split");
        pages.page().setViewportSize(390, 900);
        assertTrue(pages.page().locator(".diff table.unified").first().isVisible(), "no room for two on a phone");
        assertTrue(!split.isVisible(), "no room for two on a phone");
        pages.page().setViewportSize(1440, 900);
        pages.press("Send back");
        pages.page().getByText("A note of 10 to").first().waitFor();
        pages.page().getByLabel("Note for the audit trail").fill("The port is not ours.");
        pages.press("Send back");
        pages.page().getByText("Sent back by admin").first().waitFor();
        String approval = "{\"digest\":\"" + plan.path("digest").asText() + "\"}";
        RunningOstler.Reply late = ostler.post("/api/plans/" + plan.path("id").asText() + "/approval", approval);
        assertEquals("plan-sent-back", late.body().path("code").asText(), late.text());
    }

    /** A host that was installed; one with another key is met only after a person compared it. */
    private boolean isBack(OstlerPages pages, JsonNode step) throws Exception {
        String host = step.path("target").path("name").asText();
        if (!technician.isInstalled(host)) {
            return false;
        }
        if (pages.page().locator(".keychange").count() > 0) {
            acceptNewKey(pages, host);
            return false;
        }
        return true;
    }

    private void acceptNewKey(OstlerPages pages, String host) throws Exception {
        String onScreen = technician.screen(host).path("fingerprint").asText();
        String shown = pages.page().locator(".keychange .new .fingerprint").innerText();
        assertEquals(onScreen.replace("SHA256:", ""), shown.replaceAll("\\s", ""));
        pages.look("gate-host-key");
        pages.press("It is the same on the screen");
        Locator dialog = dialog(pages);
        dialog.getByLabel("Type " + host).fill("another");
        pages.press("Accept the new key of " + host);
        dialog.getByText("Type exactly: " + host).waitFor();
        dialog.getByLabel("Type " + host).fill(host);
        pages.press("Accept the new key of " + host);
        hidden(dialog);
        hidden(pages.page().locator(".keychange"));
    }

    private static void claimWithoutHavingDoneIt(OstlerPages pages) {
        pages.press("I did it by hand");
        Locator dialog = dialog(pages);
        dialog.getByLabel("Reason").fill("Moved it at the console.");
        pages.press("Look, then go on");
        dialog.getByText("it is not done").waitFor();
        pages.press("Not yet");
        hidden(dialog);
    }

    private static Locator dialog(OstlerPages pages) {
        Locator dialog = pages.page().locator("dialog#answer[open]");
        dialog.waitFor();
        return dialog;
    }

    private static void hidden(Locator what) {
        what.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    private static void reportFitsOnPaper(RunningOstler ostler, OstlerPages pages, String run) throws Exception {
        String digest = ok(ostler.get("/api/plans/"
                        + ok(ostler.get("/api/runs/" + run)).path("plan").asText()))
                .path("digest")
                .asText();
        pages.open("run-report.xhtml?id=" + run);
        assertTrue(pages.page().locator("main").innerText().contains(digest), "the digest stands on paper");
        pages.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        pages.page().setViewportSize(688, 1000);
        assertEquals(0, pages.page().evaluate(CLIPPED), "elements wider than the sheet");
        assertTrue(pages.page().pdf(new Page.PdfOptions().setFormat("A4")).length > 20_000);
        pages.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        pages.page().setViewportSize(1440, 900);
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
