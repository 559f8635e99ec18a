package org.ostler.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ostler.facts.CommandLine;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.network.InterfacesFile.Option;
import org.ostler.network.InterfacesFile.Stanza;

/**
 * {@code /etc/network/interfaces} of ifupdown (KVM-39). The netmask is that of the present address: the manual's sample
 * has 255.255.255.240 under a text that says /24. An interface that has stanzas already keeps its place and its other
 * lines; what can no longer be true of it becomes a comment.
 */
final class Interfaces implements Format {
    static final String FILE = "/etc/network/interfaces";

    /** Options that say what the model says; every other line of a stanza stays. */
    private static final Pattern MANAGED = Pattern.compile("address|netmask|network|broadcast|gateway|slaves|dns[-_].*"
            + "|bridge[-_](ports|fd|stp|maxwait)|vlan[-_]raw[-_]device|bond[-_](slaves|mode|miimon|master)|ovs_.*"
            + "|accept_ra|autoconf");

    /** In force before systemd: the only way there that takes all interfaces down and up. */
    private static final CommandLine RESTART_BEFORE_SYSTEMD = CommandLine.of("/etc/init.d/networking", "restart");

    private static final CommandLine RESTART = CommandLine.of("systemctl", "restart", "networking.service");

    /** What a stanza shall say. */
    private record Wanted(String family, String method, List<Option> options) {}

    @Override
    public SortedMap<String, Optional<String>> wanted(HostNetwork wanted, Present present) {
        SortedMap<String, InterfacesFile> files = files(present.files());
        files.computeIfAbsent(FILE, path -> new InterfacesFile("auto lo\niface lo inet loopback\n"));
        wanted.gone().forEach(name -> {
            merge(files, name, List.of());
            files.values().forEach(file -> file.unlist(name));
        });
        stanzas(wanted).forEach((name, stanzas) -> merge(files, name, stanzas));
        for (OvsSwitch one : wanted.switches()) {
            one.ports().forEach(port -> listed(files, "allow-" + one.name(), port));
        }
        for (String name : wanted.names()) {
            if (wanted.switches().stream().noneMatch(one -> one.ports().contains(name))) {
                listed(files, "auto", name);
            }
        }
        SortedMap<String, Optional<String>> texts = new TreeMap<>();
        files.forEach((path, file) ->
                texts.put(path, Optional.of(file.text(present.files().text(path).orElse("")))));
        return texts;
    }

    private static SortedMap<String, InterfacesFile> files(NetworkFiles files) {
        SortedMap<String, InterfacesFile> found = new TreeMap<>();
        files.texts().forEach((path, text) -> {
            if (path.equals(FILE) || path.startsWith(FILE + ".d/")) {
                found.put(path, new InterfacesFile(text));
            }
        });
        return found;
    }

    /** Present stanzas take the wanted ones of their family in turn; surplus ones become comments. */
    private static void merge(SortedMap<String, InterfacesFile> files, String name, List<Wanted> wanted) {
        List<Wanted> open = new ArrayList<>(wanted);
        for (InterfacesFile file : files.values()) {
            for (int i = 0; i < file.stanzasOf(name).size(); ) {
                Stanza stanza = file.stanzasOf(name).get(i);
                Optional<Wanted> match = open.stream()
                        .filter(one -> one.family().equals(stanza.family()))
                        .findFirst();
                if (match.isPresent()) {
                    open.remove(match.get());
                    file.rewrite(stanza, old -> merged(old, stanza, match.get()));
                    i++;
                } else {
                    file.rewrite(stanza, old -> old.stream()
                            .map(line -> line.isBlank() ? line : "# " + line)
                            .toList());
                }
            }
        }
        InterfacesFile main = home(files, name);
        for (Wanted one : open) {
            List<String> lines = new ArrayList<>();
            lines.add(header(name, one));
            one.options().forEach(option -> lines.add(line("    ", option)));
            main.append(lines);
        }
    }

    /** Where a further stanza of an interface goes: beside the ones it has. */
    private static InterfacesFile home(SortedMap<String, InterfacesFile> files, String name) {
        return files.values().stream()
                .filter(file -> !file.stanzasOf(name).isEmpty())
                .findFirst()
                .orElseGet(() -> files.get(FILE));
    }

