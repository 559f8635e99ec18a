package org.ostler.lab;

import java.util.List;

/** What {@code ip} of a simulated host prints for people, a line for each: the form that the oldest ones know too. */
final class IpLinesOfLab {
    private IpLinesOfLab() {}

    static String title(LabLink link) {
        return link.name + (link.is(LabLink.VLAN) ? "@" + link.parent : "");
    }

    static String links(List<LabLink> links) {
        StringBuilder text = new StringBuilder();
        for (LabLink link : links) {
            boolean loopback = link.is(LabLink.LOOPBACK);
            text.append(link.index)
                    .append(": ")
                    .append(title(link))
                    .append(": <")
                    .append(loopback ? "LOOPBACK" : "BROADCAST,MULTICAST")
                    .append(link.up ? ",UP,LOWER_UP> mtu " : "> mtu ")
                    .append(link.mtu)
                    .append(" qdisc ")
                    .append(loopback || link.isMade() ? "noqueue" : "mq")
                    .append(link.master.isEmpty() ? "" : " master " + link.master)
                    .append(" state ")
                    .append(loopback ? "UNKNOWN" : link.up ? "UP" : "DOWN")
                    .append(" \\    link/")
                    .append(loopback ? "loopback " : "ether ")
                    .append(link.mac)
                    .append(" brd ")
                    .append(loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff")
                    .append('\n');
        }
        return text.toString();
    }

    /** @param global only what others can reach */
    static String addresses(List<LabLink> links, boolean global) {
        StringBuilder text = new StringBuilder();
        for (LabLink link : links) {
            boolean loopback = link.is(LabLink.LOOPBACK);
            for (String address : link.addresses) {
                if (!global || !loopback) {
                    text.append(link.index)
                            .append(": ")
                            .append(link.name)
                            .append("    inet ")
                            .append(address)
                            .append(loopback ? " scope host lo" : " brd 192.0.2.255 scope global " + link.name)
                            .append("\\       valid_lft forever preferred_lft forever\n");
                }
            }
        }
        return text.toString();
    }

    static String routes(List<LabLinks.Route> routes, List<LabLink> links) {
        StringBuilder text = new StringBuilder();
        for (LabLink link : links) {
            if (!link.is(LabLink.LOOPBACK)) {
                link.addresses.forEach(address -> text.append(network(address))
                        .append(" dev ")
                        .append(link.name)
                        .append("  proto kernel  scope link  src ")
                        .append(address.replaceFirst("/.*", ""))
                        .append('\n'));
            }
        }
        routes.forEach(route -> text.append(route.destination())
                .append(" via ")
                .append(route.via())
                .append(" dev ")
                .append(route.device())
                .append('\n'));
        return text.toString();
    }

    /** The lab knows networks of 24 bits. */
    static String network(String address) {
        return address.replaceFirst("\\.\\d+/.*", ".0/24");
    }
}
