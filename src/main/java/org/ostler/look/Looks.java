package org.ostler.look;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.access.Caller;
import org.ostler.access.Permission;

/** The boundary of what is kept of looks. */
@ApplicationScoped
public class Looks {
    @Inject
    Caller caller;

    @Inject
    LookStore store;

    /** The newest one, whether it brought facts or not. */
    public Optional<HostLook> newest(UUID host) {
        caller.require(Permission.READ);
        return store.newest(host);
    }

    /** The newest one that brought facts. */
    public Optional<HostLook> facts(UUID host) {
        caller.require(Permission.READ);
        return store.facts(host);
    }

    /** Of each of these hosts the newest one that brought facts; a host without facts is absent. */
    public Map<UUID, HostLook> facts(Collection<UUID> hosts) {
        caller.require(Permission.READ);
        return store.facts(hosts);
    }
}
