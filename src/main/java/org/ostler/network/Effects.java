package org.ostler.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/** Commands that no network service gives by itself: what moved away is taken off, what was made is removed. */
final class Effects {
    private Effects() {}

    /**
     * Takes addresses off interfaces that have them now and shall not: ifupdown and the network scripts take an
     * interface down by its new description, in which the address no longer stands, and would leave it where it is.
     */
    static List<CommandLine> flushMoved(HostNetwork wanted, Present present) {
        return wanted.names().stream()
                .filter(name -> present.state()
                        .link(name)
                        .filter(link -> !wantedOn(wanted, name).containsAll(link.addresses()))
                        .isPresent())
                .map(Effects::flush)
                .toList();
    }

    /** What an earlier layout left. Before anything else: a service that follows its files may remove it meanwhile. */
    static List<CommandLine> removeEarlier(HostNetwork wanted, Present present) {
        return wanted.gone().stream()
                .filter(name -> present.state().link(name).isPresent())
                .map(name -> CommandLine.of("ip", "link", "delete", "dev", name))
                .toList();
    }

    /** The other way round: interfaces that stay, but had other addresses before. */
    static List<CommandLine> flushGiven(HostNetwork wanted, Present before) {
        return wanted.addresses().stream()
                .filter(given -> before.state()
                        .link(given.on())
                        .filter(link -> !link.addresses().containsAll(texts(given)))
                        .isPresent())
                .map(given -> flush(given.on()))
                .toList();
    }

    /** Cards that were switched off before: whoever made them ports switched them on, and nobody switches them off. */
    static List<CommandLine> switchOff(HostNetwork wanted, Present before) {
        return wanted.names().stream()
                .filter(name ->
                        before.state().link(name).filter(link -> !link.up()).isPresent())
                .map(name -> CommandLine.of("ip", "link", "set", "dev", name, "down"))
                .toList();
    }

    /** Interfaces that exist only because of the change, children first. */
    static List<CommandLine> removeMade(HostNetwork wanted, Present before) {
        List<CommandLine> commands = new ArrayList<>();
        List<String> made = new ArrayList<>();
        Stream.of(
                        wanted.bonds().stream().map(HostNetwork.Bond::name),
                        wanted.vlans().stream().map(HostNetwork.Vlan::name),
                        wanted.bridges().stream().map(HostNetwork.Bridge::name))
                .flatMap(names -> names)
                .filter(name -> before.state().link(name).isEmpty())
                .forEach(made::add);
        Collections.reverse(made);
        for (String name : made) {
            boolean oldBridge =
                    wanted.bridges().stream().anyMatch(bridge -> bridge.name().equals(name))
                            && isTooOldForIpLink(before);
            if (oldBridge) {
                commands.add(CommandLine.of("ip", "link", "set", "dev", name, "down"));
                commands.add(CommandLine.of("brctl", "delbr", name));
            } else {
                commands.add(CommandLine.of("ip", "link", "delete", "dev", name));
            }
        }
        commands.addAll(removeSwitches(wanted, before));
        return commands;
    }

    /** The kernel of EL 6 removes bridges only by the call that brctl makes. */
    private static boolean isTooOldForIpLink(Present present) {
        return present.system().family() == org.ostler.facts.OsRelease.Family.RED_HAT
                && present.system().major() <= 6;
    }

    /** Switch, port, trunks and fake bridges in one transaction of Open vSwitch (KVM-43): all of it or nothing. */
    static List<CommandLine> makeSwitches(HostNetwork wanted) {
        if (!wanted.isOpenVSwitch()) {
            return List.of();
        }
        CommandLine command = CommandLine.of("ovs-vsctl", "--timeout=30");
        for (OvsSwitch one : wanted.switches()) {
            command = command.plus("--", "--may-exist", "add-br", one.name());
            for (String port : one.ports()) {
                command = command.plus("--", "--may-exist", "add-port", one.name(), port);
            }
            if (!one.trunks().isEmpty()) {
                command = command.plus("--", "set", "port", one.name(), trunks(one));
            }
        }
        for (FakeBridge fake : wanted.fakeBridges()) {
            command = command.plus(
                    "--", "--may-exist", "add-br", fake.name(), fake.parent(), Integer.toString(fake.vlan()));
        }
        return List.of(command);
    }

    static String trunks(OvsSwitch one) {
        return "trunks="
                + one.trunks().stream()
                        .map(String::valueOf)
                        .reduce((left, right) -> left + "," + right)
                        .orElse("");
    }

    private static List<CommandLine> removeSwitches(HostNetwork wanted, Present before) {
        List<CommandLine> commands = new ArrayList<>();
        Stream.concat(
                        wanted.fakeBridges().stream().map(FakeBridge::name),
                        wanted.switches().stream().map(OvsSwitch::name))
                .filter(name -> before.state()
                        .link(name)
                        .map(Link::kind)
                        .filter(kind -> kind == Kind.OPEN_VSWITCH)
                        .isEmpty())
                .forEach(name ->
                        commands.add(CommandLine.of("ovs-vsctl", "--timeout=30", "--", "--if-exists", "del-br", name)));
        for (OvsSwitch one : wanted.switches()) {
            if (before.state().link(one.name()).isPresent()) {
                one.ports().stream()
                        .filter(port -> !before.state().portsOf(one.name()).contains(port))
                        .forEach(port -> commands.add(CommandLine.of(
                                "ovs-vsctl", "--timeout=30", "--", "--if-exists", "del-port", one.name(), port)));
            }
        }
        return commands;
    }

    private static List<String> wantedOn(HostNetwork wanted, String name) {
        return wanted.addressing(name).map(Effects::texts).orElse(List.of());
    }

    private static List<String> texts(Addressing addressing) {
        return addressing.addresses().stream().map(Cidr::toString).toList();
    }

    private static CommandLine flush(String name) {
        return CommandLine.of("ip", "addr", "flush", "dev", name, "scope", "global");
    }
}
