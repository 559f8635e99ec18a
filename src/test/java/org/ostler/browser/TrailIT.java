package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;

/** What pages tell of the trail itself, and what happens when its files are not as they should be. */
final class TrailIT {
    private static RunningOstler ostler;
    private static OstlerPages pages;

    @BeforeAll
    static void signIn() throws Exception {
        ostler = RunningOstler.shared();
        pages = new OstlerPages(ostler);
        pages.signIn("admin", RunningOstler.PASSWORD);
    }

    @AfterAll
    static void close() {
        pages.close();
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.call()) {
            assertTrue(System.nanoTime() < end, what);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int ready() throws Exception {
        return ostler.get("/health/ready").status();
    }

    private static RunningOstler.Reply change(String zone) throws Exception {
        return ostler.put("/api/inventory", "{\"zones\":[{\"name\":\"" + zone + "\"}]}");
    }

    @Test
    void anOpenPageTellsThatTheJournalCannotBeWrittenAndThatItCanAgain() throws Exception {
        Path journal = ostler.data().resolve("journal");
        Path away = ostler.data().resolve("journal-away");
        pages.open("index.xhtml");
        Locator note = pages.page().locator("#journal .note");
        assertEquals(0, note.count());
        long began = System.nanoTime();
        Files.move(journal, away);
        try {
            note.waitFor();
            System.out.println("told on an open page after " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertTrue(note.innerText().contains("The audit journal cannot be written"), note.innerText());
            await("ready without a journal", () -> ready() == 503);
            RunningOstler.Reply refused = change("zone-without-a-journal");
            assertEquals("journal-unwritable", refused.body().path("code").asText(), refused.text());
            assertTrue(refused.body().path("next").asText().contains("Make room on its disk"), refused.text());
            pages.look("journal-unwritable");
            chinese(true);
            assertTrue(note.innerText().contains("审计日志无法写入"), note.innerText());
            assertTrue(note.innerText().contains("不见了"), note.innerText());
            chinese(false);
        } finally {
            Files.move(away, journal);
        }
        note.waitFor(
                new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        await("not ready again", () -> ready() == 200);
        ok(change("zone-with-a-journal"));
        assertTrue(ok(ostler.get("/api/audit/verify")).path("valid").asBoolean());
    }

    private static void chinese(boolean on) {
        pages.page()
                .locator("[data-set-language='" + (on ? "zh-CN" : "en") + "']")
                .first()
                .click();
        pages.page().waitForFunction("lang => document.documentElement.lang === lang", on ? "zh-CN" : "en");
    }

    @Test
    void aChangedJournalIsShownWithItsEntryOnEveryPage() throws Exception {
        pages.open("audit.xhtml");
        pages.press("Verify now");
        pages.page().getByText("Chain unbroken").first().waitFor();
        assertTrue(pages.page().locator(".witnesses").innerText().contains("file:"), "the witness is shown");
        pages.look("trail-valid");
        Path segment = ostler.data().resolve("journal/000001.jsonl");
        String third = Files.readAllLines(segment).get(2);
        long at = Files.readString(segment, StandardCharsets.ISO_8859_1)
                .indexOf(new String(third.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        char before = overwrite(segment, at + 20, '#');
        try {
            pages.press("Verify now");
            pages.page()
                    .getByText("The audit trail is broken at entry 3")
                    .first()
                    .waitFor();
            assertTrue(
                    pages.page().locator("#trail").innerText().contains("the database has this entry unharmed"),
                    pages.page().locator("#trail").innerText());
            pages.look("trail-broken");
            chinese(true);
            assertTrue(pages.page().locator("#trail").innerText().contains("数据库中的这一条完好"));
            pages.look("trail-broken-zh");
            chinese(false);
            pages.open("inventory.xhtml");
            assertTrue(pages.page().locator("#journal").innerText().contains("The audit trail is broken"));
            assertEquals(1, offline());
        } finally {
            overwrite(segment, at + 20, before);
        }
        pages.open("audit.xhtml");
        pages.press("Verify now");
        pages.page().getByText("Chain unbroken").first().waitFor();
        assertEquals(0, offline());
    }

    private static char overwrite(Path file, long at, char with) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            char before = (char) bytes.read();
            bytes.seek(at);
            bytes.write(with);
            return before;
        }
    }

    /** The verifier that needs no server says the same. */
    private static int offline() throws Exception {
        return new ProcessBuilder(
                        "src/main/scripts/verify-audit.sh",
                        ostler.data().toString(),
                        "--witness",
                        RunningOstler.witness(ostler.data()).toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }

    @Test
    void retentionIsSetByAnAdministratorWithinItsLimits() {
        pages.open("settings.xhtml?tab=data");
        Locator days = pages.page().locator("input[id='retentionForm:days']");
        days.fill("29");
        pages.page().evaluate("document.getElementById('retentionForm:days').removeAttribute('min')");
        pages.page().locator("#retentionForm button").click();
        pages.page().getByText("cannot be kept for 29 days").first().waitFor();
        days.fill("400");
        pages.page().locator("#retentionForm button").click();
        pages.page().getByText("Audit entries are kept for 400 days").first().waitFor();
        assertEquals("400", days.inputValue());
        pages.look("retention");
        days.fill("");
        pages.page().locator("#retentionForm button").click();
        pages.page().getByText("All audit entries are kept").first().waitFor();
    }
}
