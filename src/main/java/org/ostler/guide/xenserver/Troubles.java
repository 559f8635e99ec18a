package org.ostler.guide.xenserver;

import java.util.List;
import org.ostler.procedure.Action;
import org.ostler.procedure.Template;
import org.ostler.procedure.Trouble;
import org.ostler.procedure.Trouble.Troubled;

/** What is known to go wrong, and what mends it. */
final class Troubles {
    private Troubles() {}

    /** "You attempted an operation on a VM which requires PV drivers …" (XEN-67). */
    static Trouble missingDrivers() {
        return Trouble.of(
                        "missing-pv-drivers",
                        "requires PV drivers to be installed but the drivers were not detected|VM_MISSING_PV_DRIVERS",
                        "XenServer has not heard of PV drivers in this guest. A PV guest has them by nature: its kernel"
                                + " is the driver, and only the note is missing. An HVM guest without them cannot move.")
                .mendedBy(new Trouble.Mend(
                        "make-migratable",
                        "Mark the PV guest as movable",
                        List.of(new Template(
                                "bash <directory>/make_migratable.sh <vm>",
                                "the PV guest that could not be moved; CloudStack's script on this host")),
                        troubled -> new PoolView(troubled.situation())
                                .guest(troubled.element())
                                .filter(guest -> !guest.hardwareVirtual())
                                .isPresent(),
                        troubled -> List.of(Xe.script(
                                Scripts.directory(troubled.situation()), Scripts.MIGRATABLE, troubled.element()))));
    }

    /** "can't eject CD" (XEN-66). */
    static Trouble lockedTray() {
        return Trouble.of(
                        "locked-tray",
                        "(?i)can.?t eject CD|can ?not eject CD|has locked the DVD drive tray|VBD_TRAY_LOCKED",
                        "A guest has its CD mounted and holds the tray. Asking once more often helps, because the"
                                + " first request made the guest let go. If it stays locked: sign in to the VM,"
                                + " unmount the CD (umount /media/cdrom or eject), then retry.")
                .mendedBy(new Trouble.Mend(
                        "eject-again",
                        "Ask the VMs for their CDs once more",
                        List.of(new Template("xe vm-cd-eject uuid=<vm>", "each running VM that has a CD in its drive")),
                        troubled -> !new PoolView(troubled.situation()).withCd().isEmpty(),
                        Troubles::ejectAll));
    }

    private static List<Action> ejectAll(Troubled troubled) {
        return new PoolView(troubled.situation())
                .withCd().stream().map(guest -> Xe.cdEject(guest.uuid())).toList();
    }

    static Trouble noMemory() {
        return Trouble.of(
                "not-enough-memory",
                "Not enough (server|host) memory is available|HOST_NOT_ENOUGH_FREE_MEMORY",
                "The target has less free memory than this VM takes. Shut down or shrink something on the hosts that"
                        + " may take it, then retry: the target is chosen afresh.");
    }

    static Trouble olderTarget() {
        return Trouble.of(
                "older-target",
                "not supported during an upgrade|destination host which is older|older-versioned host",
                "While the pool has two versions a VM only moves to a host that is not older. Retry: only such hosts"
                        + " are chosen.");
    }

    static Trouble cancelledTask() {
        return Trouble.of(
                "cancelled-migration",
                "asynchronously cancelled|TASK_CANCELLED",
                "The migration was cancelled, by this run or by somebody else in the pool. The VM goes on running where"
                        + " it was; a retry moves it.");
    }

    static Trouble missingStorage() {
        return Trouble.of(
                "missing-storage",
                "doesn't have access to an SR needed by the VM|VM_REQUIRES_SR",
                "The target has not plugged storage that the VM uses, or a CD from local storage is in its drive."
                        + " Plug the storage (xe pbd-plug) or eject the CD, then retry.");
    }

    static Trouble databaseLogin() {
        return Trouble.of(
                "database-login",
                "Access denied for user|Can't connect to (local )?MySQL server|Unknown MySQL server host",
                "The database did not let mysqldump in. Check the database host of the settings and the credential in"
                        + " Settings, then retry.");
    }

    static Trouble hostsStillUp() {
        return Trouble.of(
                "hosts-still-up",
                "PrepareUnmanaged Failed",
                "A host did not disconnect in the time that the server gives. Retry: the call is made again and the"
                        + " hosts that are already gone stay gone.");
    }

    static Trouble storageUnreachable() {
        return Trouble.of(
                "storage-unreachable",
                "SR_BACKEND_FAILURE",
                "The host does not reach this storage: check its network, cabling and the array, then retry.");
    }
}
