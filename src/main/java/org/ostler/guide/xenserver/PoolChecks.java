package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.facts.XenVersion;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** What must be true of the pool before and between its hosts. */
final class PoolChecks {
    private PoolChecks() {}

    /** XEN-79: a member that is newer than its coordinator loses the pool. */
    static Check versionsAreInOrder() {
        return new Check(
                "coordinator-first",
                "no member is newer than the coordinator",
                "Do not go on: upgrade the coordinator first, by the vendor's documents for a pool in this state.",
                PoolChecks::orderFound);
    }

    private static Finding orderFound(Situation situation) {
        PoolView pool = new PoolView(situation);
        XenVersion coordinator = pool.member(situation.fact(XenFacts.POOL).master())
                .map(XenPool.Member::version)
                .orElse(new XenVersion(0, 0, 0));
        String newer = pool.members().stream()
                .filter(host -> coordinator.isOlderThan(host.version()))
                .map(host -> host.name() + " " + host.version())
                .collect(Collectors.joining(", "));
        Set<XenVersion> versions =
                pool.members().stream().map(XenPool.Member::version).collect(Collectors.toSet());
        if (!newer.isEmpty()) {
            return Finding.fail("the coordinator runs " + coordinator + ", but " + newer);
        }
        return versions.size() == 1
                ? Finding.pass("all hosts run XenServer " + coordinator)
                : Finding.warn("the pool has two versions, " + versions
                        + ": VMs move to hosts that are not older only; leave this state soon");
    }

    static Check presentVersion(Settings settings) {
        return new Check(
                "versions-as-chosen",
                "every host runs the present or the new version of the settings",
                "Choose the versions that are really there; OS types and files depend on them.",
                situation -> versionsFound(settings, situation));
    }

    private static Finding versionsFound(Settings settings, Situation situation) {
        XenVersion from = UpgradeSettings.from(settings);
        XenVersion to = UpgradeSettings.to(settings);
        if (!from.isOlderThan(to)) {
            return Finding.fail("from " + from + " to " + to + " is no upgrade");
        }
        List<String> others = situation.fact(XenFacts.HOSTS).stream()
                .filter(host -> !host.version().equals(from) && !host.version().equals(to))
                .map(host -> host.name() + " runs " + host.version())
                .toList();
        return others.isEmpty()
                ? Finding.pass("every host runs " + from + " or " + to)
                : Finding.fail(String.join(", ", others) + ", which is neither " + from + " nor " + to);
    }

    static Check allHostsWork() {
        return new Check(
                "all-hosts-work",
                "every host of the pool is alive and enabled",
                "Bring the host back (xe host-enable) or take it out of the pool first: its VMs need somewhere to go.",
                situation -> {
                    List<String> idle = situation.fact(XenFacts.HOSTS).stream()
                            .filter(host -> !host.enabled() || !host.live())
                            .map(host -> host.name() + (host.live() ? " is disabled" : " is not alive"))
                            .toList();
                    return idle.isEmpty()
                            ? Finding.pass(situation.fact(XenFacts.HOSTS).size() + " hosts are alive and enabled")
                            : Finding.fail(String.join(", ", idle));
                });
    }

    /** XEN-73: a host that was joined by hand is in the pool and not in CloudStack. */
    static Check cloudStackKnowsEveryHost() {
        return new Check(
                "same-hosts",
                "CloudStack's cluster has the same hosts as the pool",
                "A host added to this pool later: migrate its own VMs away first, take it out of its earlier pool,"
                        + " join it, then add it to CloudStack.",
                situation -> {
                    Set<String> known = Cloud.hosts(situation).stream()
                            .map(CloudFacts.CloudHost::name)
                            .collect(Collectors.toSet());
                    List<String> unknown = situation.fact(XenFacts.HOSTS).stream()
                            .filter(host -> !known.contains(host.name()))
                            .map(XenPool.Member::name)
                            .toList();
                    return unknown.isEmpty()
                            ? Finding.pass("CloudStack knows all hosts of the pool")
                            : Finding.warn("not in CloudStack: " + String.join(", ", unknown));
                });
    }

