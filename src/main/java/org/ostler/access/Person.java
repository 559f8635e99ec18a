package org.ostler.access;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who may sign in, as may be shown.
 *
 * @param language {@code en}, {@code zh_CN} or {@code browser}: as the browser asks
 * @param theme {@code light}, {@code dark}, {@code system} or {@code browser}
 * @param timeZone a name of the time zone database, or {@code browser}
 */
public record Person(
        String name,
        Set<Role> roles,
        boolean disabled,
        String language,
        String theme,
        String timeZone,
        Instant createdAt,
        Optional<Instant> lastSignInAt) {
    public Person {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }
}
