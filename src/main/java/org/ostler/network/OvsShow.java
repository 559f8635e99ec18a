package org.ostler.network;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/**
 * {@code ovs-vsctl show} laid over what the kernel says: there every port's master is {@code ovs-system}, and which
 * switch and which VLAN it belongs to stands only in the switch's own database.
 */
final class OvsShow {
    private static final Pattern LINE = Pattern.compile("\\s+(Bridge|Port|tag:|type:) \"?([^\"]+?)\"?\\s*");

    private OvsShow() {}

    private static final class Port {
        private String name = "";
        private Optional<Integer> tag = Optional.empty();
        private boolean internal;
    }

    static SortedMap<String, Link> overlaid(SortedMap<String, Link> kernel, String shown) {
        TreeMap<String, Link> links = new TreeMap<>(kernel);
        String bridge = "";
        Port port = new Port();
        for (String line : shown.lines().toList()) {
            Matcher match = LINE.matcher(line);
            if (!match.matches()) {
                continue;
            }
            switch (match.group(1)) {
                case "Bridge" -> {
                    put(links, bridge, port);
                    bridge = match.group(2);
                    port = new Port();
                }
                case "Port" -> {
                    put(links, bridge, port);
                    port = new Port();
                    port.name = match.group(2);
                }
                case "tag:" -> port.tag = number(match.group(2));
                default -> port.internal |= match.group(2).equals("internal");
            }
        }
        put(links, bridge, port);
        return links;
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** A switch is an internal port of itself; a fake bridge is one with a tag. */
    private static void put(SortedMap<String, Link> links, String bridge, Port port) {
        Link known = links.get(port.name);
        if (known == null) {
            return;
        }
        boolean child = port.internal && !port.name.equals(bridge);
        links.put(
                port.name,
                new Link(
                        known.name(),
                        port.internal ? Kind.OPEN_VSWITCH : known.kind(),
                        port.internal ? "" : known.mac(),
                        known.mtu(),
                        known.up(),
                        child ? Optional.of(bridge) : known.parent(),
                        child ? port.tag : known.vlan(),
                        port.internal ? Optional.empty() : Optional.of(bridge),
                        known.bridge(),
                        known.addresses()));
    }
}
