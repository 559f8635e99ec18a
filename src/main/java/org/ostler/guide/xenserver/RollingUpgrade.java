package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Target;

/** "Upgrading XenServer versions": a whole pool, host by host, the coordinator first, with the VMs running. */
public final class RollingUpgrade {
    public static final String ID = "xenserver-rolling-upgrade";

    private RollingUpgrade() {}

    public static Guide guide() {
        return new Guide(
                ID,
                2,
                "XenServer rolling upgrade",
                "Upgrades a pool to a newer XenServer, one host at a time, without stopping its VMs.",
                Set.of("XENSERVER"),
                UpgradeSettings.ALL,
                RollingUpgrade::chapters,
                List.of(XenFacts.INVENTORY, XenFacts.POOL, XenFacts.HOSTS),
                RollingUpgrade::order,
                1,
                List.of(Baseline.invariant()),
                List.of(XenFacts.VMS));
    }

    private static List<Chapter> chapters(Settings settings) {
        return List.of(
                BeforeTheUpgrade.chapter(settings),
                BackUpTheDatabases.chapter(settings),
                ChangeOsTypes.chapter(),
                RestartTheServices.chapter(settings),
                UnmanageTheCluster.chapter(),
                PrepareTheUpgrade.chapter(),
                UpgradeOneHost.chapter(settings),
                FinishTheUpgrade.chapter(settings));
    }

    /** The coordinator first, then the others by name; refused when they are not exactly one pool. */
    static Guide.Order order(Map<Target, Facts> hosts) {
        Map<String, Target> byUuid = new HashMap<>();
        Set<String> pools = new TreeSet<>();
        List<String> silent = new ArrayList<>();
        hosts.forEach((target, facts) -> {
            Optional<String> uuid = facts.find(XenFacts.INSTALLATION_UUID);
            Optional<XenPool.Pool> pool = facts.find(XenFacts.POOL);
            if (uuid.isEmpty() || pool.isEmpty() || facts.find(XenFacts.HOSTS).isEmpty()) {
                silent.add(target.name());
                return;
            }
            byUuid.put(uuid.get(), target);
            pools.add(pool.get().uuid());
        });
        if (!silent.isEmpty()) {
            return Guide.Order.refused("xapi does not answer on " + String.join(", ", new TreeSet<>(silent)));
        }
        if (pools.size() != 1) {
            return Guide.Order.refused("these hosts belong to " + pools.size() + " pools; one is upgraded at a time");
        }
        Facts any = hosts.values().iterator().next();
        return ordered(byUuid, any.get(XenFacts.POOL).master(), any.get(XenFacts.HOSTS));
    }

    private static Guide.Order ordered(Map<String, Target> byUuid, String master, List<XenPool.Member> members) {
        List<String> strangers = members.stream()
                .filter(member -> !byUuid.containsKey(member.uuid()))
                .map(member -> member.name() + " (" + member.address() + ")")
                .toList();
        if (!strangers.isEmpty()) {
            return Guide.Order.refused("the pool has hosts that are not in this plan: " + String.join(", ", strangers)
                    + "; add them to the inventory's cluster and plan all of it");
        }
        XenPool.Member coordinator = members.stream()
                .filter(member -> member.uuid().equals(master))
                .findFirst()
                .orElseThrow(() -> new Fact.Unreadable("the pool names a coordinator that it does not have"));
        List<String> newer = members.stream()
                .filter(member -> coordinator.version().isOlderThan(member.version()))
                .map(XenPool.Member::name)
                .toList();
        if (!newer.isEmpty()) {
            return Guide.Order.refused("already newer than the coordinator " + coordinator.name() + ": "
                    + String.join(", ", newer) + "; such a member loses the pool, and a person must mend that first");
        }
        List<Target> order = new ArrayList<>();
        order.add(byUuid.get(master));
        byUuid.values().stream()
                .filter(target -> !target.equals(byUuid.get(master)))
                .sorted(java.util.Comparator.comparing(Target::name))
                .forEach(order::add);
        return Guide.Order.of(order, byUuid.get(master));
    }
}
