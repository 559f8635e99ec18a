package org.ostler.discovery;

import java.util.Optional;

/**
 * One thing in which CloudStack and the inventory differ.
 *
 * @param key tells it from the others of the same reading
 * @param place pod and cluster, as far as it lies in them
 * @param here what the inventory says; empty when it has no such thing
 * @param there what CloudStack says; empty when it has no such thing
 */
public record Difference(
        String key, Kind kind, Thing thing, String name, Place place, Optional<String> here, Optional<String> there) {
    public enum Kind {
        /** CloudStack has it, the inventory not. */
        NEW,
        /** Both have it, with another address or hypervisor. */
        OTHERWISE,
        /** The inventory has it, CloudStack not (yet). */
        ONLY_HERE,
        /** The inventory has it in another cluster: a host keeps its id, so a person retires it there first. */
        ELSEWHERE,
        /** Of a hypervisor that the manual does not know. */
        UNKNOWN_HYPERVISOR
    }

    public enum Thing {
        POD,
        CLUSTER,
        HOST
    }

    /** Names; empty where there is none. */
    public record Place(String pod, String cluster) {}

    /** Whether it can be taken over here at all. */
    public boolean isTakeable() {
        return switch (kind) {
            case NEW, OTHERWISE, ONLY_HERE -> true;
            case ELSEWHERE, UNKNOWN_HYPERVISOR -> false;
        };
    }

    /** Whether it is ticked before a person has chosen. */
    public boolean isProposed() {
        return kind == Kind.NEW;
    }
}
