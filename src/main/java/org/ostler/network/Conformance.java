package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/** Whether a running network is the wanted one; in words, where it is not. */
public final class Conformance {
    private final HostNetwork wanted;
    private final NetworkState state;
    private final List<String> differences = new ArrayList<>();

    private Conformance(HostNetwork wanted, NetworkState state) {
        this.wanted = wanted;
        this.state = state;
    }

    /** One line for each interface that is not as wanted; empty when the host runs what was asked for. */
    public static List<String> differences(HostNetwork wanted, NetworkState state) {
        return new Conformance(wanted, state).found();
    }

    private List<String> found() {
        wanted.nics().forEach(nic -> is(nic.name(), Kind.NIC, nic.mtu()));
        wanted.bonds().forEach(this::bond);
        wanted.vlans().forEach(this::vlan);
        wanted.bridges().forEach(this::bridge);
        wanted.switches().forEach(this::openVSwitch);
        wanted.fakeBridges().forEach(this::fake);
        wanted.gone().stream()
                .filter(name -> state.link(name).isPresent())
                .forEach(name -> differences.add(name + " still exists"));
        wanted.names().forEach(this::addresses);
        wanted.addresses().forEach(this::gateways);
        return List.copyOf(differences);
    }

    private Optional<Link> is(String name, Kind kind, Optional<Integer> mtu) {
        Optional<Link> link = state.link(name);
        if (link.isEmpty()) {
            differences.add(name + " does not exist");
        } else if (link.get().kind() != kind) {
            differences.add(name + " is no " + word(kind));
        } else if (mtu.isPresent() && link.get().mtu() != mtu.get()) {
            differences.add(name + " has MTU " + link.get().mtu() + " and not " + mtu.get());
        } else if (!link.get().up()) {
            differences.add(name + " is switched off");
        }
        return link.filter(one -> one.kind() == kind);
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case NIC -> "network card";
            case BOND -> "bond";
            case VLAN -> "VLAN";
            case BRIDGE -> "bridge";
            case OPEN_VSWITCH -> "interface of Open vSwitch";
            case LOOPBACK -> "loopback";
            case OTHER -> "known interface";
        };
    }

    private void bond(Bond bond) {
        is(bond.name(), Kind.BOND, bond.mtu()).ifPresent(link -> ports(bond.name(), bond.members()));
    }

    private void vlan(Vlan vlan) {
        is(vlan.name(), Kind.VLAN, vlan.mtu()).ifPresent(link -> {
            if (!link.vlan().equals(Optional.of(vlan.id())) || !link.parent().equals(Optional.of(vlan.parent()))) {
                differences.add(vlan.name() + " is not VLAN " + vlan.id() + " of " + vlan.parent());
            }
        });
    }

    private void bridge(Bridge bridge) {
        is(bridge.name(), Kind.BRIDGE, bridge.mtu()).ifPresent(link -> {
            ports(bridge.name(), bridge.ports());
            link.bridge().ifPresent(seen -> {
                if (seen.stp() != bridge.stp()) {
                    differences.add(bridge.name() + " has STP " + (seen.stp() ? "on" : "off"));
                }
                if (seen.forwardDelay() != bridge.forwardDelay()) {
                    differences.add(bridge.name() + " has a forward delay of " + seen.forwardDelay() + " s");
                }
            });
        });
    }

    private void openVSwitch(OvsSwitch one) {
        is(one.name(), Kind.OPEN_VSWITCH, Optional.empty()).ifPresent(link -> ports(one.name(), one.ports()));
    }

    private void fake(FakeBridge fake) {
        is(fake.name(), Kind.OPEN_VSWITCH, Optional.empty()).ifPresent(link -> {
            if (!link.vlan().equals(Optional.of(fake.vlan())) || !link.parent().equals(Optional.of(fake.parent()))) {
                differences.add(fake.name() + " is not VLAN " + fake.vlan() + " of " + fake.parent());
            }
        });
    }

    /** Others may have joined: interfaces of guests come and go. */
    private void ports(String master, List<String> wantedPorts) {
        List<String> seen = state.portsOf(master);
        wantedPorts.stream()
                .filter(port -> !seen.contains(port))
                .forEach(port -> differences.add(port + " is no port of " + master));
    }

    private void addresses(String name) {
        Set<String> want = new TreeSet<>();
        wanted.addressing(name).ifPresent(given -> given.addresses().forEach(address -> want.add(address.toString())));
        Set<String> have =
                state.link(name).map(Link::addresses).map(TreeSet::new).orElseGet(TreeSet::new);
        if (!have.equals(want)) {
            differences.add(name + " has " + said(have) + " and not " + said(want));
        }
    }

    private static String said(Set<String> addresses) {
        return addresses.isEmpty() ? "no address" : String.join(", ", addresses);
    }

    private void gateways(Addressing given) {
        given.gateway().ifPresent(gateway -> gateway(given.on(), gateway));
        given.gateway6().ifPresent(gateway -> gateway(given.on(), gateway));
    }

    private void gateway(String on, String gateway) {
        boolean there = state.routes().stream()
                .anyMatch(route -> route.destination().equals("default")
                        && route.device().equals(on)
                        && route.gateway().equals(gateway));
        if (!there) {
            differences.add("the default route does not go to " + gateway + " through " + on);
        }
    }
}
