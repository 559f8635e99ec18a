package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import org.ostler.facts.XenFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Upgrade all hosts of the cluster, the master first": one host from its first VM's leaving to its last one's return. */
final class UpgradeOneHost {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private UpgradeOneHost() {}

    static Chapter chapter(Settings settings) {
        return eachHost(
                "upgrade-host",
                "Upgrade the host",
                seeWhatMustLeave(settings),
                decideAboutStuckVms(settings),
                shutDownStuckVms(settings),
                disableHost(settings),
                moveVms(settings),
                rebootHost(settings),
                installNewVersion(settings),
                waitForHost(settings),
                lookAtNewFiles(settings),
                copyFiles(settings),
                setUpHost(),
                plugStorage(),
                enableHost(),
                startVms(),
                compareVms());
    }

    private static Step seeWhatMustLeave(Settings settings) {
        return step("see-what-must-leave", "See which VMs must leave")
                .why("Every VM of this host moves to hosts that are not older. Those that cannot move are found now,"
                        + " not when the host is half empty.")
                .covers("XEN-67", "XEN-79")
                .looksAt(PoolView.POOL)
                .looksAt(PoolView.DISKS)
                .looksAt(XenFacts.BOOT_ID)
                .dependsOn(XenFacts.INSTALLATION_UUID)
                .neededWhen(notYet(settings), situation -> PoolChecks.isOld(settings, situation))
                .requires(PoolChecks.versionsAreInOrder())
                .requires(PoolChecks.coordinatorIsUpgraded(settings))
                .requires(PoolChecks.othersServe())
                .requires(PoolChecks.room())
                .records(Baseline.STUCK, Baseline::stuck)
                .records("boot-id", situation -> situation.fact(XenFacts.BOOT_ID))
                .changesNothing();
    }

    private static Step decideAboutStuckVms(Settings settings) {
        return step("decide-about-stuck-vms", "Decide about VMs that cannot move")
                .why("An HVM guest without PV drivers, a guest with a device or a disk of this host cannot be moved"
                        + " while it runs. Pretending otherwise breaks it, so a person decides.")
                .covers("XEN-67")
                .looksAt(PoolView.POOL)
                .looksAt(PoolView.DISKS)
                .neededWhen(
                        "a VM of this host cannot be moved",
                        situation -> PoolChecks.isOld(settings, situation)
                                && !new PoolView(situation).stuck().isEmpty())
                .asks(Gates.cannotMove())
                .changesNothing();
    }

    private static Step shutDownStuckVms(Settings settings) {
        return step("shut-down-stuck-vms", "Shut down the VMs that cannot move")
                .why("They start again on this host when it is upgraded.")
                .covers("XEN-67")
                .looksAt(PoolView.POOL)
                .looksAt(PoolView.DISKS)
                .neededWhen(notYet(settings), situation -> PoolChecks.isOld(settings, situation))
                .does(Evacuation.shutDownStuck())
                .undoneBy(new Undo.By(
                        "The VMs are started again: on this host, or on a newer one when the pool has one.",
                        List.of(Evacuation.startWhereAllowed()),
                        Evacuation::startNoted));
    }

    private static Step disableHost(Settings settings) {
        return step("disable-host", "Let no VM start on this host")
                .why("Without this xapi may put a VM onto the host while it is being emptied.")
                .covers("XEN-67")
                .looksAt(PoolView.POOL)
                .neededWhen(
                        notYet(settings) + " and is enabled",
                        situation -> PoolChecks.isOld(settings, situation)
                                && new PoolView(situation).selfMember().enabled())
                .takesHostOut()
                .requires(PoolChecks.coordinatorIsUpgraded(settings))
                .requires(PoolChecks.othersServe())
                .does(situation -> List.of(Xe.hostDisable(new PoolView(situation).self())))
                .verifiedBy(
                        "the host is disabled",
                        situation -> !new PoolView(situation).selfMember().enabled())
                .undoneBy(new Undo.By(
                        "The host is enabled again.",
                        List.of(new Template("xe host-enable uuid=<host>", "this host")),
                        situation -> List.of(Xe.hostEnable(new PoolView(situation).self()))));
    }

    private static Step moveVms(Settings settings) {
        return step("move-vms", "Move every VM to another host")
                .why("Live, one after another, to the newest host with room: a VM on an upgraded host need not move"
                        + " again, and can never go back to an older one.")
                .covers("XEN-67", "XEN-79")
                .looksAt(PoolView.POOL)
                .neededWhen(notYet(settings), situation -> PoolChecks.isOld(settings, situation))
                .does(Evacuation.moveAll())
                .waitsFor(
                        "no VM runs on this host",
                        Evacuation::isEmpty,
                        Duration.ofMinutes(settings.number(UpgradeSettings.MIGRATION_MINUTES)),
                        EVERY,
                        Evacuation::left)
                .recognises(Troubles.missingDrivers())
                .recognises(Troubles.noMemory())
                .recognises(Troubles.olderTarget())
                .recognises(Troubles.missingStorage())
                .recognises(Troubles.cancelledTask())
                .undoneBy(Works.kept("The VMs stay where they run; moving them back would only risk them again."));
    }

    private static Step rebootHost(Settings settings) {
        return step("reboot-host", "Reboot the host")
                .why("A host that does not start by itself would not start after the installation either; better to"
                        + " know it now.")
                .covers("XEN-68")
                .looksAt(PoolView.POOL)
                .looksAt(XenFacts.BOOT_ID)
                .dependsOn(XenFacts.INSTALLATION_UUID)
                .neededWhen(notYet(settings), situation -> PoolChecks.isOld(settings, situation))
                .requires(PoolChecks.coordinatorIsUpgraded(settings))
                .requires(PoolChecks.othersServe())
                .does(situation -> List.of(Xe.hostReboot(new PoolView(situation).self())))
                .irreversible("A reboot cannot be taken back.");
    }

