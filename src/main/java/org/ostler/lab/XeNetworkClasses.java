package org.ostler.lab;

import java.util.List;
import java.util.Set;

/** Records of networks: networks, physical and tagged interfaces, bonds, guests' interfaces. */
final class XeNetworkClasses {
    private final XenPool pool;
    private final XenDatabase database;

    XeNetworkClasses(XenPool pool) {
        this.pool = pool;
        this.database = pool.database();
    }

    List<XeClass> classes() {
        return List.of(network(), physical(), tagged(), bond(), virtual());
    }

    private XeClass network() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("name-label").rw(),
                XeField.plain("name-description").rw(),
                XeField.set("VIF-uuids", network -> uuids("vif", "network", network)),
                XeField.set("PIF-uuids", network -> uuids("pif", "network", network)),
                XeField.plain("MTU").rw(),
                XeField.plain("bridge"),
                XeField.map("other-config").rw(),
                XeField.map("blobs"),
                XeField.set("tags").rw(),
                XeField.plain("default-locking-mode", network -> "unlocked")
                        .rw()
                        .since(XenVersion.V6_2_0));
        return new XeClass(
                "network",
                "network",
                fields,
                Set.of("uuid", "name-label", "name-description", "bridge"),
                object -> true);
    }

    private List<String> uuids(String table, String field, XenObject referred) {
        return database.of(table, field, referred).stream().map(XenObject::uuid).toList();
    }

    private XeClass physical() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("device"),
                XeField.plain("MAC"),
                XeField.plain("physical"),
                XeField.plain("managed", pif -> "true").since(XenVersion.V6_0_2),
                XeField.plain("currently-attached"),
                XeField.plain("MTU", pif -> "1500"),
                XeField.plain("VLAN"),
                XeField.set("bond-master-of", this::bondsOf),
                XeField.plain("bond-slave-of", this::bondAround),
                XeField.plain("management"),
                XeField.plain("network-uuid", pif -> pif.get("network")),
                XeField.plain("network-name-label", pif -> database.nameOf("network", pif.get("network"))),
                XeField.plain("host-uuid", pif -> pif.get("host")),
                XeField.plain("host-name-label", pif -> database.nameOf("host", pif.get("host"))),
                XeField.plain("IP-configuration-mode"),
                XeField.plain("IP"),
                XeField.plain("netmask"),
                XeField.plain("gateway"),
                XeField.plain("DNS"),
                XeField.plain("carrier", pif -> "true"),
                XeField.plain("speed", pif -> "1000 Mbit/s"),
                XeField.plain("duplex", pif -> "full"),
                XeField.plain("disallow-unplug").rw(),
                XeField.map("other-config").rw());
        return new XeClass(
                "pif",
                "pif",
                fields,
                Set.of("uuid", "device", "MAC", "currently-attached", "VLAN", "network-uuid", "host-uuid"),
                object -> true);
    }

    private List<String> bondsOf(XenObject pif) {
        return database.of("bond", "master", pif).stream().map(XenObject::uuid).toList();
    }

    private String bondAround(XenObject pif) {
        return database.all("bond", bond -> bond.set("slaves").contains(pif.uuid())).stream()
                .map(XenObject::uuid)
                .findFirst()
                .orElse(XeField.NULL);
    }

    private static XeClass tagged() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("tagged-PIF"),
                XeField.plain("untagged-PIF"),
                XeField.plain("tag"),
                XeField.map("other-config").rw());
        return new XeClass("vlan", "vlan", fields, Set.of("uuid", "tagged-PIF", "untagged-PIF", "tag"), object -> true);
    }

    private static XeClass bond() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("master"),
                XeField.set("slaves"),
                XeField.plain("mode").since(XenVersion.V6_0_2),
                XeField.map("other-config").rw());
        return new XeClass("bond", "bond", fields, Set.of("uuid", "master", "slaves"), object -> true);
    }

    private XeClass virtual() {
        List<XeField> fields = List.of(
                XeField.plain("uuid", XenObject::uuid),
                XeField.plain("vm-uuid", vif -> vif.get("vm")),
                XeField.plain("vm-name-label", vif -> database.nameOf("vm", vif.get("vm"))),
                XeField.set("allowed-operations", vif -> List.of("attach", "unplug")),
                XeField.map("current-operations"),
                XeField.plain("device"),
                XeField.plain("MAC"),
                XeField.plain("MAC-autogenerated", vif -> "false"),
                XeField.plain("MTU", vif -> "1500"),
                XeField.plain("currently-attached", vif -> Boolean.toString(pool.isRunning(vif.get("vm")))),
                XeField.map("qos_algorithm_params").rw(),
                XeField.map("other-config").rw(),
                XeField.plain("network-uuid", vif -> vif.get("network")),
                XeField.plain("network-name-label", vif -> database.nameOf("network", vif.get("network"))));
        return new XeClass("vif", "vif", fields, Set.of("uuid", "vm-uuid", "device", "network-uuid"), object -> true);
    }
}
