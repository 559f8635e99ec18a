package org.ostler.access;

import java.util.EnumSet;
import java.util.Set;

/** What a boundary asks for. */
public enum Permission {
    READ,
    /** Looking at hosts, planning, running approved plans, gates, mends, retries, rollback, consoles. */
    OPERATE,
    /** Approving, skipping, resolving unknown outcomes, abandoning. */
    APPROVE,
    /** People, credentials, host keys, inventory, settings. */
    ADMINISTER;

    public Set<Role> roles() {
        return switch (this) {
            case READ -> EnumSet.allOf(Role.class);
            case OPERATE -> EnumSet.of(Role.OPERATOR, Role.APPROVER);
            case APPROVE -> EnumSet.of(Role.APPROVER);
            case ADMINISTER -> EnumSet.of(Role.ADMINISTRATOR);
        };
    }

    public boolean isGivenBy(Set<Role> held) {
        return roles().stream().anyMatch(held::contains);
    }
}