    private static Step installNewVersion(Settings settings) {
        return step("install-new-version", "Install the new version")
                .why("The installer runs on the host's own screen, by the vendor's documents. Ostler waits here and"
                        + " looks at the result.")
                .covers("XEN-69", "XEN-74")
                .looksAt(XenFacts.INVENTORY, XenFacts.POOL, XenFacts.HOSTS)
                .neededWhen(notYet(settings), situation -> PoolChecks.isOld(settings, situation))
                .requires(PoolChecks.coordinatorIsUpgraded(settings))
                .asks(Gates.install(settings))
                .irreversible("From here the host runs the new version; a VM on it can never move to an older host.");
    }

    private static Step waitForHost(Settings settings) {
        return step("wait-for-host", "Wait for the host to return to the pool")
                .why("xapi takes a while after the start; the coordinator's absence also silences its members.")
                .covers("XEN-69")
                .looksAt(PoolView.POOL)
                .looksAt(XenFacts.BOOT_ID)
                .waitsFor(
                        "the host was restarted, is alive in the pool and runs the new version",
                        situation -> Return.isComplete(settings, situation),
                        Duration.ofMinutes(settings.number(UpgradeSettings.RETURN_MINUTES)),
                        EVERY,
                        situation -> Return.progress(settings, situation))
                .changesNothing();
    }

    private static Step lookAtNewFiles(Settings settings) {
        return step("look-at-new-files", "Look at files that will be replaced")
                .why("What the installer brought could not be known before. Nothing is overwritten unseen.")
                .covers("XEN-70")
                .looksAt(CopiedFiles.facts(settings))
                .looksAt(Scripts.FACTS)
                .neededWhen(
                        "a file of CloudStack's replaces another one",
                        situation -> CopiedFiles.someAreReplaced(settings, situation))
                .asks(Gates.newFiles(settings))
                .changesNothing();
    }

    private static Step copyFiles(Settings settings) {
        return step("copy-files", "Copy CloudStack's files to the host")
                .why("The installation replaced the control domain. These are the files that CloudStack needs there;"
                        + " which ones depends on the new version.")
                .covers("XEN-70")
                .looksAt(CopiedFiles.facts(settings))
                .looksAt(Scripts.FACTS)
                .requires(CopiedFiles.available(settings))
                .does(Works.late(
                        "write <path>",
                        "the management server's text, byte for byte: setupxenserver.sh, make_migratable.sh and"
                                + " cloud-clean-vlan.sh in the scripts' directory, NFSSR.py for 6.0 and 6.0.2",
                        situation -> CopiedFiles.writes(settings, situation)))
                .verifiedBy(
                        "the files equal the management server's",
                        situation -> CopiedFiles.changes(settings, situation).isEmpty())
                .undoneBy(new Undo.RestoreFiles());
    }

    private static Step setUpHost() {
        return step("set-up-host", "Set the host up for CloudStack")
                .why("Firewall, console and limits as CloudStack expects them.")
                .covers("XEN-71")
                .looksAt(Scripts.FACTS)
                .does(Works.late(
                        "bash <directory>/setupxenserver.sh",
                        "CloudStack's script, in the directory where it keeps its scripts",
                        situation -> Works.script(situation, Scripts.SETUP)))
                .explains(
                        "mv: cannot stat .?/etc/cron.daily/logrotate",
                        "Harmless: the script moves logrotate to the hourly jobs, and it has been moved before.")
                .explains(
                        "iptables: Bad rule \\(does a matching rule exist in that chain",
                        "Harmless: the script removes a rule that this version no longer has.")
                .explains("sed: can't read .*qemu-dm-wrapper", "Harmless: this version has no such wrapper.")
                .irreversible("The script changes several settings of the control domain and keeps no copies.");
    }

    private static Step plugStorage() {
        return step("plug-storage", "Attach the storage of the host")
                .why("A VM whose storage is not attached cannot come to this host.")
                .covers("XEN-72")
                .looksAt(PoolView.POOL)
                .looksAt(XenFacts.PBDS)
                .does(Storage.plugAll())
                .recognises(Troubles.storageUnreachable())
                .undoneBy(Works.kept("Storage stays attached."));
    }

    private static Step enableHost() {
        return step("enable-host", "Let VMs start on this host")
                .why("xapi enables a host by itself after a restart; when it did not, this does.")
                .covers("XEN-69")
                .looksAt(PoolView.POOL)
                .neededWhen(
                        "the host is disabled",
                        situation -> !new PoolView(situation).selfMember().enabled())
                .does(situation -> List.of(Xe.hostEnable(new PoolView(situation).self())))
                .verifiedBy(
                        "the host is enabled",
                        situation -> new PoolView(situation).selfMember().enabled())
                .undoneBy(Works.kept("The host stays enabled."));
    }

    private static Step startVms() {
        return step("start-vms", "Start the VMs that were shut down")
                .why("Only those that this run shut down on this host, and on this host.")
                .covers("XEN-67")
                .looksAt(PoolView.POOL)
                .does(Evacuation.startAgain())
                .undoneBy(Works.kept("Running VMs are left alone."));
    }

    private static Step compareVms() {
        return step("compare-vms", "Compare the VMs with those before")
                .why("The next host is touched only when nobody has lost a VM.")
                .covers("XEN-74")
                .looksAt(PoolView.POOL)
                .requires(Baseline.allRun())
                .bringsHostBack()
                .changesNothing();
    }

    private static String notYet(Settings settings) {
        return "this host does not run XenServer " + UpgradeSettings.to(settings) + " yet";
    }
}
