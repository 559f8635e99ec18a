package org.ostler.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What CloudStack has: zones, pods, clusters and the hosts that run guests.
 *
 * @param hosts of type Routing; the management server and secondary storage machines are hosts to CloudStack as well
 */
public record CloudEstate(List<Zone> zones, List<Pod> pods, List<Cluster> clusters, List<Host> hosts) {
    public record Zone(String id, String name) {}

    public record Pod(String id, String name, String zone) {}

    /** @param hypervisor as CloudStack spells it: XenServer, KVM, Hyperv, VMware, LXC, Simulator, None … */
    public record Cluster(String id, String name, String pod, String zone, String hypervisor) {}

    public record Host(String id, String name, String address, String cluster, String state, String resourceState) {}

    public static final Fact<List<Zone>> ZONES = Fact.ofCloudStack(
            "estate-zones", "listZones", Map.of(), answer -> CloudFacts.list(answer, "zone", CloudEstate::zone));

    public static final Fact<List<Pod>> PODS = Fact.ofCloudStack(
            "estate-pods", "listPods", Map.of(), answer -> CloudFacts.list(answer, "pod", CloudEstate::pod));

    public static final Fact<List<Cluster>> CLUSTERS = Fact.ofCloudStack(
            "estate-clusters",
            "listClusters",
            Map.of(),
            answer -> CloudFacts.list(answer, "cluster", CloudEstate::cluster));

    public static final Fact<List<Host>> HOSTS = Fact.ofCloudStack(
            "estate-hosts",
            "listHosts",
            Map.of("type", "Routing"),
            answer -> CloudFacts.list(answer, "host", CloudEstate::host));

    public CloudEstate {
        zones = List.copyOf(zones);
        pods = List.copyOf(pods);
        clusters = List.copyOf(clusters);
        hosts = List.copyOf(hosts);
    }

    private static Zone zone(JsonNode node) {
        return new Zone(CloudFacts.text(node, "id"), CloudFacts.text(node, "name"));
    }

    private static Pod pod(JsonNode node) {
        return new Pod(CloudFacts.text(node, "id"), CloudFacts.text(node, "name"), CloudFacts.text(node, "zoneid"));
    }

    private static Cluster cluster(JsonNode node) {
        return new Cluster(
                CloudFacts.text(node, "id"),
                CloudFacts.text(node, "name"),
                CloudFacts.text(node, "podid"),
                CloudFacts.text(node, "zoneid"),
                CloudFacts.text(node, "hypervisortype"));
    }

    private static Host host(JsonNode node) {
        return new Host(
                CloudFacts.text(node, "id"),
                CloudFacts.text(node, "name"),
                CloudFacts.text(node, "ipaddress"),
                CloudFacts.text(node, "clusterid"),
                CloudFacts.text(node, "state"),
                CloudFacts.text(node, "resourcestate"));
    }
}
