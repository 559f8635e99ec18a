package org.ostler.network;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;

/** Models made comparable: order says nothing, and not every kind of file has a word for everything. */
final class Models {
    private Models() {}

    /**
     * Sorted, and without what this kind of file cannot say: cards' MACs (only Red Hat's files name them), a switch's
     * trunks in netplan.
     */
    static HostNetwork spoken(HostNetwork network, Backend backend) {
        return new HostNetwork(
                sorted(network.nics().stream().map(nic -> new Nic(nic.name(), Optional.empty(), nic.mtu())), Nic::name),
                sorted(
                        network.bonds().stream()
                                .map(bond -> new Bond(
                                        bond.name(),
                                        bond.mode(),
                                        sorted(bond.members().stream(), name -> name),
                                        bond.miimon(),
                                        bond.mtu())),
                        Bond::name),
                sorted(network.vlans().stream(), Vlan::name),
                sorted(
                        network.bridges().stream()
                                .map(bridge -> new Bridge(
                                        bridge.name(),
                                        sorted(bridge.ports().stream(), name -> name),
                                        bridge.stp(),
                                        bridge.forwardDelay(),
                                        bridge.mtu())),
                        Bridge::name),
                sorted(
                        network.switches().stream()
                                .map(one -> new OvsSwitch(
                                        one.name(),
                                        sorted(one.ports().stream(), name -> name),
                                        backend == Backend.NETPLAN ? List.of() : one.trunks())),
                        OvsSwitch::name),
                sorted(network.fakeBridges().stream(), FakeBridge::name),
                sorted(network.addresses().stream().map(Models::sortedFamilies), Addressing::on),
                List.of());
    }

    /** IPv4 first: most files keep the families apart. */
    private static Addressing sortedFamilies(Addressing given) {
        return new Addressing(
                given.on(),
                Stream.concat(given.ipv4(), given.ipv6()).toList(),
                given.gateway(),
                given.gateway6(),
                Stream.concat(
                                given.nameServers().stream().filter(one -> one.indexOf(':') < 0),
                                given.nameServers().stream().filter(one -> one.indexOf(':') >= 0))
                        .toList(),
                given.searchDomains());
    }

    /** Without the host's other interfaces. */
    static HostNetwork only(HostNetwork network, List<String> names) {
        return new HostNetwork(
                network.nics().stream()
                        .filter(one -> names.contains(one.name()))
                        .toList(),
                network.bonds().stream()
                        .filter(one -> names.contains(one.name()))
                        .toList(),
                network.vlans().stream()
                        .filter(one -> names.contains(one.name()))
                        .toList(),
                network.bridges().stream()
                        .filter(one -> names.contains(one.name()))
                        .toList(),
                network.switches().stream()
                        .filter(one -> names.contains(one.name()))
                        .toList(),
                network.fakeBridges().stream()
                        .filter(one -> names.contains(one.name()))
                        .toList(),
                network.addresses().stream()
                        .filter(one -> names.contains(one.on()))
                        .toList(),
                List.of());
    }

    private static <T> List<T> sorted(Stream<T> values, Function<T, String> by) {
        return values.sorted(Comparator.comparing(by)).toList();
    }
}
