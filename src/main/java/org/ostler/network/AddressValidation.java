package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;

/** What is wrong with the addresses of a wanted network, and with where they would move. */
final class AddressValidation {
    private static final Pattern DOMAIN = Pattern.compile("(?!-)[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*\\.?");
    private static final int MOST_NAME_SERVERS = 3;

    private final HostNetwork wanted;
    private final Present present;
    private final List<Problem> problems = new ArrayList<>();

    private AddressValidation(HostNetwork wanted, Present present) {
        this.wanted = wanted;
        this.present = present;
    }

    static List<Problem> of(HostNetwork wanted, Present present) {
        AddressValidation validation = new AddressValidation(wanted, present);
        if (wanted.addresses().isEmpty()) {
            validation.error(
                    "management-address",
                    "There is no management address: Ostler and CloudStack would not find this host again.",
                    "Give one with its prefix length, as 192.168.42.11/24.");
        }
        wanted.addresses().forEach(validation::addressing);
        validation.files();
        return validation.problems;
    }

    private void addressing(Addressing given) {
        given.addresses().forEach(address -> address(given, address));
        given.gateway().ifPresent(gateway -> gateway(given, gateway, false));
        given.gateway6().ifPresent(gateway -> gateway(given, gateway, true));
        if (given.gateway().isEmpty() && given.gateway6().isEmpty()) {
            problems.add(Problem.warning(
                    given.on(),
                    "There is no gateway: only the host's own subnet is reached.",
                    "Name the gateway, unless the management server is in the same subnet."));
        }
        for (String server : given.nameServers()) {
            if (Cidr.canonical(server).isEmpty()) {
                error("name-servers", printable(server) + " is not the address of a name server.", "Use IP addresses.");
            }
        }
        if (given.nameServers().size() > MOST_NAME_SERVERS) {
            error("name-servers", "The resolver asks three name servers at most.", "Name the best three.");
        }
        for (String domain : given.searchDomains()) {
            if (!DOMAIN.matcher(domain).matches()) {
                error("search-domain", printable(domain) + " is not a domain.", "Use a name like lab.example.org.");
            }
        }
        wanted.masterOf(given.on())
                .ifPresent(master -> error(
                        given.on(),
                        given.on() + " is a port of " + master + " and cannot have an address itself.",
                        "Put the address on " + master + "."));
    }

    private void address(Addressing given, Cidr address) {
        if (!address.isOfAHost()) {
            error(
                    given.on(),
                    address + " is the address of the network itself or its broadcast address.",
                    "Use an address of a host, or mend the prefix length.");
        }
        for (Link other : present.state().links().values()) {
            boolean stays = !wanted.names().contains(other.name()) && other.kind() != Kind.LOOPBACK;
            for (String text : stays ? other.addresses() : List.<String>of()) {
                Optional<Cidr> theirs = Cidr.parse(text).filter(address::overlaps);
                if (theirs.isPresent() && !theirs.get().address().equals(address.address())) {
                    problems.add(Problem.warning(
                            other.name(),
                            other.name() + " has " + text + ", which overlaps the management network " + address + ".",
                            "Take it away, or answers may leave through the wrong interface."));
                }
            }
        }
        moved(given, address);
    }

    /** The one thing that a host cannot find out by itself before it is cut off: what the switch carries. */
    private void moved(Addressing given, Cidr address) {
        Optional<Link> now = present.state().carrying(address.address());
        Optional<Integer> from = now.flatMap(this::vlanOf);
        Optional<Integer> to = wantedVlan(given.on());
        if (from.equals(to) || to.filter(vlan -> vlan < 1).isPresent()) {
            return;
        }
        problems.add(Problem.warning(
                given.on(),
                to.isPresent()
                        ? address.address() + " moves to VLAN " + to.get() + " on " + given.on()
                                + ": the switch must carry it tagged to this host."
                        : address.address() + " moves out of its VLAN to " + given.on()
                                + ": the switch must carry it untagged to this host.",
                "Ask whoever runs the switch first; if it does not, the network guard restores the present network."));
    }

    private Optional<Integer> vlanOf(Link link) {
        return link.vlan()
                .or(() -> link.kind() == Kind.BRIDGE
                        ? present.state().portsOf(link.name()).stream()
                                .flatMap(port -> present.state().link(port).flatMap(Link::vlan).stream())
                                .findFirst()
                        : Optional.empty());
    }

    private Optional<Integer> wantedVlan(String name) {
        return wanted.vlans().stream()
                .filter(vlan ->
                        vlan.name().equals(name) || wanted.masterOf(vlan.name()).equals(Optional.of(name)))
                .map(Vlan::id)
                .findFirst()
                .or(() -> wanted.fakeBridges().stream()
                        .filter(fake -> fake.name().equals(name))
                        .map(HostNetwork.FakeBridge::vlan)
                        .findFirst());
    }

    private void gateway(Addressing given, String gateway, boolean ipv6) {
        List<Cidr> family = given.addresses().stream()
                .filter(address -> address.isIpv6() == ipv6)
                .toList();
        boolean linkLocal = ipv6 && gateway.toLowerCase(java.util.Locale.ROOT).startsWith("fe80:");
        if (Cidr.canonical(gateway).isEmpty() || gateway.indexOf(':') >= 0 != ipv6) {
            error("gateway", printable(gateway) + " is not an address that can be a gateway.", "Use an IP address.");
        } else if (!linkLocal && family.stream().noneMatch(address -> address.contains(gateway))) {
            error(
                    "gateway",
                    "The gateway " + gateway + " is not in the subnet of "
                            + family.stream()
                                    .map(Cidr::toString)
                                    .reduce((left, right) -> left + ", " + right)
                                    .orElse("any address")
                            + ".",
                    "Mend the gateway or the prefix length: a host reaches its gateway directly.");
        } else if (family.stream().anyMatch(address -> address.address().equals(gateway))) {
            error("gateway", "The gateway " + gateway + " is the host's own address.", "Name the router.");
        }
    }

    /** The manual's own sample says 255.255.255.240 under a text that says /24. */
    private void files() {
        Backend.of(present)
                .map(backend -> backend.read(present.files()))
                .ifPresent(
                        files -> files.addresses()
                                .forEach(
                                        said -> said.addresses()
                                                .forEach(
                                                        address -> present.state()
                                                                .carrying(address.address())
                                                                .ifPresent(
                                                                        link -> link.addresses().stream()
                                                                                .flatMap(text ->
                                                                                        Cidr.parse(text).stream())
                                                                                .filter(seen -> seen.address()
                                                                                                .equals(
                                                                                                        address
                                                                                                                .address())
                                                                                        && seen.prefix()
                                                                                                != address.prefix())
                                                                                .forEach(
                                                                                        seen -> problems.add(
                                                                                                Problem.warning(
                                                                                                        said.on(),
                                                                                                        "The file of "
                                                                                                                + said
                                                                                                                        .on()
                                                                                                                + " says "
                                                                                                                + address
                                                                                                                + ", the running interface has "
                                                                                                                + seen
                                                                                                                + ".",
                                                                                                        "The running one is kept; give the address in the settings if it is the wrong one.")))))));
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private void error(String where, String what, String remedy) {
        problems.add(Problem.error(where, what, remedy));
    }
}
