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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;

/**
 * {@code ifcfg-*} files as the manual writes them (KVM-34 to KVM-36, KVM-44, KVM-45). Up to EL 7 the network scripts
 * read them, on EL 8 NetworkManager does. Two things are not the manual's: the netmask is the one of the present
 * address, and the files of Open vSwitch name the switch they belong to, without which they do nothing after a start.
 */
final class Ifcfg implements Format {
    static final String DIRECTORY = "/etc/sysconfig/network-scripts/";

    /** Keys that say what the model says; every other key in an operator's file stays. */
    static final Set<String> MANAGED = Set.of(
            ("DEVICE HWADDR ONBOOT HOTPLUG BOOTPROTO TYPE VLAN VLAN_ID PHYSDEV BRIDGE BRIDGE_UUID MASTER MASTER_UUID"
                            + " SLAVE IPADDR IPADDR0 IPADDR1 IPADDR2 IPADDR3 NETMASK NETMASK0 NETMASK1 NETMASK2 NETMASK3"
                            + " PREFIX PREFIX0 PREFIX1 PREFIX2 PREFIX3 NETWORK BROADCAST GATEWAY GATEWAY0 DNS1 DNS2 DNS3"
                            + " DOMAIN IPV6INIT IPV6_AUTOCONF IPV6ADDR IPV6ADDR_SECONDARIES IPV6_DEFAULTGW STP DELAY"
                            + " BONDING_OPTS BONDING_MASTER DEVICETYPE OVS_BRIDGE OVS_OPTIONS OVS_EXTRA")
                    .split(" "));

    /** On EL 8 the profiles need a name by which nmcli finds them; before, nobody reads it. */
    private static final int FIRST_WITH_NETWORK_MANAGER = 8;

    @Override
    public SortedMap<String, Optional<String>> wanted(HostNetwork wanted, Present present) {
        SortedMap<String, Optional<String>> files = new TreeMap<>();
        for (Map.Entry<String, Map<String, String>> entry : assignments(wanted).entrySet()) {
            String path = path(entry.getKey(), mac(wanted, entry.getKey()), present.files());
            String before = present.files().text(path).orElse("");
            Map<String, String> values = entry.getValue();
            Map<String, String> now = IfcfgText.values(before);
            if (present.system().major() >= FIRST_WITH_NETWORK_MANAGER && !now.containsKey("NAME")) {
                values.put("NAME", entry.getKey());
            }
            keepMac(isNic(wanted, entry.getKey()), now, values);
            files.put(path, Optional.of(IfcfgText.merged(before, values, MANAGED)));
        }
        wanted.gone().forEach(name -> claiming(name, Optional.empty(), present.files())
                .forEach(path -> files.put(path, Optional.empty())));
        movedRoutes(wanted, present, files);
        return files;
    }

    /** Routes to other places go where the address goes: without it they could not be set. */
    private static void movedRoutes(HostNetwork wanted, Present present, SortedMap<String, Optional<String>> files) {
        if (wanted.addresses().size() != 1) {
            return;
        }
        String to = wanted.addresses().get(0).on();
        Stream.concat(wanted.names().stream(), wanted.gone().stream())
                .filter(from -> !from.equals(to))
                .forEach(from -> {
                    Optional<String> routes = present.files().text(DIRECTORY + "route-" + from);
                    String target = DIRECTORY + "route-" + to;
                    if (routes.isPresent()) {
                        String there = files.getOrDefault(
                                        target, present.files().text(target))
                                .orElse("");
                        String moved = routes.get().replaceAll(" dev " + Pattern.quote(from) + "(?=\\s)", " dev " + to);
                        files.put(target, Optional.of(there + moved));
                        files.put(DIRECTORY + "route-" + from, Optional.empty());
                    }
                });
    }

    /** As the operator spelled it; and theirs, when the host did not tell one. */
    private static void keepMac(boolean nic, Map<String, String> now, Map<String, String> values) {
        String theirs = now.getOrDefault("HWADDR", "");
        String seen = values.getOrDefault("HWADDR", theirs);
        if (nic && !theirs.isEmpty() && seen.equalsIgnoreCase(theirs)) {
            values.put("HWADDR", theirs);
        }
    }

    private static boolean isNic(HostNetwork wanted, String name) {
        return wanted.nics().stream().anyMatch(nic -> nic.name().equals(name));
    }

    private static Optional<String> mac(HostNetwork wanted, String name) {
        return wanted.nics().stream()
                .filter(nic -> nic.name().equals(name))
                .findFirst()
                .flatMap(Nic::mac);
    }

