package org.ostler.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The profiles of NetworkManager. One that cannot be read is passed over, as NetworkManager does. */
final class KeyfileStanzas {
    private static final String DIRECTORY = "/etc/NetworkManager/system-connections";

    private KeyfileStanzas() {}

    static List<NetworkStanza> read(LabFileSystem files) {
        List<NetworkStanza> all = new ArrayList<>();
        for (String name : files.names(DIRECTORY)) {
            String path = DIRECTORY + "/" + name;
            boolean secret = files.entry(path)
                    .filter(entry -> entry.mode().endsWith("600"))
                    .isPresent();
            Map<String, String> values = values(files.text(path).orElse(""));
            if (secret && values.containsKey("connection.type")) {
                all.add(stanza(values, name.replace(".nmconnection", "")));
            }
        }
        return all;
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        String section = "";
        for (String line : text.split("\n", -1)) {
            String bare = line.strip();
            int equals = bare.indexOf('=');
            if (bare.startsWith("[") && bare.endsWith("]")) {
                section = bare.substring(1, bare.length() - 1);
            } else if (equals > 0 && !bare.startsWith("#")) {
                values.put(
                        section + "." + bare.substring(0, equals).strip(),
                        bare.substring(equals + 1).strip());
            } else if (!bare.isEmpty() && !bare.startsWith("#")) {
                return Map.of();
            }
        }
        return values;
    }

    private static NetworkStanza stanza(Map<String, String> values, String file) {
        String id = values.getOrDefault("connection.id", file);
        NetworkStanza stanza = new NetworkStanza(values.getOrDefault("connection.interface-name", id));
        stanza.id = id;
        switch (values.get("connection.type")) {
            case "bridge" -> {
                stanza.kind = LabLink.BRIDGE;
                stanza.stp = values.getOrDefault("bridge.stp", "true").equals("true");
                stanza.delay = NetworkStanza.number(values.getOrDefault("bridge.forward-delay", "15"));
            }
            case "vlan" -> stanza.lies(values.getOrDefault("vlan.parent", ""), values.getOrDefault("vlan.id", ""));
            case "bond" -> stanza.kind = LabLink.BOND;
            default -> stanza.kind = LabLink.CARD;
        }
        stanza.master = values.getOrDefault("connection.controller", values.getOrDefault("connection.master", ""));
        stanza.mtu = NetworkStanza.number(values.getOrDefault("ethernet.mtu", "1500"));
        for (int i = 1; values.containsKey("ipv4.address" + i); i++) {
            String[] parts = values.get("ipv4.address" + i).split(",", -1);
            stanza.addresses.add(parts[0]);
            if (parts.length > 1) {
                stanza.gateway = parts[1];
            }
        }
        stanza.gateway = values.getOrDefault("ipv4.gateway", stanza.gateway);
        return stanza;
    }
}
