package org.ostler.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ostler.facts.CommandLine;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;

/**
 * netplan's files. It merges all of them, and adds up their lists: two files that both know eth0 give it the addresses
 * of both. So all wanted interfaces stand in one file of ours, and become comments wherever else they stood; what those
 * said of the card itself (match, set-name, offloading) moves along.
 */
final class Netplan implements Format {
    static final String DIRECTORY = "/etc/netplan/";
    static final String FILE = DIRECTORY + "90-ostler.yaml";
    static final String CLOUD_INIT_SWITCH = "/etc/cloud/cloud.cfg.d/99-disable-network-config.cfg";
    static final List<String> SECTIONS = List.of("ethernets", "bonds", "bridges", "vlans");

    private static final String CLOUD_INIT_FILE = DIRECTORY + "50-cloud-init.yaml";

    private static final String HEADER = """
            # Written by Ostler. netplan adds up the lists of all files in this directory: describe
            # these interfaces here or in another file, not in both.
            """;

    /** What the model says of an interface; its other keys stay. */
    private static final Set<String> MANAGED = Set.of(
            "dhcp4",
            "dhcp6",
            "addresses",
            "gateway4",
            "gateway6",
            "routes",
            "nameservers",
            "interfaces",
            "id",
            "link",
            "parameters",
            "openvswitch",
            "accept-ra");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** netplan writes passwords of 802.1X and Wi-Fi there, and complains of files that all may read. */
    @Override
    public String mode() {
        return "0600";
    }

    @Override
    public SortedMap<String, Optional<String>> wanted(HostNetwork wanted, Present present) {
        SortedMap<String, Optional<String>> texts = new TreeMap<>();
        NetplanDefinitions known = NetplanDefinitions.of(present.files());
        for (NetplanDefinitions.Definition one : known.of(wanted)) {
            if (!one.path().equals(FILE)) {
                String text = texts.getOrDefault(one.path(), present.files().text(one.path()))
                        .orElse("");
                texts.put(
                        one.path(),
                        Optional.of(YamlBlocks.commentedOut(text, List.of("network", one.section(), one.id()))));
            }
        }
        texts.put(FILE, Optional.of(text(wanted, present, known)));
        if (present.files().text(CLOUD_INIT_FILE).isPresent()
                || present.files().text(CLOUD_INIT_SWITCH).isPresent()) {
            texts.put(CLOUD_INIT_SWITCH, Optional.of(switchedOff(present)));
        }
        return texts;
    }

    /** Without it cloud-init writes its own file anew when the machine starts. */
    private static String switchedOff(Present present) {
        String text = present.files().text(CLOUD_INIT_SWITCH).orElse("");
        boolean off = YamlBlocks.tree(text)
                .filter(tree -> tree.path("network").path("config").asText().equals("disabled"))
                .isPresent();
        return off ? text : "network: {config: disabled}\n";
    }

    private String text(HostNetwork wanted, Present present, NetplanDefinitions known) {
        ObjectNode network = NODES.objectNode();
        network.put("version", 2);
        ObjectNode ours = known.rest(FILE, wanted);
        for (String section : SECTIONS) {
            ObjectNode definitions = NODES.objectNode();
            described(wanted, present, section, known, definitions);
            ours.path(section).properties().forEach(field -> definitions.set(field.getKey(), field.getValue()));
            if (!definitions.isEmpty()) {
                network.set(section, definitions);
            }
        }
        StringBuilder out = new StringBuilder(HEADER);
        YamlBlocks.write(out, 0, "network", network);
        return out.toString();
    }

    private static void described(
            HostNetwork wanted, Present present, String section, NetplanDefinitions known, ObjectNode definitions) {
        switch (section) {
            case "ethernets" ->
                wanted.nics()
                        .forEach(nic ->
                                put(wanted, present, known, definitions, nic.name(), nic.mtu(), NODES.objectNode()));
            case "bonds" ->
                wanted.bonds()
                        .forEach(bond -> put(wanted, present, known, definitions, bond.name(), bond.mtu(), bond(bond)));
            case "bridges" -> {
                wanted.bridges()
                        .forEach(bridge ->
                                put(wanted, present, known, definitions, bridge.name(), bridge.mtu(), bridge(bridge)));
                wanted.switches()
                        .forEach(one -> put(
                                wanted, present, known, definitions, one.name(), Optional.empty(), openVSwitch(one)));
            }
            default -> {
                wanted.vlans()
                        .forEach(vlan -> put(
                                wanted,
                                present,
                                known,
                                definitions,
                                vlan.name(),
                                vlan.mtu(),
                                vlan(vlan.id(), vlan.parent())));
                wanted.fakeBridges().forEach(fake -> {
                    ObjectNode node = vlan(fake.vlan(), fake.parent());
                    node.set("openvswitch", NODES.objectNode());
                    put(wanted, present, known, definitions, fake.name(), Optional.empty(), node);
                });
            }
        }
    }

    private static void put(
            HostNetwork wanted,
            Present present,
            NetplanDefinitions known,
            ObjectNode definitions,
            String name,
            Optional<Integer> mtu,
            ObjectNode node) {
        known.of(wanted).stream()
                .filter(one -> one.name().equals(name))
                .forEach(one -> one.node().properties().forEach(field -> {
                    if (!MANAGED.contains(field.getKey()) && !node.has(field.getKey())) {
                        node.set(field.getKey(), field.getValue());
                    }
                }));
        mtu.ifPresent(bytes -> node.put("mtu", bytes));
        node.put("dhcp4", false);
        node.put("dhcp6", false);
        wanted.addressing(name).ifPresent(given -> addressed(given, present, known.otherRoutes(wanted), node));
        definitions.set(name, node);
    }

