package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a host's network shall be: the one value from which the files of every system are generated. It speaks only of
 * interfaces that CloudStack and the management network need; all others on the host are left alone.
 *
 * @param switches of Open vSwitch; a network has these or {@code bridges}
 * @param fakeBridges of Open vSwitch: a VLAN of a switch that looks like a bridge of its own
 * @param gone VLANs of an earlier layout that would join a wanted bridge or keep a wanted address: they must not exist
 */
public record HostNetwork(
        List<Nic> nics,
        List<Bond> bonds,
        List<Vlan> vlans,
        List<Bridge> bridges,
        List<OvsSwitch> switches,
        List<FakeBridge> fakeBridges,
        List<Addressing> addresses,
        List<String> gone) {

    /** @param mac as it was seen; the Red Hat files name it (KVM-34) */
    public record Nic(String name, Optional<String> mac, Optional<Integer> mtu) {}

    /**
     * @param mode as the kernel names it: {@code active-backup}, {@code 802.3ad} …
     * @param miimon milliseconds between looks at the members' links
     */
    public record Bond(String name, String mode, List<String> members, int miimon, Optional<Integer> mtu) {
        public Bond {
            members = List.copyOf(members);
        }
    }

    public record Vlan(String name, int id, String parent, Optional<Integer> mtu) {}

    /** @param forwardDelay in seconds: with STP a port carries traffic only after twice this time */
    public record Bridge(String name, List<String> ports, boolean stp, int forwardDelay, Optional<Integer> mtu) {
        public Bridge {
            ports = List.copyOf(ports);
        }
    }

    /** @param trunks the VLANs that its ports carry; empty for all */
    public record OvsSwitch(String name, List<String> ports, List<Integer> trunks) {
        public OvsSwitch {
            ports = List.copyOf(ports);
            trunks = List.copyOf(trunks);
        }
    }

    public record FakeBridge(String name, String parent, int vlan) {}

    /**
     * The addresses of one interface, and what is reached through it.
     *
     * @param gateway of IPv4
     * @param gateway6 of IPv6
     */
    public record Addressing(
            String on,
            List<Cidr> addresses,
            Optional<String> gateway,
            Optional<String> gateway6,
            List<String> nameServers,
            List<String> searchDomains) {
        public Addressing {
            addresses = List.copyOf(addresses);
            nameServers = List.copyOf(nameServers);
            searchDomains = List.copyOf(searchDomains);
        }

        public Stream<Cidr> ipv4() {
            return addresses.stream().filter(address -> !address.isIpv6());
        }

        public Stream<Cidr> ipv6() {
            return addresses.stream().filter(Cidr::isIpv6);
        }
    }

    public HostNetwork {
        nics = List.copyOf(nics);
        bonds = List.copyOf(bonds);
        vlans = List.copyOf(vlans);
        bridges = List.copyOf(bridges);
        switches = List.copyOf(switches);
        fakeBridges = List.copyOf(fakeBridges);
        addresses = List.copyOf(addresses);
        gone = List.copyOf(gone);
    }

    /** What would not work, or not be found by CloudStack; empty when all is well. */
    public List<Problem> problems(Present present) {
        return Validation.of(this, present);
    }

    public boolean isOpenVSwitch() {
        return !switches.isEmpty();
    }

    /** Every interface that it speaks of, parents before children. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        nics.forEach(nic -> names.add(nic.name()));
        bonds.forEach(bond -> names.add(bond.name()));
        switches.forEach(one -> names.add(one.name()));
        vlans.forEach(vlan -> names.add(vlan.name()));
        bridges.forEach(bridge -> names.add(bridge.name()));
        fakeBridges.forEach(fake -> names.add(fake.name()));
        return List.copyOf(names);
    }

    public Optional<Addressing> addressing(String name) {
        return addresses.stream().filter(one -> one.on().equals(name)).findFirst();
    }

    /** The bridge or bond that this interface is a port of. */
    public Optional<String> masterOf(String name) {
        return Stream.of(
                        bridges.stream()
                                .filter(bridge -> bridge.ports().contains(name))
                                .map(Bridge::name),
                        switches.stream()
                                .filter(one -> one.ports().contains(name))
                                .map(OvsSwitch::name),
                        bonds.stream()
                                .filter(bond -> bond.members().contains(name))
                                .map(Bond::name))
                .flatMap(names -> names)
                .findFirst();
    }
}
