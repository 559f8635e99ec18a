package org.ostler.lab;

import java.time.Duration;
import java.util.Map;

/** Commands that connect hosts with storage. */
final class XeStorageCommands {
    /** As long as mounting an export takes. */
    private static final Duration PLUGGING = Duration.ofSeconds(5);

    private XeStorageCommands() {}

    static void addTo(Map<String, XeCall.Form> forms) {
        forms.put("pbd-plug", XeRecords.form("uuid", "", "Attempt to plug the PBD", call -> plug(call, true)));
        forms.put("pbd-unplug", XeRecords.form("uuid", "", "Attempt to unplug the PBD", call -> plug(call, false)));
    }

    private static void plug(XeCall call, boolean attached) throws XeError, InterruptedException {
        XenObject pbd = call.byUuid("pbd");
        XenDatabase database = call.database();
        XenObject host = database.get("host", pbd.get("host"));
        if (!call.pool().isLive(host)) {
            throw XeError.api("HOST_OFFLINE", XeClasses.shown(host));
        }
        if (!attached) {
            for (XenObject vbd : database.all("vbd", drive -> call.pool().isRunning(drive.get("vm")))) {
                boolean uses = database.find("vdi", vbd.get("vdi"))
                        .map(vdi -> vdi.get("sr").equals(pbd.get("sr")))
                        .orElse(false);
                boolean here =
                        database.get("vm", vbd.get("vm")).get("resident-on").equals(host.uuid());
                if (uses && here) {
                    throw XeError.api("VDI_IN_USE", vbd.get("vdi"), "PBD.unplug");
                }
            }
        }
        if (pbd.is("currently-attached") != attached) {
            call.pool().tasks().carryOut(attached ? "PBD.plug" : "PBD.unplug", task -> {
                task.takes(PLUGGING);
                pbd.with("currently-attached", attached);
            });
        }
    }
}
