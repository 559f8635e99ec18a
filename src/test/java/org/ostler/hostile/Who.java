package org.ostler.hostile;

import java.util.Locale;

/** A column of the table of roles. */
enum Who {
    VIEWER,
    OPERATOR,
    APPROVER,
    ADMINISTRATOR,
    NOBODY;

    static final String PASSWORD = "a word for tests 1";

    /** The sign-in name of somebody who has this role and no other. */
    String person() {
        return "only-" + name().toLowerCase(Locale.ROOT);
    }
}
