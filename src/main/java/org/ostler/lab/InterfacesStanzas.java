package org.ostler.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code /etc/network/interfaces} as ifupdown reads it. */
final class InterfacesStanzas {
    private static final String FILE = "/etc/network/interfaces";

    private final List<NetworkStanza> all = new ArrayList<>();
    private final Set<String> automatic = new HashSet<>();

    private InterfacesStanzas() {}

    static List<NetworkStanza> read(LabFileSystem files) throws NetworkStanza.Unreadable {
        InterfacesStanzas reader = new InterfacesStanzas();
        reader.file(FILE, files.text(FILE).orElse(""));
        for (String name : files.names(FILE + ".d")) {
            reader.file(FILE + ".d/" + name, files.text(FILE + ".d/" + name).orElse(""));
        }
        reader.all.forEach(stanza -> {
            stanza.automatic = reader.automatic.contains(stanza.name);
            stanza.byItsName();
        });
        return reader.all;
    }

    private void file(String path, String text) throws NetworkStanza.Unreadable {
        NetworkStanza open = null;
        String address = "";
        int number = 0;
        for (String line : text.replace("\\\n", " ").split("\n", -1)) {
            number++;
            String bare = line.strip();
            if (bare.isEmpty() || bare.startsWith("#")) {
                continue;
            }
            String[] words = bare.split("\\s+", 2);
            String rest = words.length > 1 ? words[1].strip() : "";
            switch (words[0]) {
                case "auto", "allow-hotplug", "allow-auto" -> {
                    automatic.addAll(List.of(rest.split("\\s+")));
                    open = null;
                }
                case "source", "source-directory", "mapping" -> open = null;
                case "iface" -> {
                    String name = rest.split("\\s+", 2)[0];
                    open = all.stream()
                            .filter(one -> one.name.equals(name))
                            .findFirst()
                            .orElseGet(() -> {
                                all.add(new NetworkStanza(name));
                                return all.get(all.size() - 1);
                            });
                    address = "";
                }
                default -> {
                    if (words[0].startsWith("allow-")) {
                        open = null;
                    } else if (open == null) {
                        throw new NetworkStanza.Unreadable(path + ":" + number + ": misplaced option\n"
                                + "ifup: couldn't read interfaces file \"" + path + "\"");
                    } else {
                        address = option(open, words[0].replace('_', '-'), rest, address);
                    }
                }
            }
        }
    }

    /** @return the address that still waits for its netmask */
    private static String option(NetworkStanza stanza, String key, String value, String address) {
        switch (key) {
            case "address" -> {
                stanza.address(value, "");
                return value;
            }
            case "netmask" -> {
                if (stanza.addresses.remove(address)) {
                    stanza.address(address, value.contains(".") ? value : "");
                }
            }
            case "gateway" -> stanza.gateway = value;
            case "bridge-ports" -> {
                stanza.kind = LabLink.BRIDGE;
                stanza.ports.addAll(List.of(value.equals("none") ? new String[0] : value.split("\\s+")));
            }
            case "bridge-stp" -> stanza.stp = value.matches("on|yes");
            case "bridge-fd" -> stanza.delay = NetworkStanza.number(value);
            case "mtu" -> stanza.mtu = NetworkStanza.number(value);
            case "vlan-raw-device" ->
                stanza.lies(
                        value,
                        stanza.name.substring(stanza.name.lastIndexOf('.') + 1).replaceAll("\\D", ""));
            case "bond-slaves", "bond-mode" -> {
                stanza.kind = LabLink.BOND;
                if (key.equals("bond-slaves") && !value.equals("none")) {
                    stanza.ports.addAll(List.of(value.split("\\s+")));
                }
            }
            case "bond-master" -> stanza.master = value;
            case "ovs-type" -> stanza.kind = value.equals("OVSBridge") ? LabLink.OPEN_VSWITCH : stanza.kind;
            case "ovs-bridge" -> stanza.master = value;
            case "ovs-ports" -> stanza.ports.addAll(List.of(value.split("\\s+")));
            case "ovs-options" -> stanza.fake(value);
            default -> {
                // What it does has no counterpart here.
            }
        }
        return "";
    }
}
