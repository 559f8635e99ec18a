package org.ostler.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Target;

/** A request that has been checked against the inventory and the guide. */
record Wanted(Scope scope, Optional<UUID> cluster) {

    static Wanted of(Plans.Request request, Guide guide, Inventory inventory) {
        Settings settings = new Settings(request.settings());
        refuse(guide.refusals(settings));
        Optional<Cluster> cluster =
                request.cluster().filter(name -> !name.isBlank()).map(inventory::cluster);
        List<Host> hosts = hosts(request, cluster, inventory);
        hosts.forEach(host -> refuseUnfit(host, guide));
        Set<UUID> zones = hosts.stream().map(Host::zone).collect(Collectors.toSet());
        if (zones.size() > 1) {
            throw Refusal.badInput(
                    "several-zones", "These hosts belong to several zones.", "Make a plan for the hosts of one zone.");
        }
        Optional<ManagementServer> server =
                Scope.managementServer(guide, settings, zones.stream().findFirst(), inventory);
        List<HostInScope> inScope = hosts.stream()
                .map(host -> new HostInScope(
                        new Target(Target.Kind.HOST, host.id(), host.name()),
                        host.address(),
                        host.outOfBand(),
                        server.map(ManagementServer::address)))
                .toList();
        Scope scope = new Scope(
                guide,
                settings,
                cluster.map(Cluster::name),
                inScope,
                inScope.stream().map(HostInScope::target).findFirst(),
                server);
        return new Wanted(scope, cluster.map(Cluster::id));
    }

    private static List<Host> hosts(Plans.Request request, Optional<Cluster> cluster, Inventory inventory) {
        List<Host> members = cluster.map(Cluster::hosts).orElse(List.of()).stream()
                .filter(host -> !host.retired())
                .toList();
        List<Host> chosen = request.hosts().isEmpty()
                ? members
                : request.hosts().stream()
                        .distinct()
                        .map(name -> members.stream()
                                .filter(host -> host.name().equals(name)
                                        || host.id().toString().equals(name))
                                .findFirst()
                                .orElseGet(() -> inventory.host(name)))
                        .toList();
        if (chosen.isEmpty()) {
            throw Refusal.badInput("no-hosts", "No host is chosen.", "Name a cluster that has hosts, or name hosts.");
        }
        for (Host host : chosen) {
            if (cluster.isPresent() && !host.cluster().equals(cluster.get().id())) {
                throw Refusal.badInput(
                        "host-of-another-cluster",
                        host.name() + " is not a host of " + cluster.get().name() + ".",
                        "Leave the cluster out, or choose among its hosts.");
            }
            if (host.retired()) {
                throw Refusal.badInput(
                        "host-retired", host.name() + " is retired.", "Choose hosts that are in service.");
            }
        }
        return chosen;
    }

    private static void refuseUnfit(Host host, Guide guide) {
        if (!guide.hypervisors().contains(host.hypervisor().name())) {
            throw Refusal.badInput(
                    "wrong-hypervisor",
                    host.name() + " is a " + host.hypervisor() + " host; this guide is for "
                            + String.join(", ", new java.util.TreeSet<>(guide.hypervisors())) + ".",
                    "Choose another guide or other hosts.");
        }
    }

    private static void refuse(Map<String, String> refused) {
        if (!refused.isEmpty()) {
            String what = refused.entrySet().stream()
                    .map(one -> one.getKey() + ": " + one.getValue())
                    .collect(Collectors.joining("; "));
            throw Refusal.badInput(
                    "settings-refused", "Settings cannot be used: " + what + ".", "Correct these settings.");
        }
    }
}
