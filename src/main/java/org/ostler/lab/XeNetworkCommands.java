package org.ostler.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that make and remove networks and VLANs. */
final class XeNetworkCommands {
    private XeNetworkCommands() {}

    static void addTo(Map<String, XeCall.Form> forms) {
        forms.put(
                "network-create",
                XeRecords.form(
                        "name-label", "name-description MTU", "Create a new network", XeNetworkCommands::create));
        forms.put("network-destroy", XeRecords.form("uuid", "", "Destroy an existing network", call -> {
            destroyNetwork(call.pool(), call.byUuid("network"));
            call.pool().changed();
        }));
        forms.put(
                "vlan-create",
                XeRecords.form(
                        "pif-uuid vlan network-uuid", "", "Create a new VLAN on a host", XeNetworkCommands::tag));
        forms.put(
                "pool-vlan-create",
                XeRecords.form("pif-uuid vlan network-uuid", "", "Create a new VLAN on each host in a pool", call -> {
                    XenObject pif = call.byUuidOf("pif-uuid", "pif");
                    for (XenObject other : call.database()
                            .all(
                                    "pif",
                                    one -> one.get("device").equals(pif.get("device"))
                                            && one.get("VLAN").equals("-1"))) {
                        call.printer()
                                .line(tag(
                                                call.pool(),
                                                other,
                                                call.byUuidOf("network-uuid", "network"),
                                                call.arguments().required("vlan"))
                                        .uuid());
                    }
                }));
        forms.put("vlan-destroy", XeRecords.form("uuid", "", "Destroy a VLAN", call -> {
            destroyVlan(call.pool(), call.byUuid("vlan"));
            call.pool().changed();
        }));
    }

    private static void create(XeCall call) throws Exception {
        XenDatabase database = call.database();
        XenObject network = database.create("network")
                .with("name-label", call.arguments().required("name-label"))
                .with(
                        "name-description",
                        call.arguments().get("name-description").orElse(""))
                .with("MTU", call.arguments().get("MTU").orElse("1500"));
        network.with("bridge", "xapi" + database.all("network").size());
        call.pool().changed();
        call.printer().line(network.uuid());
    }

    private static void tag(XeCall call) throws Exception {
        XenObject made = tag(
                call.pool(),
                call.byUuidOf("pif-uuid", "pif"),
                call.byUuidOf("network-uuid", "network"),
                call.arguments().required("vlan"));
        call.printer().line(made.uuid());
    }

    /** @return the new interface, which is what xe prints */
    static XenObject tag(XenPool pool, XenObject pif, XenObject network, String tag) throws XeError {
        XenDatabase database = pool.database();
        if (!tag.matches("\\d{1,4}") || Integer.parseInt(tag) > 4094) {
            throw XeError.api("VLAN_TAG_INVALID", tag);
        }
        if (!pif.get("VLAN").equals("-1")) {
            throw XeError.api("PIF_IS_VLAN", pif.uuid());
        }
        Optional<XenObject> there = database.of("vlan", "tagged-PIF", pif).stream()
                .filter(vlan -> vlan.get("tag").equals(tag))
                .findFirst();
        if (there.isPresent()) {
            throw XeError.api("PIF_VLAN_EXISTS", there.get().get("untagged-PIF"));
        }
        XenObject untagged = database.create("pif")
                .with("device", pif.get("device"))
                .with("MAC", pif.get("MAC"))
                .with("physical", false)
                .with("currently-attached", true)
                .with("VLAN", tag)
                .with("management", false)
                .with("network", network.uuid())
                .with("host", pif.get("host"))
                .with("IP-configuration-mode", "None")
                .with("disallow-unplug", false);
        database.create("vlan")
                .with("tagged-PIF", pif.uuid())
                .with("untagged-PIF", untagged.uuid())
                .with("tag", tag);
        pool.changed();
        return untagged;
    }

    static void destroyVlan(XenPool pool, XenObject vlan) throws XeError {
        XenDatabase database = pool.database();
        XenObject untagged = database.get("pif", vlan.get("untagged-PIF"));
        XenObject network = database.get("network", untagged.get("network"));
        for (XenObject vif : attached(pool, network)) {
            if (database.get("vm", vif.get("vm")).get("resident-on").equals(untagged.get("host"))) {
                throw XeError.api("VIF_IN_USE", XeClasses.shown(network), vif.uuid());
            }
        }
        database.remove(vlan);
        database.remove(untagged);
    }

    static void destroyNetwork(XenPool pool, XenObject network) throws XeError {
        XenDatabase database = pool.database();
        List<XenObject> vifs = attached(pool, network);
        if (!vifs.isEmpty()) {
            throw XeError.api("NETWORK_CONTAINS_VIF", vifs.get(0).uuid());
        }
        List<XenObject> pifs = database.of("pif", "network", network);
        if (!pifs.isEmpty()) {
            throw XeError.api("NETWORK_CONTAINS_PIF", pifs.get(0).uuid());
        }
        if (!database.of("vif", "network", network).isEmpty()) {
            throw XeError.api(
                    "NETWORK_CONTAINS_VIF",
                    database.of("vif", "network", network).get(0).uuid());
        }
        database.remove(network);
    }

    /** The interfaces of running guests on this network. */
    private static List<XenObject> attached(XenPool pool, XenObject network) {
        return pool.database().of("vif", "network", network).stream()
                .filter(vif -> pool.isRunning(vif.get("vm")))
                .toList();
    }
}
