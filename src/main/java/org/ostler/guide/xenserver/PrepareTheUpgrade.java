package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step.On;

/** "Clean up the VLANs" and "run the script that prepares the upgrade", both on one host. */
final class PrepareTheUpgrade {
    private PrepareTheUpgrade() {}

    static Chapter chapter() {
        return once(
                "prepare",
                "Prepare the upgrade",
                step("clean-vlans", "Clean up the VLANs")
                        .why("Unused VLANs would be carried through the upgrade. The script hides its errors and always"
                                + " ends well, so what is left is looked at. The manual sources it; run by bash it"
                                + " does the same without touching the login shell.")
                        .covers("XEN-65")
                        .on(On.ANY_HOST)
                        .looksAt(Scripts.FACTS)
                        .looksAt(Vlans.FACTS)
                        .requires(Scripts.present())
                        .requires(Vlans.othersAtRisk())
                        .does(situation -> Works.script(situation, Scripts.CLEAN_VLAN))
                        .verifiedBy("no unused VLAN is left", situation -> Vlans.unused(situation)
                                .isEmpty())
                        .irreversible("The VLANs that nothing used are gone; CloudStack makes them again when a VM"
                                + " needs one."),
                step("prepare-upgrade", "Run the script that prepares the upgrade")
                        .why("It makes every VLAN known to every host, takes CDs out of the drives and marks PV guests"
                                + " as movable, so that VMs can go to any host.")
                        .covers("XEN-66")
                        .on(On.ANY_HOST)
                        .looksAt(PoolView.POOL)
                        .looksAt(PoolView.DISKS)
                        .looksAt(Scripts.FACTS)
                        .requires(Scripts.present())
                        .does(situation -> Works.script(situation, Scripts.PREPARE))
                        .verifiedBy(
                                "no running VM has a CD in its drive",
                                situation -> new PoolView(situation).withCd().isEmpty())
                        .recognises(Troubles.lockedTray())
                        .explains(
                                "HVM, but PV driver is not installed",
                                "Handled host by host: you are asked before" + " such a VM is shut down.")
                        .explains("is in halted", "A VM that does not run needs no preparation.")
                        .irreversible("CDs that were ejected stay out; VLANs made on all hosts are cleaned up at the"
                                + " end."));
    }
}