    /** The file that speaks of this interface already, whatever its name. */
    static String path(String name, Optional<String> mac, NetworkFiles files) {
        String usual = DIRECTORY + "ifcfg-" + name;
        if (files.text(usual).isPresent()) {
            return usual;
        }
        return claiming(name, mac, files).stream().findFirst().orElse(usual);
    }

    static List<String> claiming(String name, Optional<String> mac, NetworkFiles files) {
        List<String> paths = new ArrayList<>();
        profiles(files).forEach((path, values) -> {
            boolean byName = values.getOrDefault("DEVICE", "").equals(name);
            boolean byMac = !values.containsKey("DEVICE")
                    && mac.isPresent()
                    && values.getOrDefault("HWADDR", "").equalsIgnoreCase(mac.get());
            if (byName || byMac) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** Without the copies that editors and rpm leave, which the network scripts pass over too. */
    static SortedMap<String, Map<String, String>> profiles(NetworkFiles files) {
        SortedMap<String, Map<String, String>> profiles = new TreeMap<>();
        files.texts().forEach((path, text) -> {
            if (path.startsWith(DIRECTORY + "ifcfg-") && !path.matches(".*(~|\\.bak|\\.orig|\\.rpm\\w+|\\.old)")) {
                profiles.put(path, IfcfgText.values(text));
            }
        });
        return profiles;
    }

    private static Map<String, Map<String, String>> assignments(HostNetwork wanted) {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        for (Nic nic : wanted.nics()) {
            Map<String, String> values = start(nic.name());
            nic.mac().ifPresent(mac -> values.put("HWADDR", mac.toUpperCase(Locale.ROOT)));
            started(values, "Ethernet", nic.mtu());
            files.put(nic.name(), values);
        }
        for (Bond bond : wanted.bonds()) {
            Map<String, String> values = start(bond.name());
            started(values, "Bond", bond.mtu());
            values.put("BONDING_MASTER", "yes");
            values.put("BONDING_OPTS", "mode=" + bond.mode() + " miimon=" + bond.miimon());
            files.put(bond.name(), values);
        }
        for (Vlan vlan : wanted.vlans()) {
            Map<String, String> values = start(vlan.name());
            started(values, "Ethernet", vlan.mtu());
            values.put("VLAN", "yes");
            files.put(vlan.name(), values);
        }
        for (Bridge bridge : wanted.bridges()) {
            files.put(bridge.name(), bridge(bridge));
        }
        switches(wanted, files);
        files.forEach((name, values) -> joined(wanted, name, values));
        files.forEach((name, values) -> wanted.addressing(name).ifPresent(given -> addressed(given, values)));
        return files;
    }

    private static Map<String, String> start(String device) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("DEVICE", device);
        return values;
    }

    private static void started(Map<String, String> values, String type, Optional<Integer> mtu) {
        values.put("ONBOOT", "yes");
        values.put("HOTPLUG", "no");
        values.put("BOOTPROTO", "none");
        values.put("TYPE", type);
        mtu.ifPresent(bytes -> values.put("MTU", bytes.toString()));
    }

    private static Map<String, String> bridge(Bridge bridge) {
        Map<String, String> values = start(bridge.name());
        values.put("TYPE", "Bridge");
        values.put("ONBOOT", "yes");
        values.put("BOOTPROTO", "none");
        values.put("IPV6INIT", "no");
        values.put("IPV6_AUTOCONF", "no");
        values.put("DELAY", Integer.toString(bridge.forwardDelay()));
        values.put("STP", bridge.stp() ? "yes" : "no");
        bridge.mtu().ifPresent(bytes -> values.put("MTU", bytes.toString()));
        return values;
    }

    private static void switches(HostNetwork wanted, Map<String, Map<String, String>> files) {
        for (OvsSwitch one : wanted.switches()) {
            Map<String, String> values = start(one.name());
            openVSwitch(values);
            if (!one.trunks().isEmpty()) {
                values.put("OVS_EXTRA", "set port " + one.name() + " " + Effects.trunks(one));
            }
            files.put(one.name(), values);
        }
        for (FakeBridge fake : wanted.fakeBridges()) {
            Map<String, String> values = start(fake.name());
            openVSwitch(values);
            values.put("OVS_OPTIONS", fake.parent() + " " + fake.vlan());
            files.put(fake.name(), values);
        }
    }

    private static void openVSwitch(Map<String, String> values) {
        values.put("ONBOOT", "yes");
        values.put("HOTPLUG", "no");
        values.put("BOOTPROTO", "none");
        values.put("DEVICETYPE", "ovs");
        values.put("TYPE", "OVSBridge");
    }

    private static void joined(HostNetwork wanted, String name, Map<String, String> values) {
        Optional<String> master = wanted.masterOf(name);
        if (master.isEmpty()) {
            return;
        }
        if (wanted.bonds().stream().anyMatch(bond -> bond.name().equals(master.get()))) {
            values.put("MASTER", master.get());
            values.put("SLAVE", "yes");
        } else if (wanted.switches().stream().anyMatch(one -> one.name().equals(master.get()))) {
            values.put("DEVICETYPE", "ovs");
            values.put("TYPE", "OVSPort");
            values.put("OVS_BRIDGE", master.get());
        } else {
            values.put("BRIDGE", master.get());
        }
    }

    private static void addressed(Addressing given, Map<String, String> values) {
        if (values.getOrDefault("TYPE", "").equals("OVSBridge")) {
            values.put("BOOTPROTO", "static");
        }
        List<Cidr> ipv4 = given.ipv4().toList();
        for (int i = 0; i < ipv4.size(); i++) {
            values.put("IPADDR" + (i == 0 ? "" : i), ipv4.get(i).address());
            if (i == 0) {
                given.gateway().ifPresent(gateway -> values.put("GATEWAY", gateway));
            }
            values.put("NETMASK" + (i == 0 ? "" : i), ipv4.get(i).netmask());
        }
        for (int i = 0; i < given.nameServers().size(); i++) {
            values.put("DNS" + (i + 1), given.nameServers().get(i));
        }
        if (!given.searchDomains().isEmpty()) {
            values.put("DOMAIN", String.join(" ", given.searchDomains()));
        }
        List<String> ipv6 = given.ipv6().map(Cidr::toString).toList();
        if (!ipv6.isEmpty()) {
            values.put("IPV6INIT", "yes");
            values.put("IPV6_AUTOCONF", "no");
            values.put("IPV6ADDR", ipv6.get(0));
            if (ipv6.size() > 1) {
                values.put("IPV6ADDR_SECONDARIES", String.join(" ", ipv6.subList(1, ipv6.size())));
            }
            given.gateway6().ifPresent(gateway -> values.put("IPV6_DEFAULTGW", gateway));
        }
    }

    @Override
    public HostNetwork read(NetworkFiles files) {
        return IfcfgReader.read(profiles(files));
    }

    @Override
    public List<CommandLine> apply(HostNetwork wanted, Present present) {
        if (present.system().major() >= FIRST_WITH_NETWORK_MANAGER && !wanted.isOpenVSwitch()) {
            return Nmcli.apply(wanted, present, name -> id(wanted, name, present));
        }
        List<CommandLine> commands = new ArrayList<>(Effects.removeEarlier(wanted, present));
        commands.addAll(Effects.flushMoved(wanted, present));
        commands.addAll(Effects.makeSwitches(wanted));
        commands.add(CommandLine.of("service", "network", "restart"));
        return commands;
    }

    @Override
    public List<CommandLine> applyAfterRestore(HostNetwork wanted, Present present) {
        if (present.system().major() >= FIRST_WITH_NETWORK_MANAGER && !wanted.isOpenVSwitch()) {
            return Nmcli.applyAfterRestore(
                    wanted, present, name -> claiming(name, mac(wanted, name), present.files()).stream()
                            .findFirst()
                            .map(path -> idBefore(path, present)));
        }
        List<CommandLine> commands = new ArrayList<>(Effects.removeMade(wanted, present));
        commands.addAll(Effects.flushGiven(wanted, present));
        commands.add(CommandLine.of("service", "network", "restart"));
        commands.addAll(Effects.switchOff(wanted, present));
        return commands;
    }

    private static String idBefore(String path, Present present) {
        return IfcfgText.values(present.files().text(path).orElse(""))
                .getOrDefault("NAME", "System " + path.substring((DIRECTORY + "ifcfg-").length()));
    }

    /** NetworkManager's name of a profile: NAME, else one that it makes itself. Here each has a NAME by now. */
    private static String id(HostNetwork wanted, String name, Present present) {
        String path = path(name, mac(wanted, name), present.files());
        return IfcfgText.values(present.files().text(path).orElse("")).getOrDefault("NAME", name);
    }
}
