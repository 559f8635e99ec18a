package org.ostler.access;

import java.time.ZoneId;
import java.util.Set;
import org.ostler.platform.Refusal;

/**
 * How a person wants to be spoken to, in every browser. What is left to the browser is so until the person chooses.
 *
 * @param language {@code en}, {@code zh_CN} or {@code browser}
 * @param theme {@code light}, {@code dark}, {@code system} or {@code browser}
 * @param timeZone a name of the time zone database or {@code browser}
 */
public record Choices(String language, String theme, String timeZone) {
    public static final String BROWSER = "browser";

    private static final Set<String> LANGUAGES = Set.of("en", "zh_CN", BROWSER);
    private static final Set<String> THEMES = Set.of("light", "dark", "system", BROWSER);

    public static final Choices NONE = new Choices(BROWSER, BROWSER, BROWSER);

    /** @throws Refusal for what does not exist */
    void check() {
        if (!LANGUAGES.contains(language) || !THEMES.contains(theme)) {
            throw Refusal.badInput(
                    "preference",
                    "There is no such language or theme.",
                    "Choose en, zh_CN or browser; light, dark, system or browser.");
        }
        if (!timeZone.equals(BROWSER) && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw Refusal.badInput(
                    "preference", "There is no such time zone.", "Choose one such as Asia/Shanghai, or browser.");
        }
    }
}
