package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;
import org.ostler.facts.OsRelease;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.Vlan;

/**
 * NetworkManager's keyfiles, for systems that have nothing else (EL 9). A profile that is there keeps its id, its uuid
 * and all that is said of the card; a second one for the same card would compete with it at each start.
 */
final class Keyfile implements Format {
    static final String DIRECTORY = "/etc/NetworkManager/system-connections/";

    private static final String SUFFIX = ".nmconnection";
    private static final Set<String> OF_CONNECTION =
            Set.of("type", "interface-name", "autoconnect", "controller", "master", "port-type", "slave-type");

    private static final int MOST_ADDRESSES = 8;

    /** Others may not read them: NetworkManager passes over a file that they may. */
    @Override
    public String mode() {
        return "0600";
    }

    @Override
    public SortedMap<String, Optional<String>> wanted(HostNetwork wanted, Present present) {
        SortedMap<String, Optional<String>> texts = new TreeMap<>();
        profiles(wanted, present).forEach((name, sections) -> {
            String path = path(wanted, name, present.files());
            String before = present.files().text(path).orElse("");
            Map<String, String> connection = sections.get("connection");
            String id =
                    IniText.values(before).getOrDefault("connection", Map.of()).getOrDefault("id", name);
            Map<String, String> named = new LinkedHashMap<>();
            named.put("id", id);
            named.putAll(connection);
            sections.put("connection", named);
            boolean port = wanted.masterOf(name).isPresent();
            texts.put(
                    path,
                    Optional.of(IniText.merged(
                            before,
                            sections,
                            (section, key) -> isManaged(section, key) || (port && section.matches("ipv[46]")))));
        });
        wanted.gone().forEach(name -> claiming(wanted, name, present.files())
                .forEach(path -> texts.put(path, Optional.empty())));
        return texts;
    }

    private static boolean isManaged(String section, String key) {
        return switch (section) {
            case "connection" -> OF_CONNECTION.contains(key);
            case "bridge" -> Set.of("stp", "forward-delay").contains(key);
            case "vlan" -> Set.of("id", "parent").contains(key);
            case "bond" -> Set.of("mode", "miimon").contains(key);
            case "ipv4", "ipv6" ->
                key.matches("method|address\\d*|addresses|gateway|dns|dns-search|may-fail|route\\d+.*");
            default -> false;
        };
    }

    static String path(HostNetwork wanted, String name, NetworkFiles files) {
        return claiming(wanted, name, files).stream().findFirst().orElse(DIRECTORY + name + SUFFIX);
    }

    /** Profiles that speak of this interface, by its name, its MAC, or for want of both by their id. */
    static List<String> claiming(HostNetwork wanted, String name, NetworkFiles files) {
        Optional<String> mac = wanted.nics().stream()
                .filter(nic -> nic.name().equals(name))
                .findFirst()
                .flatMap(Nic::mac);
        List<String> paths = new ArrayList<>();
        all(files).forEach((path, sections) -> {
            Map<String, String> connection = sections.getOrDefault("connection", Map.of());
            Optional<String> theirs = mac(sections);
            boolean byName = connection.getOrDefault("interface-name", "").equals(name);
            boolean byMac = !connection.containsKey("interface-name") && mac.isPresent() && theirs.equals(mac);
            boolean byId = !connection.containsKey("interface-name")
                    && theirs.isEmpty()
                    && connection.getOrDefault("id", "").equals(name);
            if (byName || byMac || byId) {
                paths.add(path);
            }
        });
        return paths;
    }

