package org.ostler.access;

import java.util.EnumSet;
import java.util.Set;

/** A person who is signed in, without a container. */
public final class Acting extends Caller {
    private final String name;
    private final Set<Role> roles;

    public Acting(String name, Role... roles) {
        this.name = name;
        this.roles = EnumSet.noneOf(Role.class);
        this.roles.addAll(Set.of(roles));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Role> roles() {
        return roles;
    }

    @Override
    public boolean may(Permission permission) {
        return permission.isGivenBy(roles);
    }
}
