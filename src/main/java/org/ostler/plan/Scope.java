package org.ostler.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.facts.Facts;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Target;

/**
 * What a guide is used on: its settings, the hosts in their order, the machines behind each place.
 *
 * @param cluster the inventory's name
 * @param hosts in the guide's order
 */
public record Scope(
        Guide guide,
        Settings settings,
        Optional<String> cluster,
        List<HostInScope> hosts,
        Optional<Target> coordinator,
        Optional<ManagementServer> managementServer) {
    public Scope {
        hosts = List.copyOf(hosts);
    }

    /** The scope of a plan made before, with the inventory as it is now. */
    public static Scope of(Plan plan, Guide guide, Inventory inventory) {
        Settings settings = new Settings(plan.settings());
        Optional<UUID> zone = plan.hosts().stream()
                .flatMap(host -> inventory.findHost(host.target().id()).stream())
                .map(org.ostler.inventory.Host::zone)
                .findFirst();
        return new Scope(
                guide,
                settings,
                plan.clusterName(),
                plan.hosts(),
                plan.coordinator(),
                managementServer(guide, settings, zone, inventory));
    }

    /** How many hosts are worked on at the same time. */
    public int width() {
        return guide.width(settings);
    }

    /** The one that a setting names, otherwise the zone's first. */
    static Optional<ManagementServer> managementServer(
            Guide guide, Settings settings, Optional<UUID> zone, Inventory inventory) {
        Optional<String> named = guide.settings().stream()
                .filter(setting -> setting.type() == Setting.Type.MANAGEMENT_SERVER)
                .flatMap(setting -> settings.given(setting).stream())
                .findFirst();
        return named.map(inventory::managementServer).or(() -> zone.flatMap(inventory::managementServerOfZone));
    }

    public Optional<UUID> managementServerId() {
        return managementServer.map(ManagementServer::id);
    }

    public List<Leg> legs() {
        return Itinerary.of(
                guide,
                settings,
                hosts,
                coordinator,
                managementServer.map(server -> new Target(Target.Kind.MANAGEMENT_SERVER, server.id(), server.name())));
    }

    public Situation situation(Target target, Facts facts, Map<String, String> recorded) {
        return new Situation(settings, target, cluster, hosts, facts, recorded);
    }

    Scope inOrder(List<HostInScope> ordered, Optional<Target> first) {
        return new Scope(guide, settings, cluster, ordered, first, managementServer);
    }
}
