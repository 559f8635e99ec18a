package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How this browser wants to be spoken to: language, theme, time zone. Kept in cookies that the page's own script writes
 * (theme.js), so that a switch needs no round trip and the sign-in page already knows.
 */
@Named
@RequestScoped
public class Preferences {
    private static final List<String> THEMES = List.of("light", "dark");

    private final HttpServletRequest request;

    Preferences() {
        this(null);
    }

    @Inject
    Preferences(HttpServletRequest request) {
        this.request = request;
    }

    public Locale getLocale() {
        Optional<String> chosen = cookie("ostler-language");
        if (chosen.isPresent()) {
            return chosen.get().equals("zh-CN") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        }
        for (Locale accepted : Collections.list(request.getLocales())) {
            if (accepted.getLanguage().equals("zh")) {
                return Locale.SIMPLIFIED_CHINESE;
            }
            if (accepted.getLanguage().equals("en")) {
                return Locale.ENGLISH;
            }
        }
        return Locale.ENGLISH;
    }

    public boolean isChinese() {
        return getLocale().equals(Locale.SIMPLIFIED_CHINESE);
    }

    /** For {@code <html lang>}; names the script, so that unified Han takes its Chinese forms. */
    public String getLanguageTag() {
        return isChinese() ? "zh-CN" : "en";
    }

    /** light, dark or system. */
    public String getTheme() {
        return cookie("ostler-theme").filter(THEMES::contains).orElse("system");
    }

    /** What the page shows until its script has asked the system. */
    public String getShownTheme() {
        return getTheme().equals("dark") ? "dark" : "light";
    }

    /** unified or split. */
    public String getDiff() {
        return cookie("ostler-diff").filter("split"::equals).orElse("unified");
    }

    public ZoneId getTimeZone() {
        try {
            return cookie("ostler-time-zone")
                    .map(name -> ZoneId.of(name.replace("%2F", "/")))
                    .orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException unknown) {
            return ZoneId.systemDefault();
        }
    }

    private Optional<String> cookie(String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }
}
