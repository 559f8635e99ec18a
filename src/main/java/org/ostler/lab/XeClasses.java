package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The classes of records of releases 5.6 to 6.2: virtual machines, hosts, the pool; the others come from their own files. */
final class XeClasses {
    private final XenPool pool;
    private final XenDatabase database;
    private final List<XeClass> classes = new ArrayList<>();

    XeClasses(XenPool pool) {
        this.pool = pool;
        this.database = pool.database();
        classes.add(machines("vm", object -> !object.is("is-a-template")));
        classes.add(machines("template", object -> object.is("is-a-template")));
        classes.add(host());
        classes.add(thePool());
        classes.add(task());
        classes.add(patch());
        classes.addAll(new XeStorageClasses(pool).classes());
        classes.addAll(new XeNetworkClasses(pool).classes());
    }

    Optional<XeClass> of(String word) {
        return classes.stream().filter(one -> one.word().equals(word)).findFirst();
    }

    List<XeClass> all() {
        return List.copyOf(classes);
    }

    static String orNull(String reference) {
        return reference.isEmpty() ? XeField.NULL : reference;
    }

    static XeField reference(String name) {
        return XeField.plain(name, object -> orNull(object.get(name)));
    }

    private XeClass machines(String word, Predicate<XenObject> listed) {
        List<XeField> fields = new ArrayList<>(identity());
        fields.addAll(configuration());
        fields.addAll(runtime());
        return new XeClass(word, "vm", fields, Set.of("uuid", "name-label", "power-state"), listed);
    }

