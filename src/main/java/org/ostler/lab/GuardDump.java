package org.ostler.lab;

import java.util.TreeSet;

/** The network's state as the guard's script tells it, a line each, without what changes by itself. */
final class GuardDump {
    private GuardDump() {}

    static String of(LabLinks links) {
        TreeSet<String> lines = new TreeSet<>();
        for (LabLink link : links.all()) {
            if (link.is(LabLink.LOOPBACK)) {
                continue;
            }
            if (link.up || !link.master.isEmpty()) {
                lines.add("link " + link.name + (link.up ? " up" : " down") + " mtu " + link.mtu + " mac " + link.mac
                        + " master " + (link.master.isEmpty() ? "-" : link.master));
            }
            switch (link.kind) {
                case LabLink.BRIDGE ->
                    lines.add("bridge " + link.name + " stp " + (link.stp ? 1 : 0) + " delay " + link.delay * 100);
                case LabLink.VLAN -> lines.add("vlan " + link.name + " id " + link.vlan + " on " + link.parent);
                case LabLink.OPEN_VSWITCH ->
                    lines.add(
                            link.parent.isEmpty()
                                    ? "ovs " + link.name
                                    : "ovsport " + link.name + " bridge " + link.parent + " tag " + link.vlan);
                default -> {
                    // A card or a bond has no line besides.
                }
            }
            link.addresses.forEach(address -> lines.add("address " + link.name + " inet " + address + " scope global"));
        }
        links.routes()
                .forEach(route -> lines.add(
                        "route inet " + route.destination() + " via " + route.via() + " dev " + route.device()));
        return String.join("\n", lines) + "\n";
    }
}
