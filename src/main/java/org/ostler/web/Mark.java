package org.ostler.web;

import java.util.Locale;

/** A state as it is seen: each has its own colour, icon and shape, so that none of them is told by colour alone. */
public enum Mark {
    PASS("check-circle"),
    WARN("exclamation-triangle"),
    FAIL("times-circle"),
    RUNNING("spinner"),
    WAITING("user"),
    UNKNOWN("question-circle"),
    SKIPPED("forward"),
    STALE("history"),
    TODO("circle");

    private final String icon;

    Mark(String icon) {
        this.icon = icon;
    }

    /** Style class. */
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Style classes of its PrimeIcon. */
    public String icon() {
        return "pi pi-" + icon + (this == RUNNING ? " spin" : "");
    }

    /** Of a style class, for pages that name a state themselves. */
    static Mark named(String css) {
        return valueOf(css.toUpperCase(Locale.ROOT));
    }
}
