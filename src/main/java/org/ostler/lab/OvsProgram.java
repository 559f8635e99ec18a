package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ovs-vsctl}: transactions of several commands between dashes, of which all happen or none. */
final class OvsProgram {
    private final ServiceHost host;
    private final String version;

    OvsProgram(ServiceHost host, String version) {
        this.host = host;
        this.version = version;
    }

    int run(Invocation call) throws IOException {
        if (call.arguments().contains("--version") || call.arguments().contains("-V")) {
            call.println("ovs-vsctl (Open vSwitch) " + version + "\nDB Schema 8.3.0");
            return 0;
        }
        List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
        for (String word : call.arguments()) {
            if (word.equals("--")) {
                commands.add(new ArrayList<>());
            } else if (!word.startsWith("--timeout")) {
                commands.get(commands.size() - 1).add(word);
            }
        }
        commands.removeIf(List::isEmpty);
        for (boolean dry : new boolean[] {true, false}) {
            List<String> made = new ArrayList<>();
            for (List<String> command : commands) {
                Optional<String> trouble = one(call, command, dry, made);
                if (trouble.isPresent()) {
                    call.complain("ovs-vsctl: " + trouble.get());
                    return 1;
                }
            }
        }
        if (commands.stream().noneMatch(command -> command.equals(List.of("show")))) {
            host.links().changed();
        }
        return 0;
    }

    /** @param made by the commands before, in a dry pass */
    private Optional<String> one(Invocation call, List<String> words, boolean dry, List<String> made)
            throws IOException {
        boolean lenient = words.get(0).equals("--may-exist") || words.get(0).equals("--if-exists");
        List<String> rest = lenient ? words.subList(1, words.size()) : words;
        String name = rest.size() > 1 ? rest.get(1) : "";
        boolean there = isSwitch(name) || made.contains(name);
        switch (rest.get(0)) {
            case "show" -> {
                if (!dry) {
                    show(call);
                }
                return Optional.empty();
            }
            case "add-br" -> {
                if (there && !lenient) {
                    return Optional.of("cannot create a bridge named " + name + " because a bridge named " + name
                            + " already exists");
                }
                boolean fake = rest.size() == 4;
                if (fake && !isSwitch(rest.get(2)) && !made.contains(rest.get(2))) {
                    return Optional.of("no bridge named " + rest.get(2));
                }
                made.add(name);
                if (!dry) {
                    LabLink link = host.links().make(name, LabLink.OPEN_VSWITCH);
                    link.parent = fake ? rest.get(2) : link.parent;
                    link.vlan = fake ? NetworkStanza.number(rest.get(3)) : link.vlan;
                }
            }
            case "add-port" -> {
                if (!there) {
                    return Optional.of("no bridge named " + name);
                }
                if (!dry) {
                    host.links().port(rest.get(2), name);
                }
            }
            case "del-br" -> {
                if (!there && !lenient) {
                    return Optional.of("no bridge named " + name);
                }
                if (!dry && there) {
                    host.links().remove(name);
                }
            }
            case "del-port" -> {
                if (!dry) {
                    host.links().port(rest.get(rest.size() - 1), "");
                }
            }
            case "set" -> {
                String record = rest.size() > 2 ? rest.get(2) : "";
                if (!isSwitch(record) && !made.contains(record)) {
                    return Optional.of("no row \"" + record + "\" in table Port");
                }
            }
            default -> {
                return Optional.of("unknown command '" + rest.get(0) + "'; use --help for help");
            }
        }
        return Optional.empty();
    }

    private boolean isSwitch(String name) {
        return host.links()
                .find(name)
                .filter(link -> link.is(LabLink.OPEN_VSWITCH))
                .isPresent();
    }

    private void show(Invocation call) throws IOException {
        List<LabLink> all = host.links().all();
        StringBuilder text = new StringBuilder(CloudSeed.id("ovs " + host.name()) + "\n");
        for (LabLink bridge : all) {
            if (bridge.is(LabLink.OPEN_VSWITCH) && bridge.parent.isEmpty()) {
                text.append("    Bridge ").append(bridge.name).append('\n');
                port(text, bridge.name, 0, true);
                all.stream()
                        .filter(link -> link.master.equals(bridge.name))
                        .forEach(link -> port(text, link.name, 0, false));
                all.stream()
                        .filter(link -> link.is(LabLink.OPEN_VSWITCH) && link.parent.equals(bridge.name))
                        .forEach(fake -> port(text, fake.name, fake.vlan, true));
            }
        }
        call.print(text + "    ovs_version: \"" + version + "\"\n");
    }

    private static void port(StringBuilder text, String name, int tag, boolean internal) {
        text.append("        Port ").append(name).append('\n');
        if (tag > 0) {
            text.append("            tag: ").append(tag).append('\n');
        }
        text.append("            Interface ").append(name).append('\n');
        if (internal) {
            text.append("                type: internal\n");
        }
    }
}