    private List<XeField> identity() {
        return List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label").rw(),
                XeField.plain("name-description").rw(),
                XeField.plain("user-version", vm -> "1").rw(),
                XeField.plain("is-a-template").rw(),
                XeField.plain("is-a-snapshot", vm -> "false"),
                XeField.plain("snapshot-of", vm -> XeField.NULL),
                XeField.set("snapshots"),
                XeField.plain("is-control-domain"),
                XeField.plain("power-state"));
    }

    private List<XeField> configuration() {
        return List.of(
                XeField.plain("memory-actual", vm -> running(vm) ? vm.get("memory-static-max") : "0"),
                XeField.plain("memory-overhead", vm -> Long.toString(XenMemory.overhead(vm))),
                XeField.plain("memory-static-max").rw(),
                XeField.plain("memory-dynamic-max", vm -> vm.get("memory-static-max"))
                        .rw(),
                XeField.plain("memory-dynamic-min", vm -> vm.get("memory-static-max"))
                        .rw(),
                XeField.plain("memory-static-min", vm -> vm.get("memory-static-max"))
                        .rw(),
                XeField.plain("VCPUs-max", vm -> vm.get("VCPUs")).rw(),
                XeField.plain("VCPUs-at-startup", vm -> vm.get("VCPUs")).rw(),
                XeField.plain("actions-after-shutdown", vm -> "Destroy").rw(),
                XeField.plain("actions-after-reboot", vm -> "Destroy").rw(),
                XeField.plain("actions-after-crash", vm -> "Destroy").rw(),
                XeField.plain(
                        "hvm", vm -> Boolean.toString(!vm.get("HVM-boot-policy").isEmpty())),
                XeField.map("platform").rw(),
                XeField.set("allowed-operations", this::allowedOperations),
                XeField.map("current-operations"),
                XeField.map("blocked-operations").rw(),
                XeField.plain("HVM-boot-policy").rw(),
                XeField.map("HVM-boot-params").rw(),
                XeField.plain("PV-kernel").rw(),
                XeField.plain("PV-ramdisk").rw(),
                XeField.plain("PV-args").rw(),
                XeField.plain("PV-bootloader").rw(),
                XeField.plain("PV-bootloader-args").rw());
    }

    private List<XeField> runtime() {
        return List.of(
                reference("resident-on"),
                reference("affinity").rw(),
                XeField.map("other-config").rw(),
                XeField.plain("dom-id", vm -> running(vm) ? vm.get("dom-id") : "-1"),
                XeField.map("xenstore-data").rw(),
                XeField.plain("ha-always-run", vm -> "false").rw(),
                XeField.plain("ha-restart-priority", vm -> "").rw(),
                XeField.plain("VCPUs-number", vm -> running(vm) ? vm.get("VCPUs") : "0"),
                XeField.reported("os-version"),
                XeField.reported("PV-drivers-version"),
                new XeField(
                        "PV-drivers-up-to-date",
                        XeField.Shape.PLAIN,
                        false,
                        vm -> vm.hasMap("PV-drivers-version") ? Optional.of("true") : Optional.empty(),
                        Optional.empty(),
                        XenVersion.V5_6_SP2),
                XeField.reported("networks"),
                XeField.set("tags").rw(),
                XeField.plain("appliance", vm -> XeField.NULL).rw().since(XenVersion.V6_0_2),
                XeField.plain("start-delay", vm -> "0").rw().since(XenVersion.V6_0_2),
                XeField.plain("order", vm -> "0").rw().since(XenVersion.V6_0_2));
    }

    private static boolean running(XenObject vm) {
        return vm.get("power-state").equals("running");
    }

    private List<String> allowedOperations(XenObject vm) {
        if (vm.is("is-control-domain") || vm.is("is-a-template")) {
            return List.of();
        }
        if (!running(vm)) {
            return List.of("changing_VCPUs", "destroy", "export", "start", "start_on");
        }
        return vm.hasMap("PV-drivers-version")
                ? List.of(
                        "clean_reboot",
                        "clean_shutdown",
                        "hard_reboot",
                        "hard_shutdown",
                        "pause",
                        "pool_migrate",
                        "suspend")
                : List.of("hard_reboot", "hard_shutdown", "pause");
    }

    private XeClass host() {
        List<XeField> fields = new ArrayList<>(installation());
        fields.addAll(machine());
        return new XeClass("host", "host", fields, Set.of("uuid", "name-label", "name-description"), object -> true);
    }

    private List<XeField> installation() {
        return List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label").rw(),
                XeField.plain("name-description").rw(),
                XeField.set(
                        "allowed-operations",
                        host -> List.of("evacuate", "provision", host.is("enabled") ? "vm_start" : "reboot")),
                XeField.map("current-operations"),
                XeField.plain("enabled"),
                XeField.plain("API-version-major", host -> "1"),
                XeField.plain(
                        "API-version-minor", host -> pool.hostOf(host).version() == XenVersion.V6_2_0 ? "10" : "9"),
                XeField.plain("API-version-vendor", host -> "XenSource"),
                XeField.map("logging").rw(),
                reference("suspend-image-sr-uuid").rw(),
                reference("crash-dump-sr-uuid").rw(),
                new XeField(
                        "software-version",
                        XeField.Shape.MAP,
                        false,
                        host -> Optional.of(XenSoftware.of(pool.hostOf(host).version())),
                        Optional.empty(),
                        XenVersion.V5_6_SP2));
    }

    private List<XeField> machine() {
        return List.of(
                XeField.set(
                        "capabilities",
                        host -> List.of("xen-3.0-x86_64", "xen-3.0-x86_32p", "hvm-3.0-x86_32", "hvm-3.0-x86_64")),
                XeField.map("other-config").rw(),
                XeField.map("cpu_info"),
                XeField.plain("hostname"),
                XeField.plain("address"),
                XeField.set("supported-bootloaders", host -> List.of("pygrub", "eliloader")),
                XeField.map("license-server").rw(),
                XeField.plain("edition", host -> "free"),
                XeField.plain("memory-overhead", host -> "146362368"),
                XeField.plain("memory-total"),
                XeField.plain("memory-free", host -> Long.toString(XenMemory.free(database, host))),
                XeField.plain("memory-free-computed", host -> Long.toString(XenMemory.free(database, host))),
                XeField.plain("host-metrics-live", host -> Boolean.toString(pool.isLive(host))),
                XeField.set("patches", this::patchesOn),
                XeField.plain("ha-statefiles", host -> ""),
                XeField.plain("ha-network-peers", host -> ""),
                XeField.plain("external-auth-type", host -> ""),
                XeField.set("tags").rw());
    }

    private List<String> patchesOn(XenObject host) {
        return database.all("patch", patch -> patch.set("hosts").contains(host.uuid())).stream()
                .map(XenObject::uuid)
                .toList();
    }

    private static XeClass thePool() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label").rw(),
                XeField.plain("name-description").rw(),
                XeField.plain("master"),
                reference("default-SR").rw(),
                reference("crash-dump-SR").rw(),
                reference("suspend-image-SR").rw(),
                XeField.set(
                        "supported-sr-types",
                        one -> List.of("ext", "iso", "lvm", "lvmohba", "lvmoiscsi", "nfs", "udev")),
                XeField.map("other-config").rw(),
                XeField.plain("ha-enabled"),
                XeField.plain("ha-configuration", pool -> pool.map("ha-configuration").entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; "))),
                XeField.plain("ha-statefiles", pool -> String.join("; ", pool.set("ha-statefiles"))),
                XeField.plain("ha-host-failures-to-tolerate").rw(),
                XeField.plain("ha-plan-exists-for"),
                XeField.plain("ha-allow-overcommit", one -> "false").rw(),
                XeField.plain("ha-overcommitted", one -> "false"),
                XeField.map("blobs"),
                XeField.plain("wlb-url"),
                XeField.plain("wlb-username"),
                XeField.plain("wlb-enabled").rw(),
                XeField.plain("wlb-verify-cert", one -> "false").rw(),
                XeField.map("gui-config").rw(),
                XeField.set("tags").rw());
        return new XeClass(
                "pool",
                "pool",
                fields,
                Set.of("uuid", "name-label", "name-description", "master", "default-SR"),
                object -> true);
    }

    private static XeClass task() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label"),
                XeField.plain("name-description"),
                XeField.plain("subtask_of", task -> XeField.NULL),
                XeField.plain("resident-on"),
                XeField.plain("status"),
                XeField.plain("progress"),
                XeField.plain("type", task -> "<none/>"),
                XeField.plain("result"),
                XeField.plain("created"),
                XeField.plain("finished"),
                XeField.set("error_info"),
                XeField.set(
                        "allowed_operations",
                        task -> task.get("status").equals("pending") ? List.of("cancel") : List.of()));
        return new XeClass(
                "task",
                "task",
                fields,
                Set.of("uuid", "name-label", "name-description", "status", "progress"),
                object -> true);
    }

    private static XeClass patch() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label"),
                XeField.plain("name-description"),
                XeField.plain("size"),
                XeField.set("hosts"),
                XeField.set("after-apply-guidance", patch -> List.of("restartHost")));
        return new XeClass(
                "patch",
                "patch",
                fields,
                Set.of("uuid", "name-label", "name-description", "size", "hosts", "after-apply-guidance"),
                object -> true);
    }

    /** What a printed reference looks like in an error: the uuid and, when it has one, the name. */
    static String shown(XenObject object) {
        String name = object.get("name-label");
        return object.uuid() + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
