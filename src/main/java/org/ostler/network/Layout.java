package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ostler.facts.OsRelease;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/**
 * From settings and the present host to a {@link HostNetwork}. A network is a card and a VLAN; two networks that share
 * both share the bridge as well, and that is how the management address comes to lie on a bridge (the manual's basic
 * layout).
 */
final class Layout {
    /** What a person wrote is no number: no VLAN has it, and validation says so. */
    static final int NO_NUMBER = -1;

    private final Settings settings;
    private final Present present;
    private final String host;
    private final Optional<HostNetwork> files;
    private final Map<String, Bond> bonds = new LinkedHashMap<>();
    private final Set<String> nics = new LinkedHashSet<>();
    private final Map<String, Vlan> vlans = new LinkedHashMap<>();

    Layout(Settings settings, Present present, String host) {
        this.settings = settings;
        this.present = present;
        this.host = host;
        this.files = NetworkSettings.backend(settings, present).map(backend -> backend.read(present.files()));
    }

    HostNetwork network() {
        String uplink = uplink(NetworkSettings.UPLINK).orElseGet(this::uplinkInUse);
        String publicUplink = uplink(NetworkSettings.PUBLIC_UPLINK).orElse(uplink);
        String privateUplink = uplink(NetworkSettings.PRIVATE_UPLINK).orElse(uplink);
        return NetworkSettings.isOpenVswitch(settings)
                ? openVSwitch(uplink)
                : linux(uplink, publicUplink, privateUplink);
    }

    private HostNetwork linux(String uplink, String publicUplink, String privateUplink) {
        String management = port(uplink, number(NetworkSettings.MANAGEMENT_VLAN, 0));
        List<Bridge> bridges = new ArrayList<>();
        bridges.add(bridge(NetworkSettings.PUBLIC_BRIDGE, port(publicUplink, number(NetworkSettings.PUBLIC_VLAN, 0))));
        bridges.add(
                bridge(NetworkSettings.PRIVATE_BRIDGE, port(privateUplink, number(NetworkSettings.PRIVATE_VLAN, 0))));
        String on = bridges.stream()
                .filter(bridge -> bridge.ports().contains(management))
                .findFirst()
                .map(Bridge::name)
                .orElse(management);
        List<Addressing> addresses = addressing(on);
        Earlier earlier = new Earlier(present, files, addresses, bridges, Set.copyOf(vlans.keySet()));
        release(earlier);
        return new HostNetwork(
                nics(),
                List.copyOf(bonds.values()),
                List.copyOf(vlans.values()),
                bridges,
                List.of(),
                List.of(),
                addresses,
                earlier.gone());
    }

    private HostNetwork openVSwitch(String uplink) {
        String name = settings.text(NetworkSettings.SWITCH);
        List<FakeBridge> fakes = new ArrayList<>();
        List<Integer> trunks = new ArrayList<>();
        String on = name;
        for (Setting[] pair : new Setting[][] {
            {NetworkSettings.MANAGEMENT_BRIDGE, NetworkSettings.MANAGEMENT_VLAN},
            {NetworkSettings.PUBLIC_BRIDGE, NetworkSettings.PUBLIC_VLAN},
            {NetworkSettings.PRIVATE_BRIDGE, NetworkSettings.PRIVATE_VLAN}
        }) {
            int vlan = number(pair[1], 0);
            if (vlan != 0) {
                fakes.add(new FakeBridge(settings.text(pair[0]), name, vlan));
                trunks.add(vlan);
            }
            if (vlan != 0 && pair[0].equals(NetworkSettings.MANAGEMENT_BRIDGE)) {
                on = settings.text(pair[0]);
            }
        }
        List<OvsSwitch> switches = List.of(new OvsSwitch(
                name,
                uplink.isEmpty() ? List.of() : List.of(uplink),
                trunks.size() == 3 ? trunks.stream().distinct().toList() : List.of()));
        List<Addressing> addresses = addressing(on);
        Earlier earlier = new Earlier(present, files, addresses, List.of(), Set.of());
        release(earlier);
        return new HostNetwork(
                nics(), List.copyOf(bonds.values()), List.of(), List.of(), switches, fakes, addresses, earlier.gone());
    }

