package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.InterfacesFile.Option;
import org.ostler.network.InterfacesFile.Stanza;

/** What the stanzas of {@code interfaces(5)} mean, as a model. */
final class InterfacesReader {
    private static final Pattern DOTTED = Pattern.compile("(.+)\\.(\\d{1,4})");
    private static final Pattern FAKE = Pattern.compile("(\\S+)\\s+(\\d{1,4})");
    private static final Pattern TRUNKS = Pattern.compile(".*\\btrunks=([0-9,]+).*");

    private final List<Nic> nics = new ArrayList<>();
    private final List<Bond> bonds = new ArrayList<>();
    private final List<Vlan> vlans = new ArrayList<>();
    private final List<Bridge> bridges = new ArrayList<>();
    private final List<OvsSwitch> switches = new ArrayList<>();
    private final List<FakeBridge> fakes = new ArrayList<>();
    private final List<Addressing> addresses = new ArrayList<>();

    private InterfacesReader() {}

    static HostNetwork read(List<Stanza> stanzas) {
        Map<String, List<Stanza>> byName = new LinkedHashMap<>();
        stanzas.forEach(stanza ->
                byName.computeIfAbsent(stanza.name(), name -> new ArrayList<>()).add(stanza));
        byName.remove("lo");
        InterfacesReader reader = new InterfacesReader();
        byName.forEach(reader::take);
        return new HostNetwork(
                reader.nics,
                reader.bonds,
                reader.vlans,
                reader.bridges,
                reader.switches,
                reader.fakes,
                reader.addresses,
                List.of());
    }

    private void take(String name, List<Stanza> stanzas) {
        Map<String, String> options = new LinkedHashMap<>();
        stanzas.forEach(stanza -> stanza.options()
                .forEach(option -> options.putIfAbsent(option.key().replace('_', '-'), option.value())));
        what(name, options);
        addressing(name, stanzas, options).ifPresent(addresses::add);
    }

    private void what(String name, Map<String, String> options) {
        Optional<Integer> mtu = Optional.ofNullable(options.get("mtu")).map(InterfacesReader::number);
        Matcher fake = FAKE.matcher(options.getOrDefault("ovs-options", ""));
        Matcher dotted = DOTTED.matcher(name);
        boolean ovs = options.getOrDefault("ovs-type", "").equals("OVSBridge");
        if (options.containsKey("bridge-ports")) {
            bridges.add(new Bridge(
                    name,
                    words(options.get("bridge-ports")).stream()
                            .filter(port -> !port.equals("none"))
                            .toList(),
                    List.of("on", "yes").contains(options.getOrDefault("bridge-stp", "off")),
                    number(options.getOrDefault("bridge-fd", "15")),
                    mtu));
        } else if (options.containsKey("bond-slaves")) {
            bonds.add(new Bond(
                    name,
                    options.getOrDefault("bond-mode", "balance-rr"),
                    words(options.get("bond-slaves")).stream()
                            .filter(member -> !member.equals("none"))
                            .toList(),
                    number(options.getOrDefault("bond-miimon", "0")),
                    mtu));
        } else if (ovs && fake.matches()) {
            fakes.add(new FakeBridge(name, fake.group(1), number(fake.group(2))));
        } else if (ovs) {
            Matcher trunks = TRUNKS.matcher(options.getOrDefault("ovs-extra", ""));
            switches.add(new OvsSwitch(
                    name,
                    words(options.getOrDefault("ovs-ports", "")),
                    trunks.matches()
                            ? Stream.of(trunks.group(1).split(","))
                                    .map(InterfacesReader::number)
                                    .toList()
                            : List.of()));
        } else if (dotted.matches()) {
            vlans.add(new Vlan(
                    name, number(dotted.group(2)), options.getOrDefault("vlan-raw-device", dotted.group(1)), mtu));
        } else if (name.indexOf(':') < 0) {
            nics.add(new Nic(name, Optional.empty(), mtu));
        }
    }

    private static Optional<Addressing> addressing(String name, List<Stanza> stanzas, Map<String, String> options) {
        List<Cidr> found = new ArrayList<>();
        Optional<String> gateway = Optional.empty();
        Optional<String> gateway6 = Optional.empty();
        for (Stanza stanza : stanzas) {
            value(stanza, "address").flatMap(text -> cidr(text, stanza)).ifPresent(found::add);
            Optional<String> to = value(stanza, "gateway");
            if (stanza.family().equals("inet6")) {
                gateway6 = gateway6.or(() -> to);
            } else {
                gateway = gateway.or(() -> to);
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Addressing(
                        name,
                        found,
                        gateway,
                        gateway6,
                        words(options.getOrDefault("dns-nameservers", "")),
                        words(options.getOrDefault("dns-domain", options.getOrDefault("dns-search", "")))));
    }

    private static Optional<Cidr> cidr(String text, Stanza stanza) {
        if (text.indexOf('/') >= 0) {
            return Cidr.parse(text);
        }
        return value(stanza, "netmask")
                .map(mask -> Cidr.prefixOf(mask).map(String::valueOf).orElse(mask))
                .flatMap(prefix -> Cidr.parse(text + "/" + prefix));
    }

    private static Optional<String> value(Stanza stanza, String key) {
        return stanza.options().stream()
                .filter(option -> option.key().equals(key))
                .map(Option::value)
                .findFirst();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static int number(String text) {
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : Layout.NO_NUMBER;
    }
}
