package org.ostler.network;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A host's running network, as it was seen, without what changes by itself: counters, lifetimes, indices, link-local
 * addresses, interfaces of guests. Two equal states are the proof that a restored network is the saved one.
 *
 * @param links by name
 * @param routes of the main table
 */
public record NetworkState(SortedMap<String, Link> links, SortedSet<Route> routes) {
    /** What an interface is. */
    public enum Kind {
        NIC,
        BOND,
        VLAN,
        BRIDGE,
        /** A switch of Open vSwitch or one of its internal ports. */
        OPEN_VSWITCH,
        LOOPBACK,
        OTHER
    }

    /**
     * One interface.
     *
     * @param mac lower case; empty when it has none
     * @param up whether it is switched on; not whether it has a carrier, which is the cable's business
     * @param parent of a VLAN
     * @param vlan of a VLAN
     * @param master the bridge or bond that it is a port of
     * @param bridge of a bridge
     * @param addresses without link-local ones
     */
    public record Link(
            String name,
            Kind kind,
            String mac,
            int mtu,
            boolean up,
            Optional<String> parent,
            Optional<Integer> vlan,
            Optional<String> master,
            Optional<BridgeState> bridge,
            SortedSet<String> addresses) {
        public Link {
            addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
        }
    }

    /** @param forwardDelay in seconds, rounded */
    public record BridgeState(boolean stp, int forwardDelay) {}

    /** @param destination {@code default} or a network */
    public record Route(String destination, String gateway, String device, int metric) implements Comparable<Route> {
        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }
    }

    public NetworkState {
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        routes = Collections.unmodifiableSortedSet(new TreeSet<>(routes));
    }

    public static NetworkState empty() {
        return new NetworkState(new TreeMap<>(), new TreeSet<>());
    }

    public Optional<Link> link(String name) {
        return Optional.ofNullable(links.get(name));
    }

    /** The interface that carries this address now. */
    public Optional<Link> carrying(String address) {
        return links.values().stream()
                .filter(link -> link.addresses().stream().anyMatch(cidr -> cidr.startsWith(address + "/")))
                .findFirst();
    }

    /** Interfaces enslaved to this bridge or bond. */
    public List<String> portsOf(String master) {
        return links.values().stream()
                .filter(link -> link.master().equals(Optional.of(master)))
                .map(Link::name)
                .toList();
    }

    public Map<String, String> defaultGateways() {
        Map<String, String> byDevice = new TreeMap<>();
        routes.stream()
                .filter(route -> route.destination().equals("default"))
                .forEach(route -> byDevice.put(route.device(), route.gateway()));
        return byDevice;
    }
}