    private static List<String> merged(List<String> old, Stanza stanza, Wanted wanted) {
        List<String> lines = new ArrayList<>();
        List<Option> missing = new ArrayList<>(wanted.options());
        boolean same =
                stanza.family().equals(wanted.family()) && stanza.method().equals(wanted.method());
        lines.add(same ? old.get(0) : header(stanza.name(), wanted));
        String indent = "    ";
        int lastOption = 1;
        for (String line : old.subList(1, old.size())) {
            List<String> words = InterfacesFile.words(line);
            if (words.isEmpty()) {
                lines.add(line);
                continue;
            }
            String key = words.get(0).replace('_', '-');
            Optional<Option> found = missing.stream()
                    .filter(option -> option.key().replace('_', '-').equals(key))
                    .findFirst();
            String value = line.strip().substring(words.get(0).length()).strip();
            indent = line.substring(0, line.indexOf(words.get(0)));
            if (found.isPresent()) {
                missing.remove(found.get());
                boolean kept = found.get().value().equals(value) || sameAddress(key, value, wanted);
                lines.add(
                        kept ? line : indent + words.get(0) + " " + found.get().value());
                lastOption = lines.size();
            } else if (!MANAGED.matcher(words.get(0)).matches()) {
                lines.add(line);
                lastOption = lines.size();
            }
        }
        String before = indent;
        lines.addAll(
                lastOption, missing.stream().map(option -> line(before, option)).toList());
        return lines;
    }

    /** {@code address 10.0.0.5/24} says the netmask as well, so only our own form counts as the same. */
    private static boolean sameAddress(String key, String value, Wanted wanted) {
        return key.equals("netmask")
                && Cidr.prefixOf(value).isPresent()
                && wanted.options().stream()
                        .anyMatch(option -> option.key().equals("netmask")
                                && Cidr.prefixOf(option.value()).equals(Cidr.prefixOf(value)));
    }

    private static void listed(SortedMap<String, InterfacesFile> files, String keyword, String name) {
        if (files.values().stream().anyMatch(file -> file.isListed(keyword, name))) {
            return;
        }
        InterfacesFile file = home(files, name);
        file.stanzasOf(name).stream()
                .findFirst()
                .ifPresent(stanza -> file.insertBefore(stanza.start(), List.of(keyword + " " + name)));
    }

    private static String header(String name, Wanted wanted) {
        return "iface " + name + " " + wanted.family() + " " + wanted.method();
    }

    private static String line(String indent, Option option) {
        return indent + option.key() + " " + option.value();
    }

    private static Map<String, List<Wanted>> stanzas(HostNetwork wanted) {
        Map<String, List<Wanted>> stanzas = new LinkedHashMap<>();
        wanted.nics()
                .forEach(nic ->
                        stanzas.put(nic.name(), of(wanted, nic.name(), options(nic.mtu(), port(wanted, nic.name())))));
        for (Bond bond : wanted.bonds()) {
            List<Option> options = options(
                    bond.mtu(),
                    List.of(
                            new Option("bond-slaves", String.join(" ", bond.members())),
                            new Option("bond-mode", bond.mode()),
                            new Option("bond-miimon", Integer.toString(bond.miimon()))));
            options.addAll(port(wanted, bond.name()));
            stanzas.put(bond.name(), of(wanted, bond.name(), options));
        }
        for (Vlan vlan : wanted.vlans()) {
            List<Option> raw = List.of(new Option("vlan-raw-device", vlan.parent()));
            stanzas.put(vlan.name(), of(wanted, vlan.name(), options(vlan.mtu(), raw)));
        }
        for (Bridge bridge : wanted.bridges()) {
            stanzas.put(bridge.name(), of(wanted, bridge.name(), options(bridge.mtu(), bridge(bridge))));
        }
        for (OvsSwitch one : wanted.switches()) {
            stanzas.put(one.name(), of(wanted, one.name(), openVSwitch(one)));
        }
        for (FakeBridge fake : wanted.fakeBridges()) {
            List<Option> options = List.of(
                    new Option("ovs_type", "OVSBridge"), new Option("ovs_options", fake.parent() + " " + fake.vlan()));
            stanzas.put(fake.name(), of(wanted, fake.name(), options));
        }
        return stanzas;
    }

    private static List<Option> bridge(Bridge bridge) {
        return List.of(
                new Option("bridge_ports", bridge.ports().isEmpty() ? "none" : String.join(" ", bridge.ports())),
                new Option("bridge_fd", Integer.toString(bridge.forwardDelay())),
                new Option("bridge_stp", bridge.stp() ? "on" : "off"),
                new Option("bridge_maxwait", "1"));
    }

