package org.ostler.inventory;

/** A cluster as somebody types it; {@link Cluster} says what each means. */
public record ClusterDraft(String name, Hypervisor hypervisor, boolean fourEyes) {
    public static ClusterDraft of(Cluster cluster) {
        return new ClusterDraft(cluster.name(), cluster.hypervisor(), cluster.fourEyes());
    }
}
