package org.ostler.lab;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a kernel shows of its interfaces below {@code /sys} and {@code /proc}: those without JSON read it there. */
final class KernelFiles {
    private static final String MADE = "/sys/devices/virtual/net/";
    private static final String CLASS = "/sys/class/net/";
    private static final String VLANS = "/proc/net/vlan/config";

    private KernelFiles() {}

    static void write(LabFileSystem files, List<LabLink> links) {
        files.removeTree(MADE.substring(0, MADE.length() - 1));
        for (String name : files.names(CLASS.substring(0, CLASS.length() - 1))) {
            if (links.stream().noneMatch(link -> link.name.equals(name))) {
                files.remove(CLASS + name);
            }
        }
        for (LabLink link : links) {
            if (link.isMade()) {
                files.link(CLASS + link.name, "../../devices/virtual/net/" + link.name);
            }
            List<String> ports = links.stream()
                    .filter(port -> port.master.equals(link.name))
                    .map(port -> port.name)
                    .toList();
            if (link.is(LabLink.BRIDGE)) {
                put(files, MADE + link.name + "/bridge/stp_state", link.stp ? "1" : "0");
                put(files, MADE + link.name + "/bridge/forward_delay", Integer.toString(link.delay * 100));
                ports.forEach(port -> files.link(MADE + link.name + "/brif/" + port, CLASS + port + "/brport"));
            } else if (link.is(LabLink.BOND)) {
                put(files, MADE + link.name + "/bonding/slaves", String.join(" ", ports));
            }
        }
        String vlans = links.stream()
                .filter(link -> link.is(LabLink.VLAN))
                .map(link -> link.name + "  | " + link.vlan + "  | " + link.parent + "\n")
                .collect(Collectors.joining());
        if (vlans.isEmpty()) {
            files.remove(VLANS);
        } else {
            put(
                    files,
                    VLANS,
                    "VLAN Dev name    | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n" + vlans.strip());
        }
    }

    /** A kernel needs no disk for them. */
    private static void put(LabFileSystem files, String path, String text) {
        files.writeReserved(path, (text + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
