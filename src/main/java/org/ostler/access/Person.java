package org.ostler.access;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who may sign in, as may be shown.
 *
 * @param language {@code en} or {@code zh_CN}
 * @param theme {@code light}, {@code dark} or {@code system}
 */
public record Person(
        String name,
        Set<Role> roles,
        boolean disabled,
        String language,
        String theme,
        Instant createdAt,
        Optional<Instant> lastSignInAt) {
    public Person {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }
}