    private static List<Option> openVSwitch(OvsSwitch one) {
        List<Option> options = new ArrayList<>(List.of(new Option("ovs_type", "OVSBridge")));
        if (!one.ports().isEmpty()) {
            options.add(new Option("ovs_ports", String.join(" ", one.ports())));
        }
        if (!one.trunks().isEmpty()) {
            options.add(new Option("ovs_extra", "set port " + one.name() + " " + Effects.trunks(one)));
        }
        return options;
    }

    private static List<Option> port(HostNetwork wanted, String name) {
        return wanted.switches().stream()
                .filter(one -> one.ports().contains(name))
                .findFirst()
                .map(one -> List.of(new Option("ovs_bridge", one.name()), new Option("ovs_type", "OVSPort")))
                .orElse(List.of());
    }

    private static List<Option> options(Optional<Integer> mtu, List<Option> own) {
        List<Option> options = new ArrayList<>(own);
        mtu.ifPresent(bytes -> options.add(new Option("mtu", bytes.toString())));
        return options;
    }

    /** One stanza for each address; the first also says what the interface is. */
    private static List<Wanted> of(HostNetwork wanted, String name, List<Option> own) {
        Optional<Addressing> given = wanted.addressing(name);
        List<Wanted> stanzas = new ArrayList<>();
        List<Cidr> ipv4 = given.stream().flatMap(Addressing::ipv4).toList();
        List<Cidr> ipv6 = given.stream().flatMap(Addressing::ipv6).toList();
        for (int i = 0; i < ipv4.size(); i++) {
            List<Option> options = new ArrayList<>();
            options.add(new Option("address", ipv4.get(i).address()));
            options.add(new Option("netmask", ipv4.get(i).netmask()));
            if (i == 0) {
                given.flatMap(Addressing::gateway).ifPresent(to -> options.add(new Option("gateway", to)));
                options.addAll(names(given.get()));
                options.addAll(own);
            }
            stanzas.add(new Wanted("inet", "static", options));
        }
        if (ipv4.isEmpty()) {
            stanzas.add(new Wanted("inet", "manual", own));
        }
        for (int i = 0; i < ipv6.size(); i++) {
            List<Option> options = new ArrayList<>();
            options.add(new Option("address", ipv6.get(i).address()));
            options.add(new Option("netmask", Integer.toString(ipv6.get(i).prefix())));
            if (i == 0) {
                given.flatMap(Addressing::gateway6).ifPresent(to -> options.add(new Option("gateway", to)));
                if (ipv4.isEmpty()) {
                    options.addAll(names(given.get()));
                }
            }
            stanzas.add(new Wanted("inet6", "static", options));
        }
        return stanzas;
    }

    private static List<Option> names(Addressing given) {
        List<Option> options = new ArrayList<>();
        if (!given.nameServers().isEmpty()) {
            options.add(new Option("dns-nameservers", String.join(" ", given.nameServers())));
        }
        if (!given.searchDomains().isEmpty()) {
            String key = given.searchDomains().size() == 1 ? "dns-domain" : "dns-search";
            options.add(new Option(key, String.join(" ", given.searchDomains())));
        }
        return options;
    }

    @Override
    public HostNetwork read(NetworkFiles files) {
        return InterfacesReader.read(files(files).values().stream()
                .flatMap(file -> file.stanzas().stream())
                .toList());
    }

    @Override
    public List<CommandLine> apply(HostNetwork wanted, Present present) {
        List<CommandLine> commands = new ArrayList<>(Effects.removeEarlier(wanted, present));
        commands.addAll(Effects.flushMoved(wanted, present));
        commands.addAll(Effects.makeSwitches(wanted));
        commands.add(restart(present));
        return commands;
    }

    @Override
    public List<CommandLine> applyAfterRestore(HostNetwork wanted, Present present) {
        List<CommandLine> commands = new ArrayList<>(Effects.removeMade(wanted, present));
        commands.addAll(Effects.flushGiven(wanted, present));
        commands.add(restart(present));
        commands.addAll(Effects.switchOff(wanted, present));
        return commands;
    }

    private static CommandLine restart(Present present) {
        boolean upstart =
                present.system().id().equals("ubuntu") && present.system().major() < 16;
        return upstart ? RESTART_BEFORE_SYSTEMD : RESTART;
    }
}
