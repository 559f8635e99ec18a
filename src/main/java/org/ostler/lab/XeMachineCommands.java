package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands about virtual machines, which are chosen by {@code vm=} or by any of their fields. */
final class XeMachineCommands {
    /** What a command does with one of the chosen machines. */
    @FunctionalInterface
    private interface Operation {
        void on(XenObject vm) throws Exception;
    }

    private static final String SELECTORS = "<vm-selectors>";

    private final XeClass machines;
    private final XeClass drives;
    private final XeClass disks;

    XeMachineCommands(XeClasses classes) {
        machines = classes.of("vm").orElseThrow();
        drives = classes.of("vbd").orElseThrow();
        disks = classes.of("vdi").orElseThrow();
    }

    void addTo(Map<String, XeCall.Form> forms) {
        forms.put(
                "vm-migrate",
                XeRecords.form(
                        "", "live host host-uuid host-name " + SELECTORS, "Migrate the selected VM(s)", this::migrate));
        forms.put("vm-start", XeRecords.form("", "force on " + SELECTORS, "Start the selected VM(s)", this::start));
        forms.put(
                "vm-shutdown",
                XeRecords.form(
                        "",
                        "force " + SELECTORS,
                        "Shutdown the selected VM(s)",
                        call -> each(call, Set.of("force"), vm -> call.pool()
                                .machines()
                                .shutdown(vm, call.arguments().flag("force")))));
        forms.put(
                "vm-reboot",
                XeRecords.form(
                        "",
                        "force " + SELECTORS,
                        "Reboot the selected VM(s)",
                        call -> each(call, Set.of("force"), vm -> call.pool()
                                .machines()
                                .reboot(vm, call.arguments().flag("force")))));
        addDrivesTo(forms);
    }

    private void addDrivesTo(Map<String, XeCall.Form> forms) {
        forms.put(
                "vm-cd-eject",
                XeRecords.form(
                        "",
                        SELECTORS,
                        "Eject a CD from the virtual CD drive",
                        call -> each(call, Set.of(), vm -> eject(call, vm))));
        forms.put(
                "vm-cd-list",
                XeRecords.form(
                        "",
                        "vbd-params vdi-params " + SELECTORS,
                        "List the CDs currently attached",
                        call -> each(call, Set.of("vbd-params", "vdi-params"), vm -> listDrives(call, vm))));
        forms.put(
                "vbd-eject",
                XeRecords.form(
                        "uuid",
                        "",
                        "Remove the media from the drive",
                        call -> eject(call, List.of(call.byUuid("vbd")))));
    }

    private void migrate(XeCall call) throws Exception {
        Optional<String> uuid = call.arguments().get("host-uuid");
        Optional<String> named =
                call.arguments().get("host").or(() -> call.arguments().get("host-name"));
        if (uuid.isEmpty() && named.isEmpty()) {
            throw XeError.said("No destination host specified");
        }
        XenObject target = uuid.isPresent()
                ? call.byUuidOf("host-uuid", "host")
                : call.hostNamed(named.get()).orElseThrow(() -> XeError.said("No matching hosts found"));
        Set<String> own = Set.of("host", "host-uuid", "host-name", "live", "force", "copy", "compress", "encrypt");
        each(call, own, vm -> call.pool().machines().migrate(vm, target));
    }

    private void start(XeCall call) throws Exception {
        Optional<XenObject> wanted = Optional.empty();
        if (call.arguments().get("on").isPresent()) {
            wanted = Optional.of(call.hostNamed(call.arguments().required("on"))
                    .orElseThrow(() -> XeError.said("No matching hosts found")));
        }
        Optional<XenObject> host = wanted;
        each(call, Set.of("on", "paused", "force"), vm -> call.pool().machines().start(vm, host));
    }

    private void eject(XeCall call, XenObject vm) throws XeError {
        List<XenObject> found = cds(call.pool(), vm);
        if (found.isEmpty()) {
            throw XeError.said("No CDs found");
        }
        if (found.size() > 1) {
            throw XeError.said("Two or more CDs found. Please use vbd-eject");
        }
        eject(call, found);
    }

    private static void eject(XeCall call, List<XenObject> found) throws XeError {
        eject(call.pool(), found.get(0));
        call.pool().changed();
    }

    static List<XenObject> cds(XenPool pool, XenObject vm) {
        return pool.database().of("vbd", "vm", vm).stream()
                .filter(vbd -> vbd.get("type").equals("CD"))
                .toList();
    }

    /** A guest that was asked once lets its tray go the next time, unless the technician holds it. */
    static void eject(XenPool pool, XenObject drive) throws XeError {
        if (drive.is("empty")) {
            throw XeError.api("VBD_IS_EMPTY", drive.uuid());
        }
        String tray = drive.get("lab-tray");
        if (!tray.isEmpty() && pool.isRunning(drive.get("vm"))) {
            if (tray.equals(XenPool.TRAY_UNTIL_ASKED)) {
                drive.with("lab-tray", "");
                pool.changed();
            }
            throw XeError.api("VBD_TRAY_LOCKED", drive.uuid());
        }
        drive.with("empty", true).with("vdi", "");
    }

    private void listDrives(XeCall call, XenObject vm) throws Exception {
        List<XenObject> found = cds(call.pool(), vm);
        for (int i = 0; i < found.size(); i++) {
            if (!call.arguments().isMinimal()) {
                call.invocation().println("CD " + i + " VBD:");
            }
            call.printer()
                    .records(XeRecords.rows(
                            call,
                            drives,
                            List.of(found.get(i)),
                            Set.of("uuid", "vm-name-label", "userdevice", "empty")));
            if (!call.arguments().isMinimal()) {
                call.invocation().println("CD " + i + " VDI:");
            }
            Optional<XenObject> vdi = call.database().find("vdi", found.get(i).get("vdi"));
            call.printer()
                    .records(XeRecords.rows(
                            call,
                            disks,
                            vdi.map(List::of).orElse(List.of()),
                            Set.of("uuid", "name-label", "sr-name-label", "virtual-size")));
        }
    }

    /** Does it to the chosen ones; several only when that was said, and then one failure does not spare the others. */
    private void each(XeCall call, Set<String> own, Operation operation) throws Exception {
        List<XenObject> chosen = chosen(call, own);
        if (chosen.isEmpty()) {
            throw XeError.said("No matching VMs found");
        }
        if (chosen.size() == 1) {
            operation.on(chosen.get(0));
            return;
        }
        if (!call.arguments().flag("multiple")) {
            throw XeError.said("Multiple matches VMs found. --multiple required to complete the operation");
        }
        boolean failed = false;
        for (XenObject vm : chosen) {
            try {
                operation.on(vm);
            } catch (XeError refused) {
                failed = true;
                call.invocation().println("operation failed on " + vm.uuid() + ": " + refused.getMessage());
            }
        }
        if (failed) {
            throw XeError.said("operation failed on some VMs");
        }
    }

    private List<XenObject> chosen(XeCall call, Set<String> own) throws XeError {
        Map<String, String> filters = call.arguments().filters(own);
        Optional<String> named = Optional.ofNullable(filters.remove("vm"));
        filters.keySet().removeIf(name -> name.matches("vif:.*|vdi:.*|remote-.*"));
        List<XenObject> found = new ArrayList<>(XeRecords.select(call.pool(), machines, filters));
        found.removeIf(vm -> vm.is("is-control-domain"));
        named.ifPresent(wanted -> found.removeIf(
                vm -> !vm.uuid().equals(wanted) && !vm.get("name-label").equals(wanted)));
        return found;
    }
}