    private static ObjectNode bond(Bond bond) {
        ObjectNode node = NODES.objectNode();
        node.set("interfaces", texts(bond.members()));
        ObjectNode parameters = node.putObject("parameters");
        parameters.put("mode", bond.mode());
        parameters.put("mii-monitor-interval", bond.miimon());
        return node;
    }

    private static ObjectNode bridge(Bridge bridge) {
        ObjectNode node = NODES.objectNode();
        node.set("interfaces", texts(bridge.ports()));
        ObjectNode parameters = node.putObject("parameters");
        parameters.put("stp", bridge.stp());
        parameters.put("forward-delay", bridge.forwardDelay());
        return node;
    }

    private static ObjectNode openVSwitch(OvsSwitch one) {
        ObjectNode node = NODES.objectNode();
        node.set("interfaces", texts(one.ports()));
        node.set("openvswitch", NODES.objectNode());
        return node;
    }

    private static ObjectNode vlan(int id, String parent) {
        ObjectNode node = NODES.objectNode();
        node.put("id", id);
        node.put("link", parent);
        return node;
    }

    private static void addressed(Addressing given, Present present, List<JsonNode> otherRoutes, ObjectNode node) {
        node.set(
                "addresses",
                texts(given.addresses().stream().map(Cidr::toString).toList()));
        ArrayNode routes = NODES.arrayNode();
        if (knowsGateway4(present)) {
            given.gateway().ifPresent(gateway -> node.put("gateway4", gateway));
            given.gateway6().ifPresent(gateway -> node.put("gateway6", gateway));
        } else {
            given.gateway().ifPresent(gateway -> route(routes, gateway));
            given.gateway6().ifPresent(gateway -> route(routes, gateway));
        }
        otherRoutes.forEach(routes::add);
        if (!routes.isEmpty()) {
            node.set("routes", routes);
        }
        ObjectNode names = NODES.objectNode();
        if (!given.nameServers().isEmpty()) {
            names.set("addresses", texts(given.nameServers()));
        }
        if (!given.searchDomains().isEmpty()) {
            names.set("search", texts(given.searchDomains()));
        }
        if (!names.isEmpty()) {
            node.set("nameservers", names);
        }
    }

    /** Early netplan does not know {@code to: default}; from 0.104 (Ubuntu 22.04) on gateway4 is deprecated. */
    private static boolean knowsGateway4(Present present) {
        return present.system().id().equals("ubuntu") && present.system().major() < 22;
    }

    private static void route(ArrayNode routes, String gateway) {
        routes.addObject().put("to", "default").put("via", gateway);
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode node = NODES.arrayNode();
        texts.forEach(node::add);
        return node;
    }

    @Override
    public HostNetwork read(NetworkFiles files) {
        List<Nic> nics = new ArrayList<>();
        List<Bond> bonds = new ArrayList<>();
        List<Vlan> vlans = new ArrayList<>();
        List<Bridge> bridges = new ArrayList<>();
        List<OvsSwitch> switches = new ArrayList<>();
        List<FakeBridge> fakes = new ArrayList<>();
        List<Addressing> addresses = new ArrayList<>();
        for (NetplanDefinitions.Definition one : NetplanDefinitions.of(files).all()) {
            JsonNode node = one.node();
            Optional<Integer> mtu =
                    node.has("mtu") ? Optional.of(node.get("mtu").asInt()) : Optional.empty();
            boolean ovs = node.has("openvswitch");
            JsonNode parameters = node.path("parameters");
            switch (one.section()) {
                case "ethernets" -> nics.add(new Nic(one.name(), one.mac(), mtu));
                case "bonds" ->
                    bonds.add(new Bond(
                            one.name(),
                            parameters.path("mode").asText("balance-rr"),
                            NetplanDefinitions.texts(node.path("interfaces")),
                            parameters.path("mii-monitor-interval").asInt(),
                            mtu));
                case "vlans" -> {
                    if (ovs) {
                        fakes.add(new FakeBridge(
                                one.name(),
                                node.path("link").asText(),
                                node.path("id").asInt()));
                    } else {
                        vlans.add(new Vlan(
                                one.name(),
                                node.path("id").asInt(),
                                node.path("link").asText(),
                                mtu));
                    }
                }
                default -> {
                    List<String> ports = NetplanDefinitions.texts(node.path("interfaces"));
                    if (ovs) {
                        switches.add(new OvsSwitch(one.name(), ports, List.of()));
                    } else {
                        bridges.add(new Bridge(
                                one.name(),
                                ports,
                                parameters.path("stp").asBoolean(true),
                                parameters.path("forward-delay").asInt(15),
                                mtu));
                    }
                }
            }
            one.addressing().ifPresent(addresses::add);
        }
        return new HostNetwork(nics, bonds, vlans, bridges, switches, fakes, addresses, List.of());
    }

    @Override
    public List<CommandLine> apply(HostNetwork wanted, Present present) {
        List<CommandLine> commands = new ArrayList<>();
        commands.addAll(Effects.removeEarlier(wanted, present));
        commands.add(CommandLine.of("netplan", "generate"));
        commands.add(CommandLine.of("netplan", "apply"));
        wanted.switches().stream()
                .filter(one -> !one.trunks().isEmpty())
                .forEach(one -> commands.add(
                        CommandLine.of("ovs-vsctl", "--timeout=30", "set", "port", one.name(), Effects.trunks(one))));
        return commands;
    }

    @Override
    public List<CommandLine> applyAfterRestore(HostNetwork wanted, Present present) {
        List<CommandLine> commands = new ArrayList<>(Effects.removeMade(wanted, present));
        commands.add(CommandLine.of("netplan", "apply"));
        commands.addAll(Effects.switchOff(wanted, present));
        return commands;
    }
}
