package org.ostler.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ostler.RunningOstler;

/** What a person does with the pages, in a person's words. One browser, one signed-in person. */
final class OstlerPages implements AutoCloseable {
    private static final Path SHOTS = Path.of("target/screenshots");
    private final Playwright playwright = Playwright.create(
            new Playwright.CreateOptions().setEnv(java.util.Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser;
    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> complaints = new ArrayList<>();

    OstlerPages(RunningOstler ostler) {
        url = ostler.url();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
    }

    /** Debian's browser, which the test command installs. */
    private static Path chromium() {
        for (String candidate :
                new String[] {"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"}) {
            if (Path.of(candidate).toFile().canExecute()) {
                return Path.of(candidate);
            }
        }
        throw new AssertionError("browser tests need chromium: apt-get install chromium");
    }

    void signIn(String user, String password) {
        page.navigate(url + "/");
        page.getByLabel("User name").fill(user);
        page.getByLabel("Password").fill(password);
        press("Sign in");
        page.waitForURL(url + "/**");
    }

    Page open(String path) {
        page.navigate(url + "/" + path);
        return page;
    }

    Page page() {
        return page;
    }

    void press(String button) {
        button(button).first().click();
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    void follow(String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link))
                .first()
                .click();
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);
    }

    /** A picture for people: light and dark, wide and phone. */
    void look(String name) {
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {1440, 390}) {
                page.setViewportSize(width, 900);
                // Colours change within 0.2 s; a picture taken earlier shows neither theme.
                page.waitForTimeout(300);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve(
                                name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width + ".png")));
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1440, 900);
    }

    /** Script errors and refused resources since the start. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