    private void release(Earlier earlier) {
        Set<String> known = new LinkedHashSet<>(nics);
        known.addAll(bonds.keySet());
        earlier.released(known).forEach(this::taken);
    }

    /** The interface that a VLAN of a card is seen on; the card itself when it is untagged. */
    private String port(String uplink, int vlan) {
        if (vlan == 0 || uplink.isEmpty()) {
            return uplink;
        }
        String name = uplink + "." + vlan;
        vlans.put(name, new Vlan(name, vlan, uplink, mtu()));
        return name;
    }

    private Bridge bridge(Setting name, String port) {
        return new Bridge(
                settings.text(name),
                port.isEmpty() ? List.of() : List.of(port),
                stp(),
                number(NetworkSettings.FORWARD_DELAY, NO_NUMBER),
                mtu());
    }

    private boolean stp() {
        String chosen = settings.text(NetworkSettings.STP);
        return chosen.equals(NetworkSettings.AS_THE_MANUAL)
                ? present.system().family() == OsRelease.Family.RED_HAT
                : chosen.equals("on");
    }

    private List<Nic> nics() {
        return nics.stream()
                .map(name ->
                        new Nic(name, present.state().link(name).map(Link::mac).filter(mac -> !mac.isEmpty()), mtu()))
                .toList();
    }

    private Optional<String> uplink(Setting setting) {
        List<String> names = settings.list(setting);
        if (names.size() > 1) {
            String known = bonds.values().stream()
                    .filter(bond -> bond.members().equals(names))
                    .map(Bond::name)
                    .findFirst()
                    .orElse("bond" + bonds.size());
            bonds.put(known, bond(known, names));
            nics.addAll(names);
            return Optional.of(known);
        }
        return names.stream().findFirst().map(this::taken);
    }

    /** A bond that is there already stays what it is. */
    private String taken(String name) {
        Optional<Link> link = present.state().link(name);
        if (link.filter(one -> one.kind() == Kind.BOND).isPresent()) {
            List<String> members = present.state().portsOf(name);
            bonds.put(name, bond(name, members));
            nics.addAll(members);
        } else {
            nics.add(name);
        }
        return name;
    }

    private Bond bond(String name, List<String> members) {
        Optional<Bond> known = files.stream()
                .flatMap(network -> network.bonds().stream())
                .filter(bond -> bond.name().equals(name))
                .findFirst();
        boolean chosen = !settings.list(NetworkSettings.UPLINK).isEmpty() || known.isEmpty();
        return new Bond(
                name,
                chosen ? settings.text(NetworkSettings.BOND_MODE) : known.get().mode(),
                members,
                chosen
                        ? number(NetworkSettings.BOND_MIIMON, NO_NUMBER)
                        : known.get().miimon(),
                mtu());
    }

    /** Below the address that is in use now: through bridge, switch and VLAN down to the card or bond. */
    private String uplinkInUse() {
        return inUse().map(Link::name).map(this::physical).map(this::taken).orElse("");
    }

    private String physical(String name) {
        Set<String> seen = new LinkedHashSet<>();
        String at = name;
        while (seen.add(at)) {
            Optional<Link> link = present.state().link(at);
            String here = at;
            at = link.flatMap(Link::parent)
                    .or(() -> link.filter(one -> one.kind() == Kind.BRIDGE || one.kind() == Kind.OPEN_VSWITCH)
                            .flatMap(one -> present.state().portsOf(here).stream()
                                    .filter(port -> present.state()
                                            .link(port)
                                            .filter(it -> it.kind() != Kind.OTHER)
                                            .isPresent())
                                    .findFirst()))
                    .orElse(at);
        }
        return at;
    }