    private static Optional<String> mac(Map<String, Map<String, String>> sections) {
        return Stream.of("ethernet", "802-3-ethernet")
                .map(section -> sections.getOrDefault(section, Map.of()).get("mac-address"))
                .filter(mac -> mac != null)
                .map(mac -> mac.toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private static SortedMap<String, Map<String, Map<String, String>>> all(NetworkFiles files) {
        SortedMap<String, Map<String, Map<String, String>>> all = new TreeMap<>();
        files.texts().forEach((path, text) -> {
            if (path.startsWith(DIRECTORY) && path.endsWith(SUFFIX)) {
                all.put(path, IniText.values(text));
            }
        });
        return all;
    }

    private static Map<String, Map<String, Map<String, String>>> profiles(HostNetwork wanted, Present present) {
        Map<String, Map<String, Map<String, String>>> profiles = new LinkedHashMap<>();
        for (Nic nic : wanted.nics()) {
            profiles.put(nic.name(), profile(wanted, present, nic.name(), "ethernet", nic.mtu(), Map.of()));
        }
        for (Bond bond : wanted.bonds()) {
            Map<String, String> own = new LinkedHashMap<>();
            own.put("mode", bond.mode());
            own.put("miimon", Integer.toString(bond.miimon()));
            profiles.put(bond.name(), profile(wanted, present, bond.name(), "bond", bond.mtu(), own));
        }
        for (Vlan vlan : wanted.vlans()) {
            Map<String, String> own = new LinkedHashMap<>();
            own.put("id", Integer.toString(vlan.id()));
            own.put("parent", vlan.parent());
            profiles.put(vlan.name(), profile(wanted, present, vlan.name(), "vlan", vlan.mtu(), own));
        }
        for (Bridge bridge : wanted.bridges()) {
            Map<String, String> own = new LinkedHashMap<>();
            own.put("stp", Boolean.toString(bridge.stp()));
            own.put("forward-delay", Integer.toString(bridge.forwardDelay()));
            profiles.put(bridge.name(), profile(wanted, present, bridge.name(), "bridge", bridge.mtu(), own));
        }
        return profiles;
    }

    private static Map<String, Map<String, String>> profile(
            HostNetwork wanted,
            Present present,
            String name,
            String type,
            Optional<Integer> mtu,
            Map<String, String> own) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> connection = new LinkedHashMap<>();
        connection.put("type", type);
        connection.put("interface-name", name);
        connection.put("autoconnect", "true");
        wanted.masterOf(name).ifPresent(master -> {
            boolean bond = wanted.bonds().stream().anyMatch(one -> one.name().equals(master));
            boolean newer = knowsControllers(present);
            connection.put(newer ? "controller" : "master", master);
            connection.put(newer ? "port-type" : "slave-type", bond ? "bond" : "bridge");
        });
        sections.put("connection", connection);
        if (!own.isEmpty()) {
            sections.put(type, new LinkedHashMap<>(own));
        }
        mtu.ifPresent(bytes -> sections.put("ethernet", new LinkedHashMap<>(Map.of("mtu", bytes.toString()))));
        if (wanted.masterOf(name).isEmpty()) {
            addressed(wanted.addressing(name), sections);
            if (wanted.addressing(name).isPresent()) {
                List.of("ipv4", "ipv6").forEach(family -> sections.get(family).putAll(routes(wanted, present, family)));
            }
        }
        return sections;
    }

    /** Routes to other places go where the addresses go. */
    private static Map<String, String> routes(HostNetwork wanted, Present present, String family) {
        Map<String, String> routes = new TreeMap<>();
        Stream.concat(wanted.names().stream(), wanted.gone().stream())
                .flatMap(name -> claiming(wanted, name, present.files()).stream())
                .distinct()
                .map(path -> all(present.files()).get(path).getOrDefault(family, Map.of()))
                .forEach(values -> values.forEach((key, value) -> {
                    if (key.matches("route\\d+.*")) {
                        routes.putIfAbsent(key, value);
                    }
                }));
        return routes;
    }

    /** controller and port-type came with NetworkManager 1.46 (EL 9.4); the older words are understood by all. */
    private static boolean knowsControllers(Present present) {
        OsRelease system = present.system();
        String[] parts = system.version().split("\\.", -1);
        int minor = parts.length > 1 && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : 0;
        return system.family() == OsRelease.Family.RED_HAT
                && (system.major() > 9 || (system.major() == 9 && minor >= 4));
    }

    private static void addressed(Optional<Addressing> given, Map<String, Map<String, String>> sections) {
        sections.put(
                "ipv4",
                family(
                        given.stream().flatMap(Addressing::ipv4).toList(),
                        given.flatMap(Addressing::gateway),
                        given,
                        false));
        sections.put(
                "ipv6",
                family(
                        given.stream().flatMap(Addressing::ipv6).toList(),
                        given.flatMap(Addressing::gateway6),
                        given,
                        true));
    }

    private static Map<String, String> family(
            List<Cidr> addresses, Optional<String> gateway, Optional<Addressing> given, boolean ipv6) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("method", addresses.isEmpty() ? "disabled" : "manual");
        for (int i = 0; i < addresses.size(); i++) {
            String through = i == 0 ? gateway.map(to -> "," + to).orElse("") : "";
            values.put("address" + (i + 1), addresses.get(i) + through);
        }
        if (!addresses.isEmpty()) {
            List<String> servers = given.orElseThrow().nameServers().stream()
                    .filter(server -> server.indexOf(':') >= 0 == ipv6)
                    .toList();
            if (!servers.isEmpty()) {
                values.put("dns", String.join(";", servers) + ";");
            }
            boolean first = !ipv6 || given.orElseThrow().ipv4().findAny().isEmpty();
            if (first && !given.orElseThrow().searchDomains().isEmpty()) {
                values.put("dns-search", String.join(";", given.orElseThrow().searchDomains()) + ";");
            }
        }
        return values;
    }

