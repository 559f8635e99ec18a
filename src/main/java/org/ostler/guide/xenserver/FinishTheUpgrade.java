package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.XenFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step.On;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Clear the host tags", "reconnect the cluster", "clean up the VLANs again". */
final class FinishTheUpgrade {
    /** xapi notes a version within seconds of a host's return. Smaller: a slow note fails. Larger: only time lost. */
    private static final Duration NOTED = Duration.ofMinutes(2);

    /** The server sets the state at once. Smaller: a busy server fails. Larger: a refusal is found out later. */
    private static final Duration MANAGED = Duration.ofMinutes(5);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private FinishTheUpgrade() {}

    static Chapter chapter(Settings settings) {
        return once(
                "finish",
                "Finish the upgrade",
                step("same-version", "See the same version on every host")
                        .why("A pool with two versions is a state to leave, not to give back.")
                        .covers("XEN-74", "XEN-79")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .waitsFor(
                                "every host runs XenServer " + UpgradeSettings.to(settings),
                                situation -> PoolChecks.allRun(settings, situation),
                                NOTED,
                                EVERY,
                                PoolChecks::versions)
                        .changesNothing(),
                step("clear-tags", "Clear the tags of every host")
                        .why("CloudStack takes its tag as a sign that a host is set up and would not set up the"
                                + " upgraded one.")
                        .covers("XEN-75")
                        .on(On.ANY_HOST)
                        .looksAt(XenFacts.HOSTS)
                        .requires(Tags.others())
                        .does(Tags.clearAll())
                        .verifiedBy("no host has a tag", Tags::none)
                        .undoneBy(new Undo.By(
                                "The hosts get the tags back that they had before the upgrade.",
                                List.of(new Template(
                                        "xe host-param-add uuid=<host> param-name=tags param-key=<tag>",
                                        "each tag that was noted")),
                                Tags::putBack)),
                step("manage-the-cluster", "Manage the cluster again")
                        .why("CloudStack connects to the hosts and sets them up.")
                        .covers("XEN-76")
                        .on(On.CLOUDSTACK)
                        .looksAt(CloudFacts.CLUSTERS)
                        .neededWhen("the cluster is not managed", situation -> !Cloud.isState(situation, "Managed"))
                        .does(situation -> List.of(Cloud.manage(situation, "Managed")))
                        .waitsFor(
                                "the cluster is Managed",
                                situation -> Cloud.isState(situation, "Managed"),
                                MANAGED,
                                EVERY,
                                situation -> "the cluster is "
                                        + Cloud.cluster(situation).managedState())
                        .undoneBy(new Undo.By(
                                "The cluster is unmanaged again.",
                                List.of(new Template(
                                        "updateCluster id=<cluster> managedstate=Unmanaged",
                                        "the cluster of this plan")),
                                situation -> List.of(Cloud.manage(situation, "Unmanaged")))),
                step("all-hosts-up", "Wait until all hosts are Up")
                        .why("The state follows the call by seconds or minutes, host by host.")
                        .covers("XEN-77")
                        .on(On.CLOUDSTACK)
                        .looksAt(CloudFacts.CLUSTERS, CloudFacts.HOSTS)
                        .waitsFor(
                                "all hosts are Up",
                                Cloud::allUp,
                                Duration.ofMinutes(settings.number(UpgradeSettings.UP_MINUTES)),
                                EVERY,
                                Cloud::upProgress)
                        .changesNothing(),
                step("clean-vlans-again", "Clean up the VLANs again")
                        .why("The preparation made every VLAN on every host; what no VM uses goes again.")
                        .covers("XEN-78")
                        .on(On.ANY_HOST)
                        .looksAt(Scripts.FACTS)
                        .looksAt(Vlans.FACTS)
                        .does(Works.late(
                                "bash <directory>/cloud-clean-vlan.sh",
                                "CloudStack's script, in the directory where it keeps its scripts",
                                situation -> Works.script(situation, Scripts.CLEAN_VLAN)))
                        .verifiedBy("no unused VLAN is left", situation -> Vlans.unused(situation)
                                .isEmpty())
                        .irreversible("The VLANs that nothing used are gone; CloudStack makes them again when a VM"
                                + " needs one."),
                step("compare-all-vms", "Compare all VMs with those before")
                        .why("The last look: every host serves, every VM that ran before runs now, and CloudStack"
                                + " agrees.")
                        .covers("XEN-74")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .looksAt(Baseline.CLOUD)
                        .requires(PoolChecks.allHostsWork())
                        .requires(Baseline.allRun())
                        .requires(Baseline.sameView())
                        .changesNothing());
    }
}