    private Optional<Link> inUse() {
        Stream<String> byRoute = present.state().defaultGateways().keySet().stream();
        return byRoute.flatMap(device -> present.state().link(device).stream())
                .filter(link -> !link.addresses().isEmpty())
                .findFirst()
                .or(() -> present.state().links().values().stream()
                        .filter(link -> link.kind() != Kind.LOOPBACK && link.kind() != Kind.OTHER)
                        .filter(link -> !link.addresses().isEmpty())
                        .findFirst());
    }

    private List<Addressing> addressing(String on) {
        List<Cidr> addresses = chosenAddress().map(List::of).orElseGet(this::presentAddresses);
        if (addresses.isEmpty() || on.isEmpty()) {
            return List.of();
        }
        return List.of(new Addressing(
                on,
                addresses,
                settings.given(NetworkSettings.GATEWAY).map(String::strip).or(() -> presentGateway(false, addresses)),
                presentGateway(true, addresses),
                orPresent(settings.list(NetworkSettings.NAME_SERVERS), Addressing::nameServers),
                orPresent(settings.list(NetworkSettings.SEARCH_DOMAIN), Addressing::searchDomains)));
    }

    private List<String> orPresent(List<String> chosen, java.util.function.Function<Addressing, List<String>> ofFiles) {
        if (!chosen.isEmpty()) {
            return chosen;
        }
        return files.stream()
                .flatMap(network -> network.addresses().stream())
                .map(ofFiles)
                .filter(values -> !values.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** A wish that is no address counts as none at all: the host's present one would not be what was asked for. */
    private Optional<Cidr> chosenAddress() {
        return wish().flatMap(Layout::address);
    }

    /** Also with a netmask, as the manual writes them. */
    private static Optional<Cidr> address(String text) {
        int slash = text.indexOf('/');
        Optional<Integer> prefix = slash < 0
                ? Optional.empty()
                : Cidr.prefixOf(text.substring(slash + 1).strip());
        return prefix.isPresent()
                ? Cidr.parse(text.substring(0, slash).strip() + "/" + prefix.get())
                : Cidr.parse(text);
    }

    /** What of the settings did not find its way into the network. */
    List<Problem> problems() {
        return wish().filter(text -> address(text).isEmpty())
                .map(text -> List.of(Problem.error(
                        "management-address",
                        "The management address is not one with a prefix length or a netmask whose ones are in front.",
                        "Write it as 192.168.42.11/24.")))
                .orElse(List.of());
    }

    private Optional<String> wish() {
        for (String entry : settings.list(NetworkSettings.MANAGEMENT_ADDRESS)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                return Optional.of(entry);
            }
            if (entry.substring(0, equals).strip().equals(host)) {
                return Optional.of(entry.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    private List<Cidr> presentAddresses() {
        if (wish().isPresent()) {
            return List.of();
        }
        return inUse().stream()
                .flatMap(link -> link.addresses().stream())
                .flatMap(text -> Cidr.parse(text).stream())
                .sorted(java.util.Comparator.comparing(Cidr::isIpv6))
                .toList();
    }

    private Optional<String> presentGateway(boolean ipv6, List<Cidr> addresses) {
        return present.state().routes().stream()
                .filter(route -> route.destination().equals("default"))
                .map(NetworkState.Route::gateway)
                .filter(gateway -> gateway.indexOf(':') >= 0 == ipv6 && !gateway.isEmpty())
                .filter(gateway -> ipv6
                        ? addresses.stream().anyMatch(Cidr::isIpv6)
                        : addresses.stream().anyMatch(cidr -> !cidr.isIpv6()))
                .findFirst();
    }

    private Optional<Integer> mtu() {
        return settings.given(NetworkSettings.MTU).map(text -> number(NetworkSettings.MTU, NO_NUMBER));
    }

    private int number(Setting setting, int whenEmpty) {
        String text = settings.text(setting).strip();
        if (text.isEmpty()) {
            return whenEmpty;
        }
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : NO_NUMBER;
    }
}
