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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Choices;
import org.ostler.access.Profile;
import org.ostler.platform.Refusal;

/**
 * How this request is to be answered: language, theme, time zone. What a signed-in person has chosen follows them to
 * every browser; for the rest, and before anybody signs in, cookies answer, which the page's own script writes
 * (theme.js).
 */
@Named
@RequestScoped
public class Preferences {
    private static final Logger LOG = Logger.getLogger(Preferences.class.getName());
    private static final List<String> THEMES = List.of("light", "dark");

    private final HttpServletRequest request;
    private final Profile profile;
    private Optional<Choices> known = Optional.empty();

    Preferences() {
        this(null, null);
    }

    @Inject
    Preferences(HttpServletRequest request, Profile profile) {
        this.request = request;
        this.profile = profile;
    }

    public Locale getLocale() {
        Optional<String> chosen = said(chosen().language()).or(() -> cookie("ostler-language"));
        if (chosen.isPresent()) {
            return chosen.get().startsWith("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
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
        return said(chosen().theme())
                .or(() -> cookie("ostler-theme"))
                .filter(THEMES::contains)
                .orElse("system");
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
            return said(chosen().timeZone())
                    .or(() -> cookie("ostler-time-zone").map(name -> name.replace("%2F", "/")))
                    .map(ZoneId::of)
                    .orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException unknown) {
            return ZoneId.systemDefault();
        }
    }

    /** What the page's script was told: {@code theme} or {@code language}. */
    public void choose() {
        String theme = request.getParameter("theme");
        String language = request.getParameter("language");
        try {
            profile.prefer(now -> new Choices(
                    language == null ? now.language() : language.replace('-', '_'),
                    theme == null ? now.theme() : theme,
                    now.timeZone()));
        } catch (Refusal madeUp) {
            LOG.log(Level.FINE, "no such choice", madeUp);
        }
    }

    /** Once per request. A page that tells of a database that is gone has to be readable without it. */
    private Choices chosen() {
        if (known.isEmpty()) {
            try {
                known = Optional.of(profile.choices());
            } catch (RuntimeException unknown) {
                LOG.log(Level.FINE, "a person's choices are not known", unknown);
                known = Optional.of(Choices.NONE);
            }
        }
        return known.get();
    }

    private static Optional<String> said(String choice) {
        return choice.equals(Choices.BROWSER) ? Optional.empty() : Optional.of(choice);
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
