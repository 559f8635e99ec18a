package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code ip}, {@code brctl}, {@code bridge} and {@code ping} on a simulated Linux host: they show and change what its
 * kernel has ({@link LabLinks}); files are the business of {@link NetworkService}.
 */
final class LinuxNetwork {
    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private LinuxNetwork(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor) {
        LinuxNetwork network = new LinuxNetwork(host, flavor);
        host.install("ip", network::ip);
        host.install("brctl", network::brctl);
        if (!flavor.isOld()) {
            host.install("bridge", network::bridge);
        }
        if (flavor == LinuxFlavor.UBUNTU_22 || flavor == LinuxFlavor.DEBIAN_12) {
            host.install("ovs-vsctl", new OvsProgram(host, flavor == LinuxFlavor.DEBIAN_12 ? "3.1.0" : "2.17.9")::run);
        }
        if (flavor == LinuxFlavor.DEBIAN_12) {
            for (String path : java.util.List.of(
                    "/etc/network/if-pre-up.d/openvswitch", "/etc/network/if-post-down.d/openvswitch")) {
                host.files()
                        .write(
                                path,
                                "#! /bin/sh\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                "755",
                                "root:root");
            }
        }
        NetworkFinds.installOn(host);
    }

    private int ip(Invocation call) throws IOException {
        List<String> words = call.arguments();
        boolean json = words.contains("-j");
        if (json && flavor.isOld()) {
            call.complain("Option \"-j\" is unknown, try \"ip -help\".");
            return 255;
        }
        List<String> objects = call.operands();
        String object = objects.isEmpty() ? "" : objects.get(0);
        String verb = objects.size() > 1 ? objects.get(1) : "show";
        if (List.of("delete", "del", "set", "flush", "add").contains(verb)) {
            return act(call, object, verb, objects);
        }
        boolean six = words.contains("-6");
        switch (object) {
            case "link", "l" -> call.print(json ? linksInJson(call.has('d')) : IpLinesOfLab.links(links()));
            case "addr", "address", "a" ->
                call.print(json ? addressesInJson() : IpLinesOfLab.addresses(links(), words.contains("-4")));
            case "route", "r" ->
                call.print(
                        json
                                ? routesInJson(six)
                                : six ? "" : IpLinesOfLab.routes(host.links().routes(), links()));
            default -> {
                call.complain("Object \"" + object + "\" is unknown, try \"ip help\".");
                return 1;
            }
        }
        return 0;
    }

    private List<LabLink> links() {
        return host.links().all();
    }

    private int act(Invocation call, String object, String verb, List<String> words) throws IOException {
        int dev = words.indexOf("dev");
        String name = dev > 0 && dev + 1 < words.size() ? words.get(dev + 1) : words.size() > 2 ? words.get(2) : "";
        Optional<LabLink> link = host.links().find(name);
        if (link.isEmpty()) {
            call.complain("Cannot find device \"" + name + "\"");
            return 1;
        }
        switch (object + " " + (verb.equals("del") ? "delete" : verb)) {
            case "link delete" -> {
                if (!link.get().isMade() || (link.get().is(LabLink.BRIDGE) && flavor == LinuxFlavor.EL_6)) {
                    call.complain("RTNETLINK answers: Operation not supported");
                    return 2;
                }
                host.links().remove(name);
            }
            case "link set" -> {
                link.get().up = words.contains("up") || (link.get().up && !words.contains("down"));
                if (words.contains("nomaster")) {
                    host.links().port(name, "");
                }
            }
            case "addr flush" -> host.links().addresses(name, List.of());
            default -> {
                call.complain("RTNETLINK answers: Operation not supported");
                return 2;
            }
        }
        host.links().changed();
        return 0;
    }

