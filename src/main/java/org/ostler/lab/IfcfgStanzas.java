package org.ostler.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code ifcfg-*} as the network scripts of Red Hat read them: by a shell, hence key, equals sign, value. */
final class IfcfgStanzas {
    private static final String DIRECTORY = "/etc/sysconfig/network-scripts";

    private IfcfgStanzas() {}

    static List<NetworkStanza> read(LabFileSystem files) throws NetworkStanza.Unreadable {
        List<NetworkStanza> all = new ArrayList<>();
        for (String name : files.names(DIRECTORY)) {
            if (name.startsWith("ifcfg-") && !name.equals("ifcfg-lo")) {
                all.add(stanza(values(name, files.text(DIRECTORY + "/" + name).orElse("")), name.substring(6)));
            }
        }
        return all;
    }

    private static Map<String, String> values(String file, String text) throws NetworkStanza.Unreadable {
        Map<String, String> values = new HashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String bare = line.replaceFirst("\\s#.*", "").strip();
            if (bare.isEmpty() || bare.startsWith("#")) {
                continue;
            }
            int equals = bare.indexOf('=');
            if (equals < 1) {
                throw new NetworkStanza.Unreadable(
                        "./" + file + ": line " + number + ": " + bare.split("\\s+", 2)[0] + ": command not found");
            }
            values.put(bare.substring(0, equals), bare.substring(equals + 1).replaceAll("^[\"']|[\"']$", ""));
        }
        return values;
    }

    private static NetworkStanza stanza(Map<String, String> values, String file) {
        NetworkStanza stanza = new NetworkStanza(values.getOrDefault("DEVICE", file));
        stanza.id = values.getOrDefault("NAME", "System " + stanza.name);
        stanza.automatic = values.getOrDefault("ONBOOT", "yes").equals("yes");
        switch (values.getOrDefault("TYPE", "Ethernet")) {
            case "Bridge" -> {
                stanza.kind = LabLink.BRIDGE;
                stanza.stp = values.getOrDefault("STP", "off").matches("on|yes");
                stanza.delay = NetworkStanza.number(values.getOrDefault("DELAY", "15"));
            }
            case "Bond" -> stanza.kind = LabLink.BOND;
            case "OVSBridge" -> {
                stanza.kind = LabLink.OPEN_VSWITCH;
                stanza.fake(values.getOrDefault("OVS_OPTIONS", ""));
            }
            default -> {
                if (values.containsKey("BONDING_OPTS")) {
                    stanza.kind = LabLink.BOND;
                } else if (values.getOrDefault("VLAN", "no").equals("yes")) {
                    stanza.byItsName();
                }
            }
        }
        stanza.master =
                values.getOrDefault("BRIDGE", values.getOrDefault("MASTER", values.getOrDefault("OVS_BRIDGE", "")));
        stanza.mtu = NetworkStanza.number(values.getOrDefault("MTU", "1500"));
        if (values.containsKey("IPADDR")) {
            String prefix = values.getOrDefault("PREFIX", "");
            stanza.address(
                    values.get("IPADDR") + (prefix.isEmpty() ? "" : "/" + prefix), values.getOrDefault("NETMASK", ""));
        }
        stanza.gateway = values.getOrDefault("GATEWAY", "");
        return stanza;
    }
}
