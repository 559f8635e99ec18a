package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands in the way of writing a network into the files that a host has. */
final class FileProblems {
    private FileProblems() {}

    static List<Problem> of(Backend backend, HostNetwork wanted, Present present) {
        List<Problem> problems = new ArrayList<>();
        if (backend == Backend.KEYFILE && wanted.isOpenVSwitch()) {
            problems.add(Problem.error(
                    "bridge-type",
                    "NetworkManager has no word for the VLAN bridges that CloudStack needs of Open vSwitch.",
                    "Use Linux bridges on this system."));
        }
        if (Backend.of(present).filter(own -> own != backend).isPresent()) {
            problems.add(Problem.warning(
                    "network-files",
                    "This system is not known to read the network files that were chosen.",
                    "Leave the choice to Ostler unless the host was set up otherwise."));
        }
        present.files().unread().stream()
                .filter(path -> isInTheWay(backend, path, wanted))
                .forEach(path -> problems.add(Problem.error(
                        path,
                        path + " holds a secret and was not read.",
                        "Move what it says of these interfaces to another file, without the secret.")));
        if (backend == Backend.NETPLAN) {
            netplan(wanted, present, problems);
        }
        if (backend == Backend.INTERFACES) {
            strandedRoutes(wanted, present, problems);
        }
        twice(backend, wanted, present, problems);
        return problems;
    }

    private static boolean isInTheWay(Backend backend, String path, HostNetwork wanted) {
        return switch (backend) {
            case NETPLAN -> path.startsWith(Netplan.DIRECTORY);
            case INTERFACES -> path.startsWith(Interfaces.FILE);
            case IFCFG -> wanted.names().stream().anyMatch(name -> path.equals(Ifcfg.DIRECTORY + "ifcfg-" + name));
            case KEYFILE ->
                wanted.names().stream().anyMatch(name -> path.equals(Keyfile.DIRECTORY + name + ".nmconnection"));
        };
    }

    private static void netplan(HostNetwork wanted, Present present, List<Problem> problems) {
        NetplanDefinitions known = NetplanDefinitions.of(present.files());
        known.unreadable()
                .forEach(path -> problems.add(Problem.error(
                        path, path + " is no YAML that can be read.", "Mend the file: netplan would stop at it too.")));
        for (NetplanDefinitions.Definition one : known.of(wanted)) {
            String text = present.files().text(one.path()).orElse("");
            String edited = YamlBlocks.commentedOut(text, List.of("network", one.section(), one.id()));
            boolean gone = YamlBlocks.tree(edited)
                    .filter(tree -> tree.path("network")
                            .path(one.section())
                            .path(one.id())
                            .isMissingNode())
                    .isPresent();
            if (!one.path().equals(Netplan.FILE) && !gone) {
                problems.add(Problem.error(
                        one.path(),
                        one.path() + " defines " + one.name() + " in a form that cannot be edited line by line.",
                        "Write its definition in lines of its own, or remove it there."));
            }
        }
    }

    /** A route that a stanza sets by a command needs the address that moves away from it. */
    private static void strandedRoutes(HostNetwork wanted, Present present, List<Problem> problems) {
        present.files().texts().forEach((path, text) -> {
            if (path.startsWith(Interfaces.FILE)) {
                new InterfacesFile(text)
                        .stanzas().stream()
                                .filter(stanza -> wanted.names().contains(stanza.name())
                                        && wanted.addressing(stanza.name()).isEmpty())
                                .forEach(stanza -> stanza.options().stream()
                                        .filter(option -> option.key().matches("(pre-|post-)?(up|down)"))
                                        .filter(option -> option.value().matches(".*\\broute\\b.*"))
                                        .forEach(option -> problems.add(stranded(path, stanza.name(), option))));
            }
        });
    }

    private static Problem stranded(String path, String name, InterfacesFile.Option option) {
        return Problem.warning(
                path,
                name + " loses its address, but keeps the line: " + option.key() + " "
                        + option.value().replaceAll("[^\\x20-\\x7e]", "?"),
                "Move the line to the stanza that has the address, if the route is still needed.");
    }

    /** Which of two profiles wins differs from system to system, and from one start to the next. */
    private static void twice(Backend backend, HostNetwork wanted, Present present, List<Problem> problems) {
        for (String name : wanted.names()) {
            Optional<String> mac = wanted.nics().stream()
                    .filter(nic -> nic.name().equals(name))
                    .findFirst()
                    .flatMap(HostNetwork.Nic::mac);
            List<String> paths =
                    switch (backend) {
                        case IFCFG -> Ifcfg.claiming(name, mac, present.files());
                        case KEYFILE -> Keyfile.claiming(wanted, name, present.files());
                        case INTERFACES, NETPLAN -> List.of();
                    };
            if (paths.size() > 1) {
                problems.add(Problem.error(
                        name,
                        "More than one file describes " + name + ": " + String.join(", ", paths) + ".",
                        "Keep the one that is in use and remove the others."));
            }
        }
        if (backend == Backend.KEYFILE) {
            Ifcfg.profiles(present.files()).forEach((path, values) -> {
                if (wanted.names().contains(values.getOrDefault("DEVICE", ""))) {
                    problems.add(Problem.error(
                            path,
                            path + " describes an interface of this network in the older form.",
                            "Run nmcli connection migrate on the host, then look again."));
                }
            });
        }
    }
}
