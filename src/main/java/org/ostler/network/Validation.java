package org.ostler.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/** What is wrong with the interfaces of a wanted network: names, cards, VLANs, bonds, bridges. */
final class Validation {
    /** IFNAMSIZ of Linux, without the closing zero. */
    static final int LONGEST_NAME = 15;

    /** CloudStack makes {@code br<card>-<vlan>} for guests, and their VLANs have up to four digits. */
    private static final int LONGEST_CARD = LONGEST_NAME - "br-4094".length();

    private static final int LAST_VLAN = 4094;
    private static final int SMALLEST_MTU = 1280;
    private static final int LARGEST_MTU = 9216;
    private static final int LONGEST_DELAY = 30;
    private static final int SHORTEST_DELAY_WITH_STP = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    /** The names among which the agent looks for a bridge's way out (LibvirtComputingResource, BridgeVifDriver). */
    private static final Pattern FOUND_BY_CLOUDSTACK =
            Pattern.compile("(eth|bond|team|vlan|em|ens|eno|enp|enx|p\\d+p\\d).*");

    private static final Set<String> BOND_MODES =
            Set.of("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb");

    private final HostNetwork wanted;
    private final NetworkState state;
    private final List<Problem> problems = new ArrayList<>();

    private Validation(HostNetwork wanted, Present present) {
        this.wanted = wanted;
        this.state = present.state();
    }

    static List<Problem> of(HostNetwork wanted, Present present) {
        Validation validation = new Validation(wanted, present);
        validation.names();
        validation.nics();
        wanted.bonds().forEach(validation::bond);
        validation.vlans();
        wanted.bridges().forEach(validation::bridge);
        validation.switches();
        validation.ports();
        validation.mtus();
        validation.presentVlansOnBridges();
        List<Problem> all = new ArrayList<>(validation.problems);
        all.addAll(AddressValidation.of(wanted, present));
        return List.copyOf(all);
    }

    private void names() {
        Map<String, Integer> count = new HashMap<>();
        for (String name : wanted.names()) {
            if (name.length() > LONGEST_NAME) {
                error(
                        name,
                        "The name " + name + " has " + name.length() + " characters; Linux takes 15.",
                        "Choose a shorter name, or give the network card a shorter one by a link file or udev rule.");
            } else if (!NAME.matcher(name).matches()) {
                error(
                        name,
                        "The name " + printable(name) + " is none that an interface can have.",
                        "Use letters, digits, dots, dashes and underscores.");
            }
            if (count.merge(name, 1, Integer::sum) == 2) {
                error(name, "Two interfaces are to be called " + printable(name) + ".", "Give each a name of its own.");
            }
        }
    }

    private static String printable(String name) {
        return name.isEmpty() ? "(empty)" : name.replaceAll("[^\\x21-\\x7e]", "?");
    }

    private void nics() {
        if (wanted.nics().isEmpty()) {
            error(
                    "uplink",
                    "It is not known which network card the bridges shall use.",
                    "Name the network card in the settings.");
        }
        for (Nic nic : wanted.nics()) {
            Optional<Link> link = state.link(nic.name());
            if (link.isEmpty()) {
                error(
                        nic.name(),
                        "This host has no network card " + printable(nic.name()) + "; it has "
                                + String.join(", ", cards()) + ".",
                        "Name one that the host has, or put the card in.");
            } else if (link.get().kind() != Kind.NIC) {
                error(nic.name(), nic.name() + " is not a network card.", "Name the card or bond below it.");
            } else {
                link.get()
                        .master()
                        .filter(master -> !wanted.names().contains(master))
                        .ifPresent(master -> error(
                                nic.name(),
                                nic.name() + " belongs to " + master + ", of which these settings know nothing.",
                                "Name that bond or bridge in the settings, or take the card out of it first."));
            }
        }
    }

    private void foreign(String name) {
        state.link(name)
                .flatMap(Link::master)
                .filter(master -> !wanted.names().contains(master))
                .ifPresent(master -> error(
                        name,
                        name + " belongs to " + master + ", of which these settings know nothing.",
                        "Name that bond or bridge in the settings, or take the card out of it first."));
    }

    private List<String> cards() {
        return state.links().values().stream()
                .filter(link -> link.kind() == Kind.NIC)
                .map(Link::name)
                .toList();
    }

