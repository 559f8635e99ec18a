package org.ostler.network;

import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ostler.network.NetworkState.BridgeState;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;
import org.ostler.network.NetworkState.Route;

/** The state in which a host is that runs a network, worked out without one. */
final class Running {
    private static final int USUAL_MTU = 1500;

    private final HostNetwork network;
    private final TreeMap<String, Link> links;

    private Running(HostNetwork network, NetworkState before) {
        this.network = network;
        this.links = new TreeMap<>(before.links());
    }

    static NetworkState of(HostNetwork network, NetworkState before) {
        Running running = new Running(network, before);
        network.nics()
                .forEach(nic -> running.put(
                        nic.name(), Kind.NIC, nic.mtu(), Optional.empty(), Optional.empty(), Optional.empty()));
        network.bonds()
                .forEach(bond -> running.put(
                        bond.name(), Kind.BOND, bond.mtu(), Optional.empty(), Optional.empty(), Optional.empty()));
        network.vlans()
                .forEach(vlan -> running.put(
                        vlan.name(),
                        Kind.VLAN,
                        vlan.mtu(),
                        Optional.of(vlan.parent()),
                        Optional.of(vlan.id()),
                        Optional.empty()));
        network.bridges()
                .forEach(bridge -> running.put(
                        bridge.name(),
                        Kind.BRIDGE,
                        bridge.mtu(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new BridgeState(bridge.stp(), bridge.forwardDelay()))));
        network.switches()
                .forEach(one -> running.put(
                        one.name(),
                        Kind.OPEN_VSWITCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        network.fakeBridges()
                .forEach(fake -> running.put(
                        fake.name(),
                        Kind.OPEN_VSWITCH,
                        Optional.empty(),
                        Optional.of(fake.parent()),
                        Optional.of(fake.vlan()),
                        Optional.empty()));
        network.gone().forEach(running.links::remove);
        TreeSet<Route> routes = new TreeSet<>(before.routes());
        routes.removeIf(route -> network.names().contains(route.device()));
        network.addresses().forEach(given -> {
            given.gateway().ifPresent(to -> routes.add(new Route("default", to, given.on(), 0)));
            given.gateway6().ifPresent(to -> routes.add(new Route("default", to, given.on(), 1024)));
        });
        return new NetworkState(running.links, routes);
    }

    private void put(
            String name,
            Kind kind,
            Optional<Integer> mtu,
            Optional<String> parent,
            Optional<Integer> vlan,
            Optional<BridgeState> bridge) {
        Link before = links.get(name);
        TreeSet<String> addresses = new TreeSet<>();
        network.addressing(name)
                .ifPresent(given -> given.addresses().forEach(address -> addresses.add(address.toString())));
        links.put(
                name,
                new Link(
                        name,
                        kind,
                        before == null ? "" : before.mac(),
                        mtu.orElse(before == null ? USUAL_MTU : before.mtu()),
                        true,
                        parent,
                        vlan,
                        network.masterOf(name),
                        bridge,
                        addresses));
    }
}
