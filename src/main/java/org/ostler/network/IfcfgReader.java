package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

/** What {@code ifcfg-*} files mean, as a model. */
final class IfcfgReader {
    private static final Pattern DOTTED = Pattern.compile("(.+)\\.(\\d{1,4})");
    private static final Pattern FAKE = Pattern.compile("(\\S+) (\\d{1,4})");
    private static final Pattern TRUNKS = Pattern.compile(".*\\btrunks=([0-9,]+).*");
    private static final int MOST_ADDRESSES = 4;

    private IfcfgReader() {}

    static HostNetwork read(SortedMap<String, Map<String, String>> profiles) {
        SortedMap<String, Map<String, String>> byName = new TreeMap<>();
        profiles.forEach((path, values) -> byName.put(
                values.getOrDefault("DEVICE", path.substring(path.lastIndexOf("ifcfg-") + "ifcfg-".length())), values));
        byName.remove("lo");
        return new HostNetwork(
                nics(byName),
                bonds(byName),
                vlans(byName),
                bridges(byName),
                switches(byName),
                fakes(byName),
                byName.entrySet().stream()
                        .flatMap(one -> addressing(one.getKey(), one.getValue()).stream())
                        .toList(),
                List.of());
    }

    private static Stream<Map.Entry<String, Map<String, String>>> ofType(
            SortedMap<String, Map<String, String>> byName, String type) {
        return byName.entrySet().stream()
                .filter(one -> one.getValue().getOrDefault("TYPE", "Ethernet").equalsIgnoreCase(type))
                .filter(one -> type.equals("Vlan") || !isVlan(one.getValue()));
    }

    private static boolean isVlan(Map<String, String> values) {
        return values.getOrDefault("VLAN", "").equals("yes")
                || values.getOrDefault("TYPE", "").equals("Vlan");
    }

    private static List<Nic> nics(SortedMap<String, Map<String, String>> byName) {
        return Stream.concat(
                        ofType(byName, "Ethernet").filter(one -> !one.getValue().containsKey("BONDING_OPTS")),
                        ofType(byName, "OVSPort"))
                .map(one ->
                        new Nic(one.getKey(), Optional.ofNullable(one.getValue().get("HWADDR")), mtu(one.getValue())))
                .toList();
    }

    private static List<Bond> bonds(SortedMap<String, Map<String, String>> byName) {
        return byName.entrySet().stream()
                .filter(one -> one.getValue().containsKey("BONDING_OPTS"))
                .map(one -> {
                    String options = one.getValue().get("BONDING_OPTS");
                    return new Bond(
                            one.getKey(),
                            option(options, "mode").orElse("balance-rr"),
                            pointing(byName, "MASTER", one.getKey()),
                            option(options, "miimon").map(IfcfgReader::number).orElse(0),
                            mtu(one.getValue()));
                })
                .toList();
    }

    private static List<Vlan> vlans(SortedMap<String, Map<String, String>> byName) {
        List<Vlan> vlans = new ArrayList<>();
        byName.forEach((name, values) -> {
            Matcher dotted = DOTTED.matcher(name);
            if (isVlan(values) && dotted.matches()) {
                vlans.add(new Vlan(
                        name,
                        values.containsKey("VLAN_ID") ? number(values.get("VLAN_ID")) : number(dotted.group(2)),
                        values.getOrDefault("PHYSDEV", dotted.group(1)),
                        mtu(values)));
            }
        });
        return vlans;
    }

    private static List<Bridge> bridges(SortedMap<String, Map<String, String>> byName) {
        return ofType(byName, "Bridge")
                .map(one -> new Bridge(
                        one.getKey(),
                        pointing(byName, "BRIDGE", one.getKey()),
                        List.of("yes", "on").contains(one.getValue().getOrDefault("STP", "no")),
                        number(one.getValue().getOrDefault("DELAY", "15")),
                        mtu(one.getValue())))
                .toList();
    }

    private static List<OvsSwitch> switches(SortedMap<String, Map<String, String>> byName) {
        return ofType(byName, "OVSBridge")
                .filter(one -> !FAKE.matcher(one.getValue().getOrDefault("OVS_OPTIONS", ""))
                        .matches())
                .map(one -> new OvsSwitch(
                        one.getKey(),
                        pointing(byName, "OVS_BRIDGE", one.getKey()),
                        trunks(one.getValue().getOrDefault("OVS_EXTRA", ""))))
                .toList();
    }

    private static List<Integer> trunks(String extra) {
        Matcher match = TRUNKS.matcher(extra);
        return match.matches()
                ? Stream.of(match.group(1).split(",")).map(IfcfgReader::number).toList()
                : List.of();
    }

    private static List<FakeBridge> fakes(SortedMap<String, Map<String, String>> byName) {
        List<FakeBridge> fakes = new ArrayList<>();
        ofType(byName, "OVSBridge").forEach(one -> {
            Matcher match = FAKE.matcher(one.getValue().getOrDefault("OVS_OPTIONS", ""));
            if (match.matches()) {
                fakes.add(new FakeBridge(one.getKey(), match.group(1), number(match.group(2))));
            }
        });
        return fakes;
    }

    private static Optional<Addressing> addressing(String name, Map<String, String> values) {
        List<Cidr> addresses = new ArrayList<>();
        for (int i = 0; i <= MOST_ADDRESSES; i++) {
            String at = i == 0 ? "" : Integer.toString(i - 1);
            Optional<Integer> prefix = Optional.ofNullable(values.get("PREFIX" + at))
                    .map(IfcfgReader::number)
                    .or(() -> Optional.ofNullable(values.get("NETMASK" + at)).flatMap(Cidr::prefixOf));
            if (values.containsKey("IPADDR" + at) && prefix.isPresent()) {
                Cidr.parse(values.get("IPADDR" + at) + "/" + prefix.get()).ifPresent(addresses::add);
            }
        }
        Stream.of(values.getOrDefault("IPV6ADDR", ""), values.getOrDefault("IPV6ADDR_SECONDARIES", ""))
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .flatMap(text -> Cidr.parse(text).stream())
                .forEach(addresses::add);
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Addressing(
                name,
                addresses,
                Optional.ofNullable(values.get("GATEWAY")),
                Optional.ofNullable(values.get("IPV6_DEFAULTGW")),
                Stream.of("DNS1", "DNS2", "DNS3")
                        .filter(values::containsKey)
                        .map(values::get)
                        .toList(),
                Stream.of(values.getOrDefault("DOMAIN", "").split("\\s+"))
                        .filter(domain -> !domain.isEmpty())
                        .toList()));
    }

    private static List<String> pointing(SortedMap<String, Map<String, String>> byName, String key, String to) {
        return byName.entrySet().stream()
                .filter(one -> one.getValue().getOrDefault(key, "").equals(to))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Optional<Integer> mtu(Map<String, String> values) {
        return Optional.ofNullable(values.get("MTU")).map(IfcfgReader::number);
    }

    private static Optional<String> option(String options, String key) {
        return Stream.of(options.split("\\s+"))
                .filter(option -> option.startsWith(key + "="))
                .map(option -> option.substring(key.length() + 1))
                .findFirst();
    }

    private static int number(String text) {
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : Layout.NO_NUMBER;
    }
}