    private void bond(Bond bond) {
        if (bond.members().isEmpty()) {
            error(bond.name(), "The bond " + bond.name() + " has no member.", "Name at least one network card.");
        }
        if (!BOND_MODES.contains(bond.mode())) {
            error(bond.name(), "A bond has no mode " + printable(bond.mode()) + ".", "Choose one of the listed modes.");
        }
        if (bond.miimon() < 1) {
            error(
                    bond.name(),
                    "Without looking at its links the bond " + bond.name() + " never leaves a dead one.",
                    "Choose 100 milliseconds.");
        }
        exists(bond.name(), Kind.BOND);
    }

    private void vlans() {
        Map<String, String> taken = new HashMap<>();
        for (Vlan vlan : wanted.vlans()) {
            number(vlan.name(), vlan.id());
            String other = taken.putIfAbsent(vlan.parent() + " " + vlan.id(), vlan.name());
            if (other != null) {
                error(vlan.name(), vlan.name() + " and " + other + " are the same VLAN.", "Give each its own number.");
            }
            boolean onBridge =
                    wanted.bridges().stream().anyMatch(bridge -> bridge.name().equals(vlan.parent()));
            if (onBridge
                    || state.link(vlan.parent())
                            .filter(link -> link.kind() == Kind.BRIDGE)
                            .isPresent()) {
                error(
                        vlan.name(),
                        vlan.name() + " is a VLAN of a bridge: CloudStack would take it for the bridge's card.",
                        "Make the VLAN on the network card.");
            }
            exists(vlan.name(), Kind.VLAN);
            foreign(vlan.name());
        }
    }

    private void number(String where, int vlan) {
        if (vlan < 1 || vlan > LAST_VLAN) {
            error(where, "A VLAN has a number from 1 to 4094.", "Mend the number; empty means untagged.");
        }
    }

    private void bridge(Bridge bridge) {
        if (bridge.ports().isEmpty()) {
            error(
                    bridge.name(),
                    "The bridge " + bridge.name() + " has no port: CloudStack finds no way out of it.",
                    "Name a network card for it.");
        }
        for (String port : bridge.ports()) {
            if (!FOUND_BY_CLOUDSTACK.matcher(port).matches()) {
                error(
                        port,
                        "CloudStack does not take " + printable(port) + " for the network card of a bridge: it looks"
                                + " for eth, bond, team, vlan, em, ens, eno, enp, enx and p1p1.",
                        "Give the card such a name by a link file or udev rule.");
            }
            String card = port.replaceAll("\\.\\d+$", "");
            if (card.length() > LONGEST_CARD) {
                warning(
                        card,
                        "On " + card + " CloudStack cannot make the bridges of guests whose VLAN has four digits: br"
                                + card + "-1000 has more than 15 characters.",
                        "Give the card a name of at most 8 characters, or keep to smaller VLAN numbers.");
            }
        }
        delay(bridge);
        exists(bridge.name(), Kind.BRIDGE);
    }

    private void delay(Bridge bridge) {
        int least = bridge.stp() ? SHORTEST_DELAY_WITH_STP : 0;
        if (bridge.forwardDelay() < least || bridge.forwardDelay() > LONGEST_DELAY) {
            error(
                    bridge.name(),
                    "The forward delay of a bridge is 2 to 30 seconds with STP, 0 to 30 without.",
                    "The manual has 5.");
        }
    }

    private void exists(String name, Kind kind) {
        state.link(name)
                .filter(link -> link.kind() != kind)
                .ifPresent(link -> error(
                        name,
                        name + " exists on this host and is something else.",
                        "Choose another name, or remove it first."));
    }

    private void switches() {
        Map<Integer, String> taken = new LinkedHashMap<>();
        for (OvsSwitch one : wanted.switches()) {
            if (one.ports().isEmpty()) {
                error(
                        one.name(),
                        "The bridge " + one.name() + " has no port: CloudStack finds no way out of it.",
                        "Name a network card for it.");
            }
            exists(one.name(), Kind.OPEN_VSWITCH);
        }
        for (FakeBridge fake : wanted.fakeBridges()) {
            number(fake.name(), fake.vlan());
            String other = taken.putIfAbsent(fake.vlan(), fake.name());
            if (other != null) {
                error(fake.name(), fake.name() + " and " + other + " are the same VLAN.", "Give each its own number.");
            }
            state.link(fake.name())
                    .filter(link -> !link.vlan().equals(Optional.of(fake.vlan()))
                            || !link.parent().equals(Optional.of(fake.parent())))
                    .ifPresent(link -> error(
                            fake.name(),
                            fake.name() + " exists on this host and is something else.",
                            "Choose another name, or remove it first."));
        }
    }

