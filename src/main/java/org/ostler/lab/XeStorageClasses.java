package org.ostler.lab;

import java.util.List;
import java.util.Set;

/** Records of storage: repositories, their connections, disks, drives. */
final class XeStorageClasses {
    private final XenPool pool;
    private final XenDatabase database;

    XeStorageClasses(XenPool pool) {
        this.pool = pool;
        this.database = pool.database();
    }

    List<XeClass> classes() {
        return List.of(repository(), connection(), disk(), drive());
    }

    private XeClass repository() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label").rw(),
                XeField.plain("name-description").rw(),
                XeField.plain("host", this::hostOf),
                XeField.set(
                        "allowed-operations",
                        sr -> List.of("forget", "plug", "scan", "unplug", "update", "vdi_create")),
                XeField.map("current-operations"),
                XeField.set("VDIs", sr -> uuids("vdi", "sr", sr)),
                XeField.set("PBDs", sr -> uuids("pbd", "sr", sr)),
                XeField.plain("virtual-allocation"),
                XeField.plain("physical-utilisation"),
                XeField.plain("physical-size"),
                XeField.plain("type"),
                XeField.plain("content-type"),
                XeField.plain("shared").rw(),
                XeField.plain("introduced-by", sr -> XeField.NULL),
                XeField.map("other-config").rw(),
                XeField.map("sm-config"),
                XeField.map("blobs"),
                XeField.plain("local-cache-enabled", sr -> "false"),
                XeField.set("tags").rw());
        return new XeClass(
                "sr",
                "sr",
                fields,
                Set.of("uuid", "name-label", "name-description", "host", "type", "content-type"),
                object -> true);
    }

    private String hostOf(XenObject sr) {
        List<XenObject> pbds = database.of("pbd", "sr", sr);
        return sr.is("shared")
                ? "<shared>"
                : pbds.isEmpty()
                        ? XeField.NULL
                        : database.nameOf("host", pbds.get(0).get("host"));
    }

    private List<String> uuids(String table, String field, XenObject referred) {
        return database.of(table, field, referred).stream().map(XenObject::uuid).toList();
    }

    private XeClass connection() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("host-uuid", pbd -> pbd.get("host")),
                XeField.plain("host-name-label", pbd -> database.nameOf("host", pbd.get("host"))),
                XeField.plain("sr-uuid", pbd -> pbd.get("sr")),
                XeField.plain("sr-name-label", pbd -> database.nameOf("sr", pbd.get("sr"))),
                XeField.map("device-config"),
                XeField.plain("currently-attached"),
                XeField.map("other-config").rw());
        return new XeClass(
                "pbd",
                "pbd",
                fields,
                Set.of("uuid", "host-uuid", "sr-uuid", "device-config", "currently-attached"),
                object -> true);
    }

    private XeClass disk() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label").rw(),
                XeField.plain("name-description").rw(),
                XeField.plain("is-a-snapshot", vdi -> "false"),
                XeField.set("allowed-operations", vdi -> List.of("clone", "snapshot")),
                XeField.plain("sr-uuid", vdi -> vdi.get("sr")),
                XeField.plain("sr-name-label", vdi -> database.nameOf("sr", vdi.get("sr"))),
                XeField.set("vbd-uuids", vdi -> uuids("vbd", "vdi", vdi)),
                XeField.plain("virtual-size"),
                XeField.plain("physical-utilisation"),
                XeField.plain("location"),
                XeField.plain("type", vdi -> "User"),
                XeField.plain("sharable", vdi -> "false"),
                XeField.plain("read-only", vdi -> "false"),
                XeField.plain("managed", vdi -> "true"),
                XeField.plain("missing", vdi -> "false"),
                XeField.map("other-config").rw(),
                XeField.set("tags").rw());
        return new XeClass(
                "vdi",
                "vdi",
                fields,
                Set.of("uuid", "name-label", "name-description", "sr-uuid", "virtual-size", "sharable", "read-only"),
                object -> true);
    }

    private XeClass drive() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("vm-uuid", vbd -> vbd.get("vm")),
                XeField.plain("vm-name-label", vbd -> database.nameOf("vm", vbd.get("vm"))),
                XeField.plain("vdi-uuid", vbd -> XeClasses.orNull(vbd.get("vdi"))),
                XeField.plain(
                        "vdi-name-label",
                        vbd -> vbd.get("vdi").isEmpty() ? XeField.NULL : database.nameOf("vdi", vbd.get("vdi"))),
                XeField.plain("sr-uuid", this::repositoryOf),
                XeField.set(
                        "allowed-operations",
                        vbd -> List.of("attach", "unpause", vbd.is("empty") ? "insert" : "eject")),
                XeField.map("current-operations"),
                XeField.plain("empty"),
                XeField.plain("device"),
                XeField.plain("userdevice").rw(),
                XeField.plain("bootable").rw(),
                XeField.plain("mode").rw(),
                XeField.plain("type").rw(),
                XeField.plain("unpluggable", vbd -> vbd.get("type").equals("CD") ? "false" : "true")
                        .rw(),
                XeField.plain("currently-attached", vbd -> Boolean.toString(pool.isRunning(vbd.get("vm")))),
                XeField.plain("attachable", vbd -> "<expensive field>"),
                XeField.plain("storage-lock", vbd -> "false"),
                XeField.map("other-config").rw());
        return new XeClass(
                "vbd",
                "vbd",
                fields,
                Set.of("uuid", "vm-uuid", "vm-name-label", "vdi-uuid", "empty", "device"),
                object -> true);
    }

    private String repositoryOf(XenObject vbd) {
        return database.find("vdi", vbd.get("vdi")).map(vdi -> vdi.get("sr")).orElse(XeField.NULL);
    }
}
