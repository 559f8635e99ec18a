package org.ostler.discovery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.ostler.facts.CloudEstate;

/**
 * What one reading brought.
 *
 * @param server the management server that was asked
 * @param cloudZone the name of CloudStack's zone that was compared
 * @param estate all that CloudStack told, for comparing again
 */
public record Discovery(
        UUID server,
        UUID zone,
        String zoneName,
        String cloudZone,
        Instant at,
        CloudEstate estate,
        List<Difference> differences) {
    public Discovery {
        differences = List.copyOf(differences);
    }

    /** How many hosts CloudStack has there. */
    public int hosts() {
        String there = estate.zones().stream()
                .filter(one -> one.name().equals(cloudZone))
                .map(CloudEstate.Zone::id)
                .findFirst()
                .orElse("");
        List<String> clusters = estate.clusters().stream()
                .filter(cluster -> cluster.zone().equals(there))
                .map(CloudEstate.Cluster::id)
                .toList();
        return (int) estate.hosts().stream()
                .filter(host -> clusters.contains(host.cluster()))
                .count();
    }
}
