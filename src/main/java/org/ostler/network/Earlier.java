package org.ostler.network;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/**
 * What an earlier layout left on a host and a new one cannot bear: a VLAN that still joins a wanted bridge would short
 * two networks together, and an address on two interfaces is answered by either.
 *
 * @param kept names of VLANs that are wanted
 */
record Earlier(
        Present present,
        Optional<HostNetwork> files,
        List<Addressing> addresses,
        List<Bridge> bridges,
        Set<String> kept) {

    /** VLANs, in what runs or in files, that must not exist any more. */
    List<String> gone() {
        Set<String> gone = new TreeSet<>();
        present.state().links().values().stream()
                .filter(link -> link.kind() == Kind.VLAN && !kept.contains(link.name()))
                .filter(link -> isOfWantedBridge(link) || carriesWanted(link))
                .forEach(link -> gone.add(link.name()));
        files.ifPresent(written -> written.vlans().stream()
                .map(Vlan::name)
                .filter(name -> !kept.contains(name))
                .filter(name -> isOfWantedBridge(written, name) || carriesWanted(written, name))
                .forEach(gone::add));
        return List.copyOf(gone);
    }

    /** Cards that lose a wanted address or leave a wanted bridge: they are described too, with nothing on them. */
    List<String> released(Set<String> known) {
        Set<String> ports = new TreeSet<>();
        bridges.forEach(bridge -> ports.addAll(bridge.ports()));
        Set<String> released = new TreeSet<>();
        present.state().links().values().stream()
                .filter(link -> link.kind() == Kind.NIC || link.kind() == Kind.BOND)
                .filter(link -> !known.contains(link.name()) && !ports.contains(link.name()))
                .filter(link -> isOfWantedBridge(link)
                        || carriesWanted(link)
                        || files.filter(written ->
                                        isOfWantedBridge(written, link.name()) || carriesWanted(written, link.name()))
                                .isPresent())
                .forEach(link -> released.add(link.name()));
        return List.copyOf(released);
    }

    private boolean isOfWantedBridge(Link link) {
        return bridges.stream().anyMatch(bridge -> link.master().equals(Optional.of(bridge.name())));
    }

    private boolean isOfWantedBridge(HostNetwork written, String name) {
        Optional<String> master = written.masterOf(name);
        return bridges.stream().anyMatch(bridge -> master.equals(Optional.of(bridge.name())));
    }

    private boolean carriesWanted(Link link) {
        return wanted().anyMatch(address ->
                link.addresses().stream().anyMatch(text -> text.startsWith(address.address() + "/")));
    }

    private boolean carriesWanted(HostNetwork written, String name) {
        return written.addressing(name).stream()
                .flatMap(given -> given.addresses().stream())
                .anyMatch(
                        theirs -> wanted().anyMatch(address -> address.address().equals(theirs.address())));
    }

    private java.util.stream.Stream<Cidr> wanted() {
        return addresses.stream().flatMap(given -> given.addresses().stream());
    }
}
