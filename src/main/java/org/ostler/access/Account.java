package org.ostler.access;

import java.util.Set;

/**
 * What sign-in needs to know of a person.
 *
 * @param stamp changes with password, roles and disabling
 * @param passwordStamp changes with password and disabling: ends sessions
 */
record Account(
        String name,
        String password,
        Set<Role> roles,
        boolean disabled,
        long stamp,
        long passwordStamp,
        Choices choices) {
    Account {
        roles = Set.copyOf(roles);
    }
}
