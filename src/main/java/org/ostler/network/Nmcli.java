package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;

/** The commands by which NetworkManager follows its files, whether those are keyfiles or ifcfg files. */
final class Nmcli {
    /** Seconds. Smaller: a bond waiting for its switch is taken for broken. Larger: the guard's time is used up here. */
    private static final String LONGEST = "30";

    private Nmcli() {}

    /**
     * Masters first, else a port waits for one that is not there; the interface with the address last but for its
     * ports, because from then on the way in is a new one.
     */
    static List<CommandLine> apply(HostNetwork wanted, Present present, Function<String, String> profile) {
        List<CommandLine> commands = new ArrayList<>(Effects.removeEarlier(wanted, present));
        commands.add(CommandLine.of("nmcli", "connection", "reload"));
        Stream.of(
                        wanted.bridges().stream().map(HostNetwork.Bridge::name),
                        wanted.bonds().stream().map(HostNetwork.Bond::name),
                        wanted.nics().stream().map(HostNetwork.Nic::name),
                        wanted.vlans().stream().map(HostNetwork.Vlan::name))
                .flatMap(names -> names)
                .forEach(name -> commands.add(up(profile.apply(name))));
        return commands;
    }

    /** @param profile of an interface before the change; empty when it had none in a file */
    static List<CommandLine> applyAfterRestore(
            HostNetwork wanted, Present before, Function<String, Optional<String>> profile) {
        List<CommandLine> commands = new ArrayList<>();
        commands.add(CommandLine.of("nmcli", "connection", "reload"));
        commands.addAll(Effects.removeMade(wanted, before));
        for (String name :
                Stream.concat(wanted.names().stream(), wanted.gone().stream()).toList()) {
            Optional<String> id = profile.apply(name);
            if (id.isPresent()) {
                commands.add(up(id.get()));
            } else if (before.state()
                    .link(name)
                    .filter(link -> !link.addresses().isEmpty())
                    .isPresent()) {
                commands.add(CommandLine.of("nmcli", "--wait", LONGEST, "device", "connect", name));
            }
        }
        commands.addAll(Effects.switchOff(wanted, before));
        return commands;
    }

    private static CommandLine up(String id) {
        return CommandLine.of("nmcli", "--wait", LONGEST, "connection", "up", "id", id);
    }
}
