package org.ostler.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.ostler.facts.Facts;
import org.ostler.platform.Refusal;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.RemoteShells;
import org.ostler.ssh.SshEndpoint;
import org.ostler.ssh.SshTrouble;

/**
 * The open connections of one piece of work: each machine is connected to once, when it is first needed, and all are
 * closed at the end. Used by one thread at a time.
 */
public final class Lines implements AutoCloseable {
    private final Function<UUID, SshEndpoint> endpoints;
    private final RemoteShells shells;
    private final Map<UUID, RemoteShell> open = new HashMap<>();
    private final Map<UUID, String> moved = new HashMap<>();
    private final Map<UUID, Seen> seen = new HashMap<>();

    private record Seen(Facts facts, Instant at) {}

    public Lines(Function<UUID, SshEndpoint> endpoints, RemoteShells shells) {
        this.endpoints = endpoints;
        this.shells = shells;
    }

    /** @throws SshTrouble also when the inventory does not say how to connect */
    public RemoteShell to(UUID machine) throws SshTrouble {
        RemoteShell shell = open.get(machine);
        if (shell != null && shell.isOpen()) {
            return shell;
        }
        drop(machine);
        SshEndpoint endpoint;
        try {
            endpoint = endpoints.apply(machine);
        } catch (Refusal unknown) {
            throw new SshTrouble(SshTrouble.Kind.LOGIN_REFUSED, unknown.getMessage() + " " + unknown.next(), unknown);
        }
        RemoteShell fresh = shells.connect(at(endpoint, moved.getOrDefault(machine, endpoint.address())));
        open.put(machine, fresh);
        return fresh;
    }

    /** A new line to a machine at another address than the inventory's, which stays in force for this piece of work. */
    public RemoteShell to(UUID machine, String address) throws SshTrouble {
        drop(machine);
        moved.put(machine, address);
        return to(machine);
    }

    /** Whether a machine was reached at another address than the inventory's. */
    public boolean haveMoved() {
        return !moved.isEmpty();
    }

    private static SshEndpoint at(SshEndpoint known, String address) {
        return new SshEndpoint(
                known.id(), known.name(), address, known.port(), known.credential(), known.weakAlgorithms());
    }

    /** What was seen on a machine by work that is over and after which nothing was done there. */
    public void leave(UUID machine, Facts facts, Instant now) {
        seen.put(machine, new Seen(facts, now));
    }

    /** What was left of a machine and is no older than this; nobody gets it again, because he may change what it tells. */
    public Facts takeSeen(UUID machine, Duration oldest, Instant now) {
        Seen left = seen.remove(machine);
        return left == null || left.at().plus(oldest).isBefore(now) ? Facts.none() : left.facts();
    }

    /** Forgets a line on which something went wrong. */
    public void drop(UUID machine) {
        seen.remove(machine);
        RemoteShell shell = open.remove(machine);
        if (shell != null) {
            shell.close();
        }
    }

    @Override
    public void close() {
        open.values().forEach(RemoteShell::close);
        open.clear();
    }
}
