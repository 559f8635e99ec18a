package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;

/** What a person chooses is theirs, not the browser's. */
class ChoicesIT {
    private static final String PASSWORD = "quite another word 1";

    @Test
    void languageThemeAndTimeZoneFollowAPersonToAnotherBrowser() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        ok(ostler.post(
                "/api/people", "{\"name\":\"chooser\",\"password\":\"" + PASSWORD + "\",\"roles\":[\"VIEWER\"]}"));
        try (OstlerPages first = new OstlerPages(ostler)) {
            first.signIn("chooser", PASSWORD);
            Page page = first.open("profile.xhtml");
            assertEquals("system", page.locator("html").getAttribute("data-theme-choice"));
            page.waitForResponse(
                    answer -> answer.request().method().equals("POST"),
                    () -> page.locator("main [data-set-theme=dark]").click());
            page.locator("#timeZone\\:zone").click();
            page.locator("#timeZone\\:zone_filter").fill("Shangh");
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Asia/Shanghai"))
                    .click();
            page.getByText("Times are shown in your time zone").waitFor();
            page.locator("main [data-set-language=zh-CN]").click();
            page.locator("html[lang=zh-CN]").waitFor();
            assertEquals(List.of(), first.complaints());
        }
        try (OstlerPages second = new OstlerPages(ostler)) {
            Page page = second.open("sign-in.xhtml");
            assertEquals("en", page.locator("html").getAttribute("lang"));
            second.signIn("chooser", PASSWORD);
            second.open("profile.xhtml");
            assertEquals("zh-CN", page.locator("html").getAttribute("lang"));
            assertEquals("dark", page.locator("html").getAttribute("data-theme"));
            assertTrue(page.locator("#timeZone\\:zone").innerText().contains("Asia/Shanghai"));
        }
        assertEquals(
                400, ostler.put("/api/me", "{\"timeZone\":\"Mars/Olympus\"}").status());
        assertEquals("browser", ok(ostler.get("/api/me")).path("language").asText());
    }
}
