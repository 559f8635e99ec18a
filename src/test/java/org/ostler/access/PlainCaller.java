package org.ostler.access;

import java.util.EnumSet;
import java.util.Set;

/** Somebody with every role, without a container to sign in to. */
public final class PlainCaller extends Caller {
    private final String name;

    public PlainCaller(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Role> roles() {
        return EnumSet.allOf(Role.class);
    }
}
