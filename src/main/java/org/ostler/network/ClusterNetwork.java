package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/** Rules over the hosts of one cluster: the bridges exist (KVM-31) and are the same everywhere (KVM-32). */
public final class ClusterNetwork {
    private ClusterNetwork() {}

    /** KVM-31, of one host. */
    public static List<Problem> missingBridges(NetworkState state, List<String> bridges) {
        List<Problem> problems = new ArrayList<>();
        for (String bridge : bridges) {
            Optional<Link> link = state.link(bridge);
            if (link.filter(ClusterNetwork::isBridge).isEmpty()) {
                problems.add(
                        Problem.error(
                                bridge,
                                "The bridge " + bridge + " does not exist.",
                                "Configure the network before the host is added: CloudStack's agent would rewrite it by itself."));
            } else if (uplinks(state, bridge).isEmpty() && link.get().kind() == Kind.BRIDGE) {
                problems.add(Problem.error(
                        bridge,
                        "The bridge " + bridge + " has no port: CloudStack finds no way out of it.",
                        "Name a network card for it."));
            }
        }
        return problems;
    }

    /**
     * KVM-32: what differs between hosts, each difference once with all its values.
     *
     * @param states by host name
     */
    public static List<Problem> differences(Map<String, NetworkState> states, List<String> bridges) {
        List<Problem> problems = new ArrayList<>();
        for (String bridge : bridges) {
            Map<String, Function<NetworkState, String>> aspects = new LinkedHashMap<>();
            aspects.put(
                    "kind",
                    state -> state.link(bridge).map(link -> link.kind().name()).orElse("missing"));
            aspects.put("VLAN", state -> vlan(state, bridge));
            aspects.put("MTU", state -> state.link(bridge)
                    .map(link -> Integer.toString(link.mtu()))
                    .orElse("missing"));
            aspects.put("network card", state -> String.join(", ", uplinks(state, bridge)));
            aspects.forEach(
                    (aspect, of) -> difference(states, bridge, aspect, of).ifPresent(problems::add));
        }
        return problems;
    }

    private static Optional<Problem> difference(
            Map<String, NetworkState> states, String bridge, String aspect, Function<NetworkState, String> of) {
        Map<String, List<String>> hosts = new TreeMap<>();
        new TreeMap<>(states)
                .forEach((host, state) -> hosts.computeIfAbsent(of.apply(state), value -> new ArrayList<>())
                        .add(host));
        if (hosts.size() < 2) {
            return Optional.empty();
        }
        String said = hosts.entrySet().stream()
                .map(entry -> (entry.getKey().isEmpty() ? "none" : entry.getKey()) + " ("
                        + String.join(", ", entry.getValue()) + ")")
                .reduce((left, right) -> left + "; " + right)
                .orElse("");
        return Optional.of(Problem.error(
                bridge,
                "The " + aspect + " of " + bridge + " is not the same on all hosts: " + said + ".",
                "Configure the network of the hosts that differ with the same settings."));
    }

    /** Addresses that two hosts of a plan would have at the same time. */
    public static List<Problem> duplicateAddresses(Map<String, HostNetwork> wanted) {
        Map<String, List<String>> hosts = new TreeMap<>();
        new TreeMap<>(wanted).forEach((host, network) -> network.addresses().forEach(given -> given.addresses()
                .forEach(address -> hosts.computeIfAbsent(address.address(), value -> new ArrayList<>())
                        .add(host))));
        List<Problem> problems = new ArrayList<>();
        hosts.forEach((address, names) -> {
            if (names.size() > 1) {
                problems.add(Problem.error(
                        "management-address",
                        "The address " + address + " would be used by " + String.join(", ", names) + " at once.",
                        "Leave the address empty to keep each host's own, or write host=address for each."));
            }
        });
        return problems;
    }

    private static boolean isBridge(Link link) {
        return link.kind() == Kind.BRIDGE || link.kind() == Kind.OPEN_VSWITCH;
    }

    private static List<String> uplinks(NetworkState state, String bridge) {
        Optional<Link> fake = state.link(bridge).filter(link -> link.parent().isPresent());
        return state.portsOf(fake.flatMap(Link::parent).orElse(bridge)).stream()
                .filter(port -> state.link(port)
                        .filter(link -> link.kind() != Kind.OTHER)
                        .isPresent())
                .toList();
    }

    private static String vlan(NetworkState state, String bridge) {
        return state.link(bridge)
                .flatMap(Link::vlan)
                .or(() -> uplinks(state, bridge).stream()
                        .flatMap(port -> state.link(port).flatMap(Link::vlan).stream())
                        .findFirst())
                .map(String::valueOf)
                .orElse("untagged");
    }
}
