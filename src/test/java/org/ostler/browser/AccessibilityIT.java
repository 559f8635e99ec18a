package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.ostler.RunningOstler;

/** The main pages, as axe-core sees them: light and dark, wide and phone. What it calls serious or critical fails. */
final class AccessibilityIT {
    private static final List<String> PAGES = List.of(
            "index.xhtml",
            "inventory.xhtml",
            "cluster.xhtml?id=xs-pool-a",
            "host.xhtml?id=xs1",
            "guides.xhtml",
            "guide.xhtml?id=xenserver-rolling-upgrade",
            "new-plan.xhtml?guide=xenserver-rolling-upgrade&cluster=xs-pool-a",
            "runs.xhtml",
            "audit.xhtml",
            "manual.xhtml",
            "settings.xhtml?tab=backup",
            "profile.xhtml");

    /** Best practices are opinions; these are the standard. */
    private static final List<String> STANDARD = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

    private static final Set<String> GRAVE = Set.of("serious", "critical");

    @Test
    void noMainPageHasAGraveFault() throws Exception {
        Set<String> faults = new TreeSet<>();
        RunningOstler ostler = RunningOstler.shared();
        try (OstlerPages pages = new OstlerPages(ostler)) {
            pages.page().navigate(ostler.url() + "/");
            faults.addAll(faults(pages.page(), "sign-in.xhtml"));
            pages.signIn("admin", RunningOstler.PASSWORD);
            boolean dark = false;
            for (String path : PAGES) {
                // One theme and one width a page, by turns: rules differ by page far more than by theme.
                dark = !dark;
                Page page = pages.page();
                page.emulateMedia(
                        new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
                page.setViewportSize(PAGES.indexOf(path) % 4 < 2 ? 1440 : 390, 900);
                assertEquals(200, page.navigate(ostler.url() + "/" + path).status(), path);
                faults.addAll(faults(page, path));
            }
            pages.page().evaluate("document.documentElement.removeAttribute('lang')");
            assertFalse(faults(pages.page(), "a page without a language").isEmpty(), "it finds nothing anywhere");
        }
        assertEquals("", String.join("\n", faults));
    }

    private static List<String> faults(Page page, String path) {
        List<String> faults = new ArrayList<>();
        for (Rule rule : new AxeBuilder(page).withTags(STANDARD).analyze().getViolations()) {
            if (GRAVE.contains(rule.getImpact())) {
                rule.getNodes()
                        .forEach(node -> faults.add(path + ": " + rule.getId() + ", " + rule.getHelp() + ": "
                                + node.getTarget() + " " + node.getHtml()));
            }
        }
        return faults;
    }
}