    @Override
    public HostNetwork read(NetworkFiles files) {
        List<Nic> nics = new ArrayList<>();
        List<Bond> bonds = new ArrayList<>();
        List<Vlan> vlans = new ArrayList<>();
        List<Bridge> bridges = new ArrayList<>();
        List<Addressing> addresses = new ArrayList<>();
        SortedMap<String, Map<String, Map<String, String>>> all = all(files);
        all.values().forEach(sections -> {
            Map<String, String> connection = sections.getOrDefault("connection", Map.of());
            String name = connection.getOrDefault("interface-name", connection.getOrDefault("id", ""));
            Map<String, String> own = sections.getOrDefault(connection.getOrDefault("type", ""), Map.of());
            Optional<Integer> mtu = Optional.ofNullable(
                            sections.getOrDefault("ethernet", Map.of()).get("mtu"))
                    .map(Keyfile::number);
            switch (connection.getOrDefault("type", "")) {
                case "ethernet", "802-3-ethernet" -> nics.add(new Nic(name, mac(sections), mtu));
                case "bond" ->
                    bonds.add(new Bond(
                            name,
                            own.getOrDefault("mode", "balance-rr"),
                            ports(all, name),
                            number(own.getOrDefault("miimon", "100")),
                            mtu));
                case "vlan" ->
                    vlans.add(new Vlan(name, number(own.getOrDefault("id", "")), own.getOrDefault("parent", ""), mtu));
                case "bridge" ->
                    bridges.add(new Bridge(
                            name,
                            ports(all, name),
                            Boolean.parseBoolean(own.getOrDefault("stp", "true")),
                            number(own.getOrDefault("forward-delay", "15")),
                            mtu));
                default -> {}
            }
            addressing(name, sections).ifPresent(addresses::add);
        });
        return new HostNetwork(nics, bonds, vlans, bridges, List.of(), List.of(), addresses, List.of());
    }

    private static List<String> ports(SortedMap<String, Map<String, Map<String, String>>> all, String master) {
        return all.values().stream()
                .map(sections -> sections.getOrDefault("connection", Map.of()))
                .filter(connection -> connection
                        .getOrDefault("controller", connection.getOrDefault("master", ""))
                        .equals(master))
                .map(connection -> connection.getOrDefault("interface-name", ""))
                .toList();
    }

    private static Optional<Addressing> addressing(String name, Map<String, Map<String, String>> sections) {
        Map<String, String> ipv4 = sections.getOrDefault("ipv4", Map.of());
        Map<String, String> ipv6 = sections.getOrDefault("ipv6", Map.of());
        List<Cidr> addresses = new ArrayList<>(addresses(ipv4));
        addresses.addAll(addresses(ipv6));
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(new Addressing(
                        name,
                        addresses,
                        gateway(ipv4),
                        gateway(ipv6),
                        Stream.concat(list(ipv4, "dns"), list(ipv6, "dns")).toList(),
                        Stream.concat(list(ipv4, "dns-search"), list(ipv6, "dns-search"))
                                .toList()));
    }

    private static List<Cidr> addresses(Map<String, String> family) {
        List<Cidr> found = new ArrayList<>();
        for (int i = 1; i <= MOST_ADDRESSES; i++) {
            Cidr.parse(family.getOrDefault("address" + i, "").split(",", -1)[0]).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<String> gateway(Map<String, String> family) {
        String[] parts = family.getOrDefault("address1", "").split(",", -1);
        return Optional.ofNullable(family.get("gateway"))
                .or(() -> parts.length > 1 ? Optional.of(parts[1].strip()) : Optional.empty());
    }

    private static Stream<String> list(Map<String, String> family, String key) {
        return Stream.of(family.getOrDefault(key, "").split("[;,]"))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static int number(String text) {
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : Layout.NO_NUMBER;
    }

    @Override
    public List<CommandLine> apply(HostNetwork wanted, Present present) {
        return Nmcli.apply(wanted, present, name -> id(path(wanted, name, present.files()), present)
                .orElse(name));
    }

    @Override
    public List<CommandLine> applyAfterRestore(HostNetwork wanted, Present present) {
        return Nmcli.applyAfterRestore(wanted, present, name -> claiming(wanted, name, present.files()).stream()
                .findFirst()
                .map(path -> id(path, present)
                        .orElse(path.substring(DIRECTORY.length()).replace(SUFFIX, ""))));
    }

    private static Optional<String> id(String path, Present present) {
        return Optional.ofNullable(IniText.values(present.files().text(path).orElse(""))
                .getOrDefault("connection", Map.of())
                .get("id"));
    }
}