    private String linksInJson(boolean details) {
        ArrayNode links = LabStore.MAPPER.createArrayNode();
        for (LabLink link : links()) {
            boolean loopback = link.is(LabLink.LOOPBACK);
            ObjectNode node = links.addObject().put("ifindex", link.index);
            if (link.is(LabLink.VLAN)) {
                node.put("link", link.parent);
            }
            node.put("ifname", link.name);
            ArrayNode flags = node.putArray("flags").add(loopback ? "LOOPBACK" : "BROADCAST");
            if (!loopback) {
                flags.add("MULTICAST");
            }
            if (link.up) {
                flags.add("UP").add("LOWER_UP");
            }
            node.put("mtu", link.mtu).put("qdisc", loopback || link.isMade() ? "noqueue" : "mq");
            if (!link.master.isEmpty()) {
                boolean ofSwitch = host.links()
                        .find(link.master)
                        .filter(master -> master.is(LabLink.OPEN_VSWITCH))
                        .isPresent();
                node.put("master", ofSwitch ? "ovs-system" : link.master);
            }
            node.put("operstate", loopback ? "UNKNOWN" : link.up ? "UP" : "DOWN")
                    .put("link_type", loopback ? "loopback" : "ether")
                    .put("address", link.mac)
                    .put("broadcast", loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff");
            if (details && link.isMade() && !loopback) {
                details(node.putObject("linkinfo"), link);
            }
        }
        return links + "\n";
    }

    private static void details(ObjectNode info, LabLink link) {
        ObjectNode data = info.put("info_kind", link.kind).putObject("info_data");
        if (link.is(LabLink.BRIDGE)) {
            data.put("forward_delay", link.delay * 100).put("stp_state", link.stp ? 1 : 0);
        } else if (link.is(LabLink.VLAN)) {
            data.put("protocol", "802.1Q")
                    .put("id", link.vlan)
                    .putArray("flags")
                    .add("REORDER_HDR");
        }
    }

    private String addressesInJson() {
        ArrayNode links = LabStore.MAPPER.createArrayNode();
        for (LabLink link : links()) {
            ArrayNode info = links.addObject()
                    .put("ifindex", link.index)
                    .put("ifname", link.name)
                    .putArray("addr_info");
            for (String address : link.addresses) {
                info.addObject()
                        .put("family", "inet")
                        .put("local", address.replaceFirst("/.*", ""))
                        .put("prefixlen", NetworkStanza.number(address.replaceFirst(".*/", "")))
                        .put("scope", link.is(LabLink.LOOPBACK) ? "host" : "global");
            }
        }
        return links + "\n";
    }

    private String routesInJson(boolean six) {
        ArrayNode routes = LabStore.MAPPER.createArrayNode();
        if (six) {
            return routes + "\n";
        }
        for (LabLinks.Route route : host.links().routes()) {
            routes.addObject()
                    .put("dst", route.destination())
                    .put("gateway", route.via())
                    .put("dev", route.device())
                    .putArray("flags");
        }
        for (LabLink link : links()) {
            if (!link.is(LabLink.LOOPBACK)) {
                link.addresses.forEach(address -> routes.addObject()
                        .put("dst", IpLinesOfLab.network(address))
                        .put("dev", link.name)
                        .put("protocol", "kernel")
                        .put("scope", "link")
                        .put("prefsrc", address.replaceFirst("/.*", "")));
            }
        }
        return routes + "\n";
    }

    private int brctl(Invocation call) throws IOException {
        List<String> words = call.operands();
        String verb = words.isEmpty() ? "" : words.get(0);
        if (verb.equals("show")) {
            call.println("bridge name\tbridge id\t\tSTP enabled\tinterfaces");
            for (LabLink link : links()) {
                if (link.is(LabLink.BRIDGE)) {
                    String ports = String.join(
                            "\n\t\t\t\t\t\t\t",
                            links().stream()
                                    .filter(port -> port.master.equals(link.name))
                                    .map(port -> port.name)
                                    .toList());
                    call.println(link.name + "\t\t8000." + link.mac.replace(":", "") + "\t" + (link.stp ? "yes" : "no")
                            + "\t\t" + ports);
                }
            }
            return 0;
        }
        if (!verb.equals("delbr") || words.size() != 2) {
            call.complain("never heard of command [" + verb + "]");
            return 1;
        }
        Optional<LabLink> bridge = host.links().find(words.get(1)).filter(link -> link.is(LabLink.BRIDGE));
        if (bridge.isEmpty() || bridge.get().up) {
            call.complain("bridge " + words.get(1)
                    + (bridge.isEmpty() ? " doesn't exist; can't delete it" : " is still up; can't delete it"));
            return 1;
        }
        host.links().remove(words.get(1));
        host.links().changed();
        return 0;
    }

    /** {@code bridge link}: the ports and how they stand. */
    private int bridge(Invocation call) throws IOException {
        for (LabLink link : links()) {
            if (host.links()
                    .find(link.master)
                    .filter(one -> one.is(LabLink.BRIDGE))
                    .isPresent()) {
                call.println(link.index + ": " + IpLinesOfLab.title(link) + ": <BROADCAST,MULTICAST"
                        + (link.up ? ",UP,LOWER_UP" : "") + "> mtu " + link.mtu + " master " + link.master
                        + " state " + (link.up ? "forwarding" : "disabled") + " priority 32 cost 4 ");
            }
        }
        return 0;
    }
}
