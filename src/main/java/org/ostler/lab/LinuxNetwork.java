package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * {@code ip} on a simulated Linux host: the interfaces under /sys/class/net, the address on the first card, a gateway.
 * It tells and changes nothing: what a change of a network does is proven on real kernels, not here.
 */
final class LinuxNetwork {
    private static final String GATEWAY = "192.0.2.1";
    private static final String CARD = "eth0";

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private LinuxNetwork(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor) {
        host.install("ip", new LinuxNetwork(host, flavor)::run);
    }

    private int run(Invocation call) throws IOException {
        List<String> words = call.arguments();
        boolean json = words.contains("-j");
        if (json && flavor.isOld()) {
            call.complain("Option \"-j\" is unknown, try \"ip -help\".");
            return 255;
        }
        List<String> objects = call.operands();
        String object = objects.isEmpty() ? "" : objects.get(0);
        boolean six = words.contains("-6");
        switch (object) {
            case "link" -> call.print(json ? linksInJson(call.has('d')) : links());
            case "addr", "address", "a" -> call.print(json ? addressesInJson() : addresses(words.contains("-4")));
            case "route", "r" -> call.print(json ? routesInJson(six) : routes(six));
            default -> {
                call.complain("Object \"" + object + "\" is unknown, try \"ip help\".");
                return 1;
            }
        }
        return 0;
    }

    private List<String> names() {
        return host.files().names("/sys/class/net");
    }

    private static boolean isBridge(String name) {
        return name.startsWith("virbr");
    }

    private static String mac(int number) {
        return String.format(Locale.ROOT, "52:54:00:00:00:%02x", number);
    }

    private String address() {
        return HostConfiguration.address(host.name());
    }

    private String linksInJson(boolean details) {
        ArrayNode links = LabStore.MAPPER.createArrayNode();
        int number = 1;
        for (String name : names()) {
            boolean loopback = name.equals("lo");
            ObjectNode link = links.addObject().put("ifindex", number).put("ifname", name);
            link.putArray("flags")
                    .add(loopback ? "LOOPBACK" : "BROADCAST")
                    .add("UP")
                    .add("LOWER_UP");
            link.put("mtu", loopback ? 65536 : 1500)
                    .put("operstate", loopback ? "UNKNOWN" : "UP")
                    .put("link_type", loopback ? "loopback" : "ether")
                    .put("address", loopback ? "00:00:00:00:00:00" : mac(number));
            if (details && isBridge(name)) {
                link.putObject("linkinfo")
                        .put("info_kind", "bridge")
                        .putObject("info_data")
                        .put("forward_delay", 200)
                        .put("stp_state", 1);
            }
            number++;
        }
        return links + "\n";
    }

    private String links() {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (String name : names()) {
            boolean loopback = name.equals("lo");
            text.append(number)
                    .append(": ")
                    .append(name)
                    .append(": <")
                    .append(loopback ? "LOOPBACK" : "BROADCAST,MULTICAST")
                    .append(",UP,LOWER_UP> mtu ")
                    .append(loopback ? 65536 : 1500)
                    .append(" qdisc mq state ")
                    .append(loopback ? "UNKNOWN \\    link/loopback " : "UP \\    link/ether ")
                    .append(
                            loopback
                                    ? "00:00:00:00:00:00 brd 00:00:00:00:00:00"
                                    : mac(number) + " brd ff:ff:ff:ff:ff:ff")
                    .append('\n');
            number++;
        }
        return text.toString();
    }

    private String addressesInJson() {
        ArrayNode links = LabStore.MAPPER.createArrayNode();
        int number = 1;
        for (String name : names()) {
            ObjectNode link = links.addObject().put("ifindex", number++).put("ifname", name);
            ArrayNode info = link.putArray("addr_info");
            if (name.equals(CARD) || name.equals("lo")) {
                boolean loopback = name.equals("lo");
                info.addObject()
                        .put("family", "inet")
                        .put("local", loopback ? "127.0.0.1" : address())
                        .put("prefixlen", loopback ? 8 : 24)
                        .put("scope", loopback ? "host" : "global");
            }
        }
        return links + "\n";
    }

    /** With {@code -4 … scope global} only what others can reach. */
    private String addresses(boolean global) {
        return (global
                        ? ""
                        : "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n")
                + "2: " + CARD + "    inet " + address() + "/24 brd 192.0.2.255 scope global " + CARD
                + "\\       valid_lft forever preferred_lft forever\n";
    }

    private static String routesInJson(boolean six) {
        ArrayNode routes = LabStore.MAPPER.createArrayNode();
        if (!six) {
            routes.addObject().put("dst", "default").put("gateway", GATEWAY).put("dev", CARD);
            routes.addObject()
                    .put("dst", "192.0.2.0/24")
                    .put("dev", CARD)
                    .put("protocol", "kernel")
                    .put("scope", "link");
        }
        return routes + "\n";
    }

    private static String routes(boolean six) {
        return six
                ? ""
                : "192.0.2.0/24 dev " + CARD + "  proto kernel  scope link\ndefault via " + GATEWAY + " dev " + CARD
                        + "\n";
    }
}
