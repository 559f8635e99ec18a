package org.ostler.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All rows at one moment, as the values that leave the package. */
final class Tree {
    private final Map<UUID, ItemRow> byId;
    private final Map<UUID, List<ItemRow>> byParent;

    Tree(List<ItemRow> rows) {
        byId = rows.stream().collect(Collectors.toMap(ItemRow::id, Function.identity()));
        byParent = rows.stream()
                .sorted(Comparator.comparingLong(ItemRow::position))
                .collect(Collectors.groupingBy(ItemRow::parent));
    }

    Optional<ItemRow> row(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    long lastPosition() {
        return byId.values().stream().mapToLong(ItemRow::position).max().orElse(0);
    }

    /** Active ones. */
    List<ItemRow> children(UUID parent, ItemRow.Kind kind) {
        return byParent.getOrDefault(parent, List.of()).stream()
                .filter(row -> row.kind() == kind && !row.isRetired())
                .toList();
    }

    List<ItemRow> active(ItemRow.Kind kind) {
        return byId.values().stream()
                .filter(row -> row.kind() == kind && !row.isRetired())
                .sorted(Comparator.comparingLong(ItemRow::position))
                .toList();
    }

    List<Zone> zones() {
        return children(ItemRow.ROOT, ItemRow.Kind.ZONE).stream()
                .map(this::zone)
                .toList();
    }

    Zone zone(ItemRow row) {
        return new Zone(
                row.id(),
                row.name(),
                children(row.id(), ItemRow.Kind.POD).stream().map(this::pod).toList(),
                children(row.id(), ItemRow.Kind.MANAGEMENT_SERVER).stream()
                        .map(this::managementServer)
                        .toList());
    }

    Pod pod(ItemRow row) {
        return new Pod(
                row.id(),
                row.name(),
                children(row.id(), ItemRow.Kind.CLUSTER).stream()
                        .map(this::cluster)
                        .toList());
    }

    Cluster cluster(ItemRow row) {
        ItemRow pod = byId.get(row.parent());
        ItemRow zone = byId.get(pod.parent());
        ClusterDraft content = row.as(ClusterDraft.class);
        return new Cluster(
                row.id(),
                row.name(),
                content.hypervisor(),
                content.fourEyes(),
                pod.id(),
                pod.name(),
                zone.id(),
                zone.name(),
                children(row.id(), ItemRow.Kind.HOST).stream().map(this::host).toList());
    }

    Host host(ItemRow row) {
        ItemRow cluster = byId.get(row.parent());
        HostDraft content = row.as(HostDraft.class);
        return new Host(
                row.id(),
                row.name(),
                cluster.as(ClusterDraft.class).hypervisor(),
                content.address(),
                content.port(),
                content.outOfBand(),
                content.credential(),
                content.weakAlgorithms(),
                cluster.id(),
                cluster.name(),
                byId.get(cluster.parent()).parent(),
                row.isRetired());
    }

    ManagementServer managementServer(ItemRow row) {
        ManagementServerDraft content = row.as(ManagementServerDraft.class);
        return new ManagementServer(
                row.id(),
                row.name(),
                content.address(),
                content.port(),
                content.credential(),
                content.weakAlgorithms(),
                content.databaseHost(),
                content.databaseCredential(),
                content.apiUrl(),
                content.apiCredential(),
                content.outOfBand(),
                row.parent());
    }
}
