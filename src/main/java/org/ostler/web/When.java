package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times as a person says them, in their zone; the exact time is always one hover away. */
@Named
@RequestScoped
public class When {
    private final Preferences preferences;
    private final Texts texts;
    private final Clock clock;

    When() {
        this(null, null);
    }

    @Inject
    When(Preferences preferences, Texts texts) {
        this(preferences, texts, Clock.systemUTC());
    }

    When(Preferences preferences, Texts texts, Clock clock) {
        this.preferences = preferences;
        this.texts = texts;
        this.clock = clock;
    }

    /** {@code 09:38}, {@code yesterday 17:40}, {@code 21 Nov 17:40}. */
    public String words(Instant time) {
        return words(time, "HH:mm");
    }

    /** The same to the second, for audit and transcripts. */
    public String seconds(Instant time) {
        return words(time, "HH:mm:ss");
    }

    /** {@code 09:38}, where the day stands above. */
    public String clock(Instant time) {
        return format("HH:mm", time);
    }

    /** {@code 2026-11-22 09:38:21 UTC+8}. */
    public String exact(Instant time) {
        return format("yyyy-MM-dd HH:mm:ss 'UTC'x", time).replace("UTCZ", "UTC").replace("UTC+00", "UTC");
    }

    /** {@code 12 min}, {@code 12 分}: how long ago. */
    public String age(Instant since) {
        return lasting(Duration.between(since, clock.instant()), false);
    }

    /** {@code 7 min 12 s}, {@code 7 分 12 秒}. */
    public String took(Instant start, Optional<Instant> end) {
        return lasting(Duration.between(start, end.orElseGet(clock::instant)), true);
    }

    /** How long until then; zero when it is over. */
    public String until(Instant end) {
        return lasting(Duration.between(clock.instant(), end), false);
    }

    /** The day it was, where this person is. */
    LocalDate day(Instant time) {
        return time.atZone(preferences.getTimeZone()).toLocalDate();
    }

    /** {@code yesterday}, {@code 21 Nov}. */
    String dayWords(LocalDate day) {
        LocalDate today = day(clock.instant());
        if (day.equals(today.minusDays(1))) {
            return texts.get("when.yesterdayAlone");
        }
        String pattern = texts.get(day.getYear() == today.getYear() ? "when.dayPattern" : "when.yearPattern");
        return DateTimeFormatter.ofPattern(pattern, preferences.getLocale()).format(day);
    }

    public Instant getNow() {
        return clock.instant();
    }

    private String lasting(Duration given, boolean seconds) {
        Duration duration = given.isNegative() ? Duration.ZERO : given;
        if (duration.toDays() >= 2) {
            return texts.say("when.days", duration.toDays());
        }
        if (duration.toHours() >= 1) {
            return texts.say("when.hours", duration.toHours(), duration.toMinutesPart());
        }
        if (duration.toMinutes() < 1) {
            return texts.say("when.seconds", duration.toSecondsPart());
        }
        return seconds
                ? texts.say("when.minutesSeconds", duration.toMinutes(), duration.toSecondsPart())
                : texts.say("when.minutes", duration.toMinutes());
    }

    private String words(Instant time, String clockPattern) {
        ZonedDateTime there = time.atZone(preferences.getTimeZone());
        LocalDate today = LocalDate.now(clock.withZone(preferences.getTimeZone()));
        String hour = format(clockPattern, time);
        if (there.toLocalDate().equals(today)) {
            return hour;
        }
        if (there.toLocalDate().equals(today.minusDays(1))) {
            return texts.say("when.yesterday", hour);
        }
        boolean thisYear = there.getYear() == today.getYear();
        return format(texts.get(thisYear ? "when.dayPattern" : "when.yearPattern"), time) + " " + hour;
    }

    private String format(String pattern, Instant time) {
        Locale locale = preferences.getLocale();
        return DateTimeFormatter.ofPattern(pattern, locale).format(time.atZone(preferences.getTimeZone()));
    }
}
