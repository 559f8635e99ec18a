package org.ostler.lab;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands with which a pool is prepared: bonds, addresses, repositories, joining. */
final class XePreparationCommands {
    private XePreparationCommands() {}

    static void addTo(Map<String, XeCall.Form> forms) {
        forms.put(
                "bond-create",
                XeRecords.form(
                        "network-uuid pif-uuids",
                        "mac mode",
                        "Create a bonded interface",
                        XePreparationCommands::bond));
        forms.put("bond-destroy", XeRecords.form("uuid", "", "Destroy a bonded interface", call -> {
            XenObject bond = call.byUuid("bond");
            call.database().find("pif", bond.get("master")).ifPresent(call.database()::remove);
            call.database().remove(bond);
            call.pool().changed();
        }));
        forms.put(
                "pif-reconfigure-ip",
                XeRecords.form(
                        "uuid mode",
                        "gateway IP netmask DNS",
                        "Reconfigure the IP address settings",
                        XePreparationCommands::address));
        forms.put(
                "pif-scan",
                XeRecords.form(
                        "host-uuid",
                        "",
                        "Scan for new physical interfaces",
                        call -> call.byUuidOf("host-uuid", "host")));
        forms.put(
                "host-management-reconfigure",
                XeRecords.form(
                        "pif-uuid", "", "Reconfigure the management interface", XePreparationCommands::management));
        forms.put(
                "sr-create",
                XeRecords.form(
                        "name-label type",
                        "host-uuid shared content-type name-description",
                        "Create an SR, also a PBD",
                        XePreparationCommands::repository));
        forms.put(
                "pool-join",
                XeRecords.form("master-address master-username master-password", "force", "Join a pool", call -> {
                    throw XeError.api("JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS");
                }));
    }

    private static void bond(XeCall call) throws XeError, IOException {
        XenDatabase database = call.database();
        XenObject network = call.byUuidOf("network-uuid", "network");
        List<String> members =
                Arrays.asList(call.arguments().required("pif-uuids").split(",", -1));
        if (members.size() < 2) {
            throw XeError.api("PIF_BOND_NEEDS_MORE_MEMBERS");
        }
        XenObject first = member(database, members.get(0));
        for (String uuid : members) {
            XenObject pif = member(database, uuid);
            if (!pif.get("host").equals(first.get("host"))) {
                throw XeError.api("PIF_CANNOT_BOND_CROSS_HOST");
            }
            if (!database.all("bond", bond -> bond.set("slaves").contains(uuid)).isEmpty()) {
                throw XeError.api("PIF_ALREADY_BONDED", uuid);
            }
        }
        XenObject master = database.create("pif")
                .with("device", "bond" + database.all("bond").size())
                .with("MAC", first.get("MAC"))
                .with("physical", false)
                .with("currently-attached", true)
                .with("VLAN", -1)
                .with("management", false)
                .with("network", network.uuid())
                .with("host", first.get("host"))
                .with("IP-configuration-mode", "None")
                .with("disallow-unplug", false);
        XenObject bond = database.create("bond")
                .with("master", master.uuid())
                .with("mode", call.arguments().get("mode").orElse("balance-slb"));
        bond.set("slaves").addAll(members);
        call.pool().changed();
        call.printer().line(bond.uuid());
    }

    private static XenObject member(XenDatabase database, String uuid) throws XeError {
        return database.find("pif", uuid).orElseThrow(() -> XeError.uuidInvalid("pif", uuid));
    }

    private static void address(XeCall call) throws XeError {
        XenObject pif = call.byUuid("pif");
        Optional<String> mode = List.of("None", "DHCP", "Static").stream()
                .filter(known ->
                        known.equalsIgnoreCase(call.arguments().get("mode").orElse("")))
                .findFirst();
        pif.with(
                "IP-configuration-mode",
                mode.orElseThrow(() -> XeError.said("Unknown IP mode; it is one of none, dhcp, static")));
        boolean fixed = mode.get().equals("Static");
        for (String field : List.of("IP", "netmask", "gateway", "DNS")) {
            pif.with(field, fixed ? call.arguments().get(field).orElse(pif.get(field)) : "");
        }
        call.pool().changed();
    }

    private static void management(XeCall call) throws XeError {
        XenObject pif = call.byUuidOf("pif-uuid", "pif");
        if (pif.get("IP-configuration-mode").equals("None")) {
            throw XeError.api("INTERFACE_HAS_NO_IP", pif.uuid());
        }
        call.database()
                .all("pif", other -> other.get("host").equals(pif.get("host")))
                .forEach(other -> other.with("management", other == pif));
        call.pool().changed();
    }

    private static void repository(XeCall call) throws XeError, IOException {
        XenDatabase database = call.database();
        if (call.pool().isUpgrading()) {
            throw XeError.api("NOT_SUPPORTED_DURING_UPGRADE");
        }
        String type = call.arguments().required("type");
        if (!List.of("ext", "iso", "lvm", "lvmohba", "lvmoiscsi", "nfs", "udev").contains(type)) {
            throw XeError.api("SR_UNKNOWN_DRIVER", type);
        }
        boolean shared = call.arguments().flag("shared");
        Optional<XenObject> given = call.arguments().get("host-uuid").isPresent()
                ? Optional.of(call.byUuidOf("host-uuid", "host"))
                : Optional.empty();
        XenObject host = given.orElse(call.pool().record(call.pool().coordinator()));
        XenObject made = database.create("sr")
                .with("name-label", call.arguments().required("name-label"))
                .with(
                        "name-description",
                        call.arguments().get("name-description").orElse(""))
                .with("type", type)
                .with("content-type", call.arguments().get("content-type").orElse("user"))
                .with("shared", shared)
                .with("physical-size", 1_099_511_627_776L)
                .with("physical-utilisation", 0)
                .with("virtual-allocation", 0);
        for (XenObject one : shared ? database.all("host") : List.of(host)) {
            XenObject pbd = database.create("pbd")
                    .with("sr", made.uuid())
                    .with("host", one.uuid())
                    .with("currently-attached", true);
            call.parameters().forEach((name, value) -> {
                if (name.startsWith("device-config:")) {
                    pbd.map("device-config").put(name.substring("device-config:".length()), value);
                }
            });
        }
        call.pool().changed();
        // It prints by itself, so that under --minimal an empty line follows.
        call.invocation().println(made.uuid());
    }
}
