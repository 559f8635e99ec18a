package org.ostler.lab;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What brings a simulated host's files into effect, by the commands of its system: the network scripts, ifupdown,
 * netplan, NetworkManager. Like the real ones, the first two leave an address where its own description is gone.
 */
final class NetworkService {
    private static final int NOT_FOUND = 10;
    private static final int FAILED = 4;

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private NetworkService(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static NetworkService installOn(ServiceHost host, LinuxFlavor flavor) {
        NetworkService service = new NetworkService(host, flavor);
        NetworkFiles.write(host.files(), flavor, HostConfiguration.address(host.name()));
        host.network(service::boot);
        switch (flavor) {
            case EL_6 -> service.wrap("service", "network", service::scripts);
            case DEBIAN_12 -> {
                service.wrap("systemctl", "networking.service", service::ifupdown);
                service.wrap("systemctl", "networking", service::ifupdown);
            }
            case UBUNTU_12 -> host.install("/etc/init.d/networking", service::ifupdown);
            case UBUNTU_20, UBUNTU_22, UBUNTU_24 -> host.install("netplan", service::netplan);
            case EL_8, EL_9 -> host.install("nmcli", service::networkManager);
        }
        service.boot();
        return service;
    }

    /** The program as it was, but for a restart of this service. */
    private void wrap(String program, String service, Program restart) {
        Program plain = host.program(program).orElseThrow();
        host.install(program, call -> {
            List<String> words = call.operands();
            return words.contains(service) && words.contains("restart") ? restart.run(call) : plain.run(call);
        });
    }

    /** As at the start of the host: what cannot be brought up stays down. */
    private void boot() {
        host.links().blank();
        try {
            for (NetworkStanza stanza : read()) {
                bringUp(stanza, true);
            }
        } catch (NetworkStanza.Unreadable broken) {
            host.systemd().note("networking", broken.getMessage());
        }
        host.links().changed();
    }

    private List<NetworkStanza> read() throws NetworkStanza.Unreadable {
        List<NetworkStanza> all =
                switch (flavor) {
                    case EL_6, EL_8 -> IfcfgStanzas.read(host.files());
                    case EL_9 -> KeyfileStanzas.read(host.files());
                    case DEBIAN_12, UBUNTU_12 -> InterfacesStanzas.read(host.files());
                    case UBUNTU_20, UBUNTU_22, UBUNTU_24 -> NetplanStanzas.read(host.files());
                };
        List<String> order = List.of(LabLink.CARD, LabLink.BOND, LabLink.VLAN, LabLink.BRIDGE, LabLink.OPEN_VSWITCH);
        return all.stream()
                .filter(stanza -> stanza.automatic && !stanza.name.equals("lo"))
                .sorted(Comparator.comparingInt((NetworkStanza stanza) -> order.indexOf(stanza.kind))
                        .thenComparing(stanza -> !stanza.parent.isEmpty()))
                .toList();
    }

    /**
     * @param exact whether an interface without an address loses the one it has
     * @return what is missing for it; empty when it is up
     */
    private Optional<String> bringUp(NetworkStanza stanza, boolean exact) {
        LabLinks links = host.links();
        if (stanza.kind.equals(LabLink.CARD) && links.find(stanza.name).isEmpty()) {
            return Optional.of(stanza.name);
        }
        if (!stanza.parent.isEmpty() && links.find(stanza.parent).isEmpty()) {
            return Optional.of(stanza.parent);
        }
        Optional<String> gone =
                stanza.ports.stream().filter(port -> links.find(port).isEmpty()).findFirst();
        LabLink link = links.make(stanza.name, stanza.kind);
        link.up = true;
        link.parent = stanza.parent;
        link.vlan = stanza.vlan;
        link.stp = stanza.stp;
        link.delay = stanza.delay;
        link.mtu = stanza.mtu;
        stanza.ports.forEach(port -> links.port(port, stanza.name));
        if (!stanza.master.isEmpty() || exact) {
            boolean listed = !stanza.master.isEmpty();
            if (listed || link.is(LabLink.CARD) || link.is(LabLink.VLAN)) {
                links.port(stanza.name, stanza.master);
            }
        }
        if (exact || !stanza.addresses.isEmpty()) {
            links.addresses(stanza.name, stanza.addresses);
        }
        if (!stanza.gateway.isEmpty()) {
            links.gateway(stanza.gateway, stanza.name);
        }
        return gone;
    }

    /** What the new description still lists stays a port of it; every other port was let go by whoever took it down. */
    private void letGo(List<NetworkStanza> all) {
        Set<String> kept = new HashSet<>();
        all.forEach(stanza -> {
            kept.addAll(stanza.ports);
            if (!stanza.master.isEmpty()) {
                kept.add(stanza.name);
            }
        });
        host.links().all().stream()
                .filter(link -> !link.master.isEmpty() && !kept.contains(link.name))
                .filter(link -> host.links()
                        .find(link.master)
                        .filter(master -> !master.is(LabLink.OPEN_VSWITCH))
                        .isPresent())
                .forEach(link -> host.links().port(link.name, ""));
    }

    /** {@code service network restart} of EL 6. */
    private int scripts(Invocation call) throws IOException {
        int exit = 0;
        try {
            List<NetworkStanza> all = read();
            letGo(all);
            say(call, "Shutting down loopback interface:  ", true);
            say(call, "Bringing up loopback interface:  ", true);
            for (NetworkStanza stanza : all) {
                Optional<String> missing = bringUp(stanza, false);
                if (missing.isPresent()) {
                    call.println("Bringing up interface " + stanza.name + ":  Device " + missing.get()
                            + " does not seem to be present, delaying initialization.");
                    exit = 1;
                }
                say(call, "Bringing up interface " + stanza.name + ":  ", missing.isEmpty());
            }
        } catch (NetworkStanza.Unreadable broken) {
            call.complain(broken.getMessage());
            exit = 1;
        }
        host.links().changed();
        return exit;
    }

    private static void say(Invocation call, String what, boolean well) throws IOException {
        call.println(what + (well ? "[  OK  ]" : "[FAILED]"));
    }

    /** {@code systemctl restart networking} and Ubuntu's script of before. */
    private int ifupdown(Invocation call) throws IOException {
        StringBuilder trouble = new StringBuilder();
        try {
            List<NetworkStanza> all = read();
            letGo(all);
            for (NetworkStanza stanza : all) {
                bringUp(stanza, false).ifPresent(missing -> trouble.append("Cannot find device \"")
                        .append(missing)
                        .append("\"\nifup: failed to bring up ")
                        .append(stanza.name)
                        .append('\n'));
            }
        } catch (NetworkStanza.Unreadable broken) {
            trouble.append("ifup: ").append(broken.getMessage()).append('\n');
        }
        host.links().changed();
        if (!flavor.hasSystemd()) {
            call.println(" * Running /etc/init.d/networking restart is deprecated because it may not enable again some"
                    + " interfaces");
            call.println(" * Reconfiguring network interfaces...");
            call.err().write(trouble.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (trouble.length() > 0) {
            trouble.toString().lines().forEach(line -> host.systemd().note("networking", line));
            call.complain("Job for networking.service failed because the control process exited with error code.\n"
                    + "See \"systemctl status networking.service\" and \"journalctl -xeu networking.service\" for"
                    + " details.");
        }
        return trouble.length() == 0 ? 0 : 1;
    }

    private int netplan(Invocation call) throws IOException {
        String verb = call.operands().isEmpty() ? "" : call.operands().get(0);
        if (!Set.of("generate", "apply").contains(verb)) {
            call.complain("usage: netplan [-h] [--debug]  ...");
            return 1;
        }
        try {
            List<NetworkStanza> all = read();
            if (verb.equals("generate")) {
                return 0;
            }
            letGo(all);
            // A card that is not there is no error of netplan's: it waits for it.
            all.forEach(stanza -> bringUp(stanza, true));
            host.links().changed();
            return 0;
        } catch (NetworkStanza.Unreadable broken) {
            call.complain(broken.getMessage());
            return 1;
        }
    }

    /** {@code connection reload}, {@code connection up id NAME}, {@code device connect NAME}. */
    /** NetworkManager of EL 8 reads the older files too, and names a profile as they do. */
    private List<NetworkStanza> profiles() {
        try {
            return flavor == LinuxFlavor.EL_8 ? IfcfgStanzas.read(host.files()) : KeyfileStanzas.read(host.files());
        } catch (NetworkStanza.Unreadable broken) {
            return List.of();
        }
    }

    private int networkManager(Invocation call) throws IOException {
        List<String> words =
                call.operands().stream().filter(word -> !word.matches("\\d+")).toList();
        List<NetworkStanza> all = profiles();
        if (words.equals(List.of("connection", "reload"))) {
            return 0;
        }
        String name = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean device = words.size() == 3 && words.subList(0, 2).equals(List.of("device", "connect"));
        if (!device && !(words.size() == 4 && words.subList(0, 3).equals(List.of("connection", "up", "id")))) {
            call.complain("Error: argument '" + name + "' not understood. Try passing --help instead.");
            return 2;
        }
        Optional<NetworkStanza> profile = all.stream()
                .filter(one -> (device || one.id.isEmpty() ? one.name : one.id).equals(name))
                .findFirst();
        if (profile.isEmpty()) {
            call.complain(
                    device ? "Error: Device '" + name + "' not found." : "Error: unknown connection '" + name + "'.");
            return NOT_FOUND;
        }
        NetworkStanza wanted = profile.get();
        all.stream()
                .filter(one -> one.name.equals(wanted.master)
                        && host.links().find(one.name).isEmpty())
                .forEach(master -> bringUp(master, true));
        Optional<String> missing = bringUp(wanted, true);
        host.links().changed();
        if (missing.isPresent()) {
            call.complain("Error: Connection activation failed: No suitable device found for this connection (device "
                    + missing.get() + " not available because profile is not compatible with device).");
            return FAILED;
        }
        call.println("Connection successfully activated (D-Bus active path: /org/freedesktop/NetworkManager/"
                + "ActiveConnection/" + (all.indexOf(wanted) + 1) + ")");
        return 0;
    }
}