    private void ports() {
        Map<String, String> masters = new HashMap<>();
        BiConsumer<String, List<String>> take = (master, ports) -> ports.forEach(port -> {
            String other = masters.putIfAbsent(port, master);
            if (master.equals(other)) {
                error(port, printable(port) + " is named twice for " + printable(master) + ".", "Name it once.");
            } else if (other != null) {
                error(
                        port,
                        printable(port) + " is to be in " + printable(other) + " and in " + printable(master) + ".",
                        "An interface is a port of one bridge or bond: give the networks different VLANs or cards.");
            }
        });
        wanted.bonds().forEach(bond -> take.accept(bond.name(), bond.members()));
        wanted.bridges().forEach(bridge -> take.accept(bridge.name(), bridge.ports()));
        wanted.switches().forEach(one -> take.accept(one.name(), one.ports()));
        for (Vlan vlan : wanted.vlans()) {
            boolean member =
                    wanted.bonds().stream().anyMatch(bond -> bond.members().contains(vlan.parent()));
            if (member) {
                error(
                        vlan.name(),
                        vlan.parent() + " belongs to a bond: it carries no VLAN of its own.",
                        "Make the VLAN on the bond.");
            }
        }
    }

    private void mtus() {
        Map<String, Integer> wantedMtu = new HashMap<>();
        wanted.nics().forEach(nic -> nic.mtu().ifPresent(mtu -> wantedMtu.put(nic.name(), mtu)));
        wanted.bonds().forEach(bond -> bond.mtu().ifPresent(mtu -> wantedMtu.put(bond.name(), mtu)));
        wanted.vlans().forEach(vlan -> vlan.mtu().ifPresent(mtu -> wantedMtu.put(vlan.name(), mtu)));
        wanted.bridges().forEach(bridge -> bridge.mtu().ifPresent(mtu -> wantedMtu.put(bridge.name(), mtu)));
        wantedMtu.forEach((name, mtu) -> {
            if (mtu < SMALLEST_MTU || mtu > LARGEST_MTU) {
                error(name, "An MTU is a number from 1280 to 9216.", "Use 1500, or 9000 where the switch carries it.");
            }
        });
        wanted.vlans().forEach(vlan -> notLarger(wantedMtu, vlan.name(), vlan.parent()));
        wanted.bridges().forEach(bridge -> bridge.ports().forEach(port -> notLarger(wantedMtu, bridge.name(), port)));
    }

    private void notLarger(Map<String, Integer> mtus, String child, String parent) {
        Optional<Integer> below = Optional.ofNullable(mtus.get(parent))
                .or(() -> state.link(parent).map(Link::mtu));
        Integer mtu = mtus.get(child);
        if (mtu != null && below.isPresent() && mtu > below.get()) {
            error(
                    child,
                    "The MTU " + mtu + " of " + child + " is larger than the " + below.get() + " of " + parent + ".",
                    "Raise the one below, or lower this one.");
        }
    }

    /** Not ours to remove, yet the agent may choose it for the bridge's card. */
    private void presentVlansOnBridges() {
        for (Link link : state.links().values()) {
            boolean onOurs = link.kind() == Kind.VLAN
                    && wanted.bridges().stream()
                            .anyMatch(bridge -> link.parent().equals(Optional.of(bridge.name())));
            if (onOurs && !wanted.names().contains(link.name())) {
                warning(
                        link.name(),
                        link.name() + " is a VLAN of a bridge: CloudStack would take it for the bridge's card.",
                        "Make the VLAN on the network card.");
            }
        }
    }

    private void error(String where, String what, String remedy) {
        problems.add(Problem.error(where, what, remedy));
    }

    private void warning(String where, String what, String remedy) {
        problems.add(Problem.warning(where, what, remedy));
    }
}
