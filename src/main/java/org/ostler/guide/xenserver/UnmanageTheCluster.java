package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.XenFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step.On;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Disconnect the XenServer cluster in CloudStack". */
final class UnmanageTheCluster {
    /** The server gives up after 200 s. Smaller: called failed while it works. Larger: a refusal is found out later. */
    private static final Duration UNMANAGING = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final String RESTORED = "It comes back at the end of the run, whatever the end is.";

    private UnmanageTheCluster() {}

    /** Nothing for a rollback: the end of the run does it, as it was before. */
    private static Undo restored(String... commands) {
        return new Undo.By(
                RESTORED,
                Stream.of(commands)
                        .map(command -> new Template(command, "as it was before it was paused"))
                        .toList(),
                situation -> List.of());
    }

    static Chapter chapter() {
        return once(
                "unmanage",
                "Disconnect the cluster from CloudStack",
                step("pause-high-availability", "Pause high availability of the pool")
                        .why("With high availability on, hosts that leave for an upgrade are taken for dead: they are"
                                + " fenced and their VMs started elsewhere.")
                        .covers("XEN-79")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .looksAt(XenFacts.HIGH_AVAILABILITY, XenFacts.VDIS, XenFacts.SRS)
                        .neededWhen("high availability is on", Pool::highAvailability)
                        .requires(Pool.heartbeatStorageIsKnown())
                        .does(situation -> List.of(Xe.highAvailabilityOff()))
                        .verifiedBy("high availability is off", situation -> !Pool.highAvailability(situation))
                        .restoredAtEnd(Pool.highAvailabilityPause())
                        .undoneBy(restored(
                                "xe pool-ha-enable heartbeat-sr-uuids=<storage> ha-config:<key>=<value>",
                                "xe pool-param-set uuid=<pool> ha-host-failures-to-tolerate=<number>")),
                step("pause-workload-balancing", "Pause workload balancing of the pool")
                        .why("It would move VMs back onto a host that is being emptied.")
                        .covers("XEN-79")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .neededWhen("workload balancing is on", Pool::workloadBalancing)
                        .does(situation -> List.of(Xe.workloadBalancing(Pool.uuid(situation), false)))
                        .verifiedBy("workload balancing is off", situation -> !Pool.workloadBalancing(situation))
                        .restoredAtEnd(Pool.workloadBalancingPause())
                        .undoneBy(restored("xe pool-param-set uuid=<pool> wlb-enabled=true")),
                step("unmanage-the-cluster", "Unmanage the cluster")
                        .why("CloudStack must not act on hosts that come and go. From here until it is managed again"
                                + " only xapi knows what runs.")
                        .covers("XEN-64")
                        .on(On.CLOUDSTACK)
                        .looksAt(CloudFacts.CLUSTERS, CloudFacts.HOSTS)
                        .neededWhen("the cluster is not Unmanaged", situation -> !Cloud.isState(situation, "Unmanaged"))
                        .does(situation -> List.of(Cloud.manage(situation, "Unmanaged")))
                        .waitsFor(
                                "the cluster is Unmanaged",
                                situation -> Cloud.isState(situation, "Unmanaged"),
                                UNMANAGING,
                                EVERY,
                                situation -> "the cluster is "
                                        + Cloud.cluster(situation).managedState())
                        .recognises(Troubles.hostsStillUp())
                        .undoneBy(new Undo.By(
                                "The cluster is managed again.",
                                List.of(new Template(
                                        "updateCluster id=<cluster> managedstate=Managed", "the cluster of this plan")),
                                situation -> List.of(Cloud.manage(situation, "Managed")))));
    }
}
