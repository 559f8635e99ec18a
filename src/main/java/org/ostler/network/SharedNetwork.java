package org.ostler.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;

/**
 * What of a host's network must be the same on every host of a cluster (KVM-32), in words that can be compared: bridges
 * by name with their VLANs and MTU, and VLANs. Cards, which may be called differently, and addresses are no part of it.
 */
public final class SharedNetwork {
    /** The looks that every system answers; few, because whole clusters are compared again and again. */
    public static final List<Fact<?>> FACTS = List.of(
            NetworkFacts.OLD_LINKS,
            NetworkFacts.VLAN_CONFIG,
            NetworkFacts.BRIDGE_SWITCHES,
            NetworkFacts.BRIDGE_PORTS,
            NetworkFacts.SWITCHES);

    private SharedNetwork() {}

    /** @throws Fact.Unreadable when the host did not say enough */
    public static Set<String> of(Facts facts) {
        Map<String, NetworkState.Link> kernel = IpLines.links(
                facts.get(NetworkFacts.OLD_LINKS),
                Answer.of(""),
                new IpLines.Kernel(
                        lines(facts, NetworkFacts.VLAN_CONFIG),
                        lines(facts, NetworkFacts.BRIDGE_SWITCHES),
                        lines(facts, NetworkFacts.BRIDGE_PORTS),
                        List.of()));
        TreeMap<String, NetworkState.Link> links = new TreeMap<>(kernel);
        NetworkState state = new NetworkState(
                facts.find(NetworkFacts.SWITCHES)
                        .filter(Answer::ok)
                        .map(shown -> OvsShow.overlaid(links, shown.out()))
                        .orElse(links),
                new TreeSet<>());
        Set<String> words = new TreeSet<>();
        state.links().values().forEach(link -> word(state, link, words));
        return words;
    }

    private static List<String> lines(Facts facts, Fact<Answer> fact) {
        return facts.answer(fact).map(answer -> answer.out().lines().toList()).orElse(List.of());
    }

    /** libvirt's own bridge is nobody's choice. */
    private static void word(NetworkState state, NetworkState.Link link, Set<String> words) {
        switch (link.kind()) {
            case BRIDGE, OPEN_VSWITCH -> {
                if (!link.name().startsWith("virbr")) {
                    words.add(link.name() + vlans(state, link) + " mtu " + link.mtu());
                }
            }
            case VLAN -> words.add("VLAN " + link.vlan().map(String::valueOf).orElse("?") + " mtu " + link.mtu());
            case NIC, BOND, LOOPBACK, OTHER -> {}
        }
    }

    private static String vlans(NetworkState state, NetworkState.Link bridge) {
        Set<Integer> vlans = new TreeSet<>();
        bridge.vlan().ifPresent(vlans::add);
        state.portsOf(bridge.name()).stream()
                .flatMap(port -> state.link(port).stream())
                .flatMap(link -> link.vlan().stream())
                .forEach(vlans::add);
        return vlans.isEmpty()
                ? ""
                : " VLAN "
                        + String.join("+", vlans.stream().map(String::valueOf).toList());
    }
}