    /** XEN-79, host by host: whatever was skipped before, a member is not touched before its coordinator is done. */
    static Check coordinatorIsUpgraded(Settings settings) {
        return new Check(
                "coordinator-is-upgraded",
                "the coordinator runs the new version before a member is touched",
                "Upgrade the coordinator first: its steps were skipped or failed. A member that is newer than its"
                        + " coordinator loses the pool.",
                situation -> isFirst(situation)
                        ? Finding.pass("this host is the coordinator")
                        : coordinatorFound(settings, situation));
    }

    private static Finding coordinatorFound(Settings settings, Situation situation) {
        PoolView pool = new PoolView(situation);
        XenPool.Member coordinator = pool.member(situation.fact(XenFacts.POOL).master())
                .orElseThrow(() -> new Fact.Unreadable("xapi does not know the pool's coordinator"));
        String seen = coordinator.name() + " runs XenServer " + coordinator.version();
        if (coordinator.version().equals(UpgradeSettings.to(settings))) {
            return Finding.pass(seen);
        }
        return isUnderWay(situation) ? Finding.fail(seen) : Finding.pass(seen + "; it is upgraded before this host");
    }

    /** One host at a time: what a skipped step left behind, or broke by itself, counts too. */
    static Check othersServe() {
        return new Check(
                "other-hosts-serve",
                "every other host of the pool is alive and enabled",
                "Bring the host back first (xe host-enable): only one host at a time may be out of service.",
                situation -> {
                    PoolView pool = new PoolView(situation);
                    List<String> out = pool.members().stream()
                            .filter(host -> !host.uuid().equals(pool.self()))
                            .filter(host -> !host.enabled() || !host.live())
                            .map(host -> host.name() + (host.live() ? " is disabled" : " is not alive"))
                            .toList();
                    return out.isEmpty()
                            ? Finding.pass(pool.members().size() - 1 + " other hosts are alive and enabled")
                            : Finding.fail(String.join(", ", out));
                });
    }

    private static boolean isFirst(Situation situation) {
        return situation.hosts().isEmpty() || situation.hosts().get(0).target().equals(situation.target());
    }

    /** The run has taken its baseline; before that a plan is being made. */
    private static boolean isUnderWay(Situation situation) {
        return situation.recorded().containsKey(Baseline.RUNNING);
    }

    /** Sharp for the first host and while a run is under way; before that the others' turn lies in the future. */
    static Check room() {
        return new Check(
                "room-for-vms",
                "the other hosts have memory for the VMs of this one",
                "Free memory on hosts that are not older, or shut down VMs that can wait.",
                situation -> {
                    PoolView pool = new PoolView(situation);
                    String without =
                            pool.withoutRoom().stream().map(XenPool.Guest::name).collect(Collectors.joining(", "));
                    if (without.isEmpty()) {
                        return Finding.pass(pool.residents().size() + " VMs run here; "
                                + pool.targets().size() + " hosts may take them");
                    }
                    String seen = "no room for " + without + " on the hosts that may take them";
                    return isNow(situation) ? Finding.fail(seen) : Finding.warn(seen);
                });
    }

    private static boolean isNow(Situation situation) {
        return isFirst(situation) || isUnderWay(situation);
    }

    /** Whether this host still has to be upgraded; when xapi is silent it is not known to be done. */
    static boolean isOld(Settings settings, Situation situation) {
        return situation
                .known(XenFacts.PRODUCT_VERSION)
                .map(version -> !version.equals(UpgradeSettings.to(settings)))
                .orElse(true);
    }

    static boolean allRun(Settings settings, Situation situation) {
        return situation
                .known(XenFacts.HOSTS)
                .map(hosts -> hosts.stream().allMatch(host -> host.version().equals(UpgradeSettings.to(settings))))
                .orElse(false);
    }

    static String versions(Situation situation) {
        return situation
                .known(XenFacts.HOSTS)
                .map(hosts -> hosts.stream()
                        .map(host -> host.name() + " runs " + host.version())
                        .collect(Collectors.joining(", ")))
                .orElse("xapi does not answer");
    }
}
