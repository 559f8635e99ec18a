package org.ostler.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.ostler.platform.Refusal;
import org.ostler.ssh.SshEndpoint;

/** An inventory that stands in a document as the API takes it, without a database. Ids follow from names. */
public final class PlainInventory extends Inventory {
    private final Map<UUID, SshEndpoint> endpoints = new LinkedHashMap<>();
    private final Map<UUID, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<UUID, ManagementServer> servers = new LinkedHashMap<>();

    public PlainInventory(JsonNode document) {
        for (JsonNode zone : document.path("zones")) {
            UUID zoneId = id(zone.path("name").asText());
            zone.path("managementServers").forEach(server -> add(zoneId, server));
            for (JsonNode pod : zone.path("pods")) {
                pod.path("clusters").forEach(cluster -> add(zone, pod, cluster));
            }
        }
    }

    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue());
    }

    private void add(UUID zone, JsonNode server) {
        String name = server.path("name").asText();
        endpoints.put(id(name), endpoint(server));
        servers.putIfAbsent(
                zone,
                new ManagementServer(
                        id(name),
                        name,
                        server.path("address").asText(),
                        server.path("port").asInt(),
                        text(server, "credential"),
                        false,
                        server.path("databaseHost").asText(),
                        text(server, "databaseCredential"),
                        text(server, "apiUrl"),
                        text(server, "apiCredential"),
                        text(server, "outOfBand"),
                        zone));
    }

    private void add(JsonNode zone, JsonNode pod, JsonNode cluster) {
        String clusterName = cluster.path("name").asText();
        UUID zoneId = id(zone.path("name").asText());
        Hypervisor hypervisor = Hypervisor.valueOf(cluster.path("hypervisor").asText());
        List<Host> members = new ArrayList<>();
        for (JsonNode host : cluster.path("hosts")) {
            String name = host.path("name").asText();
            endpoints.put(id(name), endpoint(host));
            members.add(new Host(
                    id(name),
                    name,
                    hypervisor,
                    host.path("address").asText(),
                    host.path("port").asInt(),
                    text(host, "outOfBand"),
                    text(host, "credential"),
                    false,
                    id(clusterName),
                    clusterName,
                    zoneId,
                    false));
        }
        members.forEach(host -> hosts.put(host.id(), host));
        clusters.put(
                clusterName,
                new Cluster(
                        id(clusterName),
                        clusterName,
                        hypervisor,
                        false,
                        id(pod.path("name").asText()),
                        pod.path("name").asText(),
                        zoneId,
                        zone.path("name").asText(),
                        List.copyOf(members)));
    }

    private static SshEndpoint endpoint(JsonNode machine) {
        String name = machine.path("name").asText();
        return new SshEndpoint(
                id(name),
                name,
                machine.path("address").asText(),
                machine.path("port").asInt(),
                machine.path("credential").asText(),
                false);
    }

    @Override
    public Cluster cluster(String nameOrId) {
        return clusters.values().stream()
                .filter(cluster ->
                        Stream.of(cluster.name(), cluster.id().toString()).anyMatch(nameOrId::equals))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("cluster", nameOrId));
    }

    @Override
    public Host host(String nameOrId) {
        return hosts.values().stream()
                .filter(host -> Stream.of(host.name(), host.id().toString()).anyMatch(nameOrId::equals))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("host", nameOrId));
    }

    @Override
    public void moved(UUID host, String address, String by) {
        SshEndpoint known = endpoints.get(host);
        endpoints.put(
                host,
                new SshEndpoint(
                        known.id(), known.name(), address, known.port(), known.credential(), known.weakAlgorithms()));
        Host old = hosts.get(host);
        hosts.put(
                host,
                new Host(
                        old.id(),
                        old.name(),
                        old.hypervisor(),
                        address,
                        old.port(),
                        old.outOfBand(),
                        old.credential(),
                        old.weakAlgorithms(),
                        old.cluster(),
                        old.clusterName(),
                        old.zone(),
                        old.retired()));
    }

    @Override
    public Optional<Host> findHost(UUID id) {
        return Optional.ofNullable(hosts.get(id));
    }

    @Override
    public Optional<ManagementServer> managementServerOfZone(UUID zone) {
        return Optional.ofNullable(servers.get(zone));
    }

    @Override
    public SshEndpoint endpoint(UUID machine) {
        return Optional.ofNullable(endpoints.get(machine))
                .orElseThrow(() -> Refusal.notFound("host or management server", machine.toString()));
    }
}
