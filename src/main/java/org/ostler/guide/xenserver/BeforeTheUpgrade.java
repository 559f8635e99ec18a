package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import org.ostler.facts.CloudFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step.On;

/** The manual's note before its first step, and what has to be known before anything is changed. */
final class BeforeTheUpgrade {
    private BeforeTheUpgrade() {}

    static Chapter chapter(Settings settings) {
        return once(
                "before",
                "Before the upgrade",
                step("hardware-is-supported", "Confirm that the new version supports the hardware")
                        .why("A host whose hardware the new version does not know may not start again, and there is no"
                                + " way back. Only the vendor's compatibility list can tell.")
                        .covers("XEN-60")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .asks(Gates.hardware(settings))
                        .changesNothing(),
                step("look-at-the-pool", "Look at the pool as a whole")
                        .why("A rolling upgrade needs every host of the pool, alive, with the coordinator never older"
                                + " than a member. A host that joined the pool on its own must have given up its"
                                + " earlier pool and VMs first.")
                        .covers("XEN-73", "XEN-79")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .looksAt(CloudFacts.CLUSTERS, CloudFacts.HOSTS)
                        .requires(PoolChecks.versionsAreInOrder())
                        .requires(PoolChecks.presentVersion(settings))
                        .requires(PoolChecks.allHostsWork())
                        .requires(PoolChecks.cloudStackKnowsEveryHost())
                        .changesNothing(),
                step("take-the-baseline", "Write down which VMs run")
                        .why("While hosts come and go nobody may lose a VM unnoticed: what runs now is compared before"
                                + " every step and at the end.")
                        .on(On.COORDINATOR)
                        .looksAt(PoolView.POOL)
                        .looksAt(Baseline.CLOUD)
                        .looksAt(CloudFacts.OS_TYPES)
                        .looksAt(Scripts.FACTS)
                        .requires(Baseline.sameView())
                        .records(Baseline.RUNNING, Baseline::running)
                        .records(Baseline.TAGS, Baseline::tags)
                        .records(OsTypes.BEFORE, OsTypes::present)
                        .records(Scripts.NOTE, Scripts::directory)
                        .changesNothing());
    }
}
