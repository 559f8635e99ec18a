package org.ostler.lab;

import java.util.List;
import java.util.Optional;

/** What CloudStack sees of the hypervisors when it looks; the real ones here are simulated, in tests a list. */
interface PoolView {
    /**
     * A guest of a pool.
     *
     * @param label its name-label, CloudStack's instance name
     * @param host name of the host it runs on; empty when it does not run
     */
    record Guest(String label, Optional<String> host) {}

    List<Guest> guests();

    /** Whether the host answers. */
    boolean reachable(String host);

    /** The host's product version, empty when CloudStack would not know. */
    Optional<String> version(String host);

    /** What CloudStack does to a host that it connects to: scripts are copied and a tag says so. */
    void setUp(String host);
}
