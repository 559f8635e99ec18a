package org.ostler.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Nic;

/** All interfaces that netplan's files define, in the order in which netplan reads them. */
record NetplanDefinitions(List<Definition> all, Set<String> unreadable) {
    /**
     * @param id as the file names it, which need not be the interface's name
     * @param name the interface's
     */
    record Definition(String path, String section, String id, String name, JsonNode node) {
        Optional<String> mac() {
            return text(node.path("match"), "macaddress").map(mac -> mac.toLowerCase(Locale.ROOT));
        }

        Optional<Addressing> addressing() {
            List<Cidr> addresses = texts(node.path("addresses")).stream()
                    .flatMap(text -> Cidr.parse(text).stream())
                    .toList();
            if (addresses.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Addressing(
                    name,
                    addresses,
                    text(node, "gateway4").or(() -> gateway(false)),
                    text(node, "gateway6").or(() -> gateway(true)),
                    texts(node.path("nameservers").path("addresses")),
                    texts(node.path("nameservers").path("search"))));
        }

        private Optional<String> gateway(boolean ipv6) {
            for (JsonNode route : node.path("routes")) {
                String via = route.path("via").asText();
                if (isDefault(route) && via.indexOf(':') >= 0 == ipv6) {
                    return Optional.of(via);
                }
            }
            return Optional.empty();
        }
    }

    static NetplanDefinitions of(NetworkFiles files) {
        List<Definition> all = new ArrayList<>();
        Set<String> unreadable = new TreeSet<>();
        files.texts().forEach((path, text) -> {
            if (!path.startsWith(Netplan.DIRECTORY) || !path.endsWith(".yaml")) {
                return;
            }
            Optional<JsonNode> tree = YamlBlocks.tree(text);
            if (tree.isEmpty()) {
                unreadable.add(path);
                return;
            }
            for (String section : Netplan.SECTIONS) {
                tree.get()
                        .path("network")
                        .path(section)
                        .properties()
                        .forEach(field -> all.add(new Definition(
                                path,
                                section,
                                field.getKey(),
                                name(field.getKey(), field.getValue()),
                                field.getValue())));
            }
        });
        return new NetplanDefinitions(all, unreadable);
    }

    /** A definition may match a card by other things than its name, and may rename it. */
    private static String name(String id, JsonNode node) {
        return text(node, "set-name")
                .or(() -> text(node.path("match"), "name").filter(name -> name.matches("[^*?\\[]+")))
                .orElse(id);
    }

    /** Those of interfaces that are wanted, under whatever id. */
    List<Definition> of(HostNetwork wanted) {
        Set<String> names = concerned(wanted);
        List<Definition> found = new ArrayList<>();
        for (Definition one : all) {
            Optional<Nic> byMac = one.section().equals("ethernets")
                            && !one.node().has("set-name")
                    ? wanted.nics().stream()
                            .filter(nic -> nic.mac().isPresent() && nic.mac().equals(one.mac()))
                            .findFirst()
                    : Optional.empty();
            if (names.contains(one.name())) {
                found.add(one);
            } else if (byMac.isPresent()) {
                found.add(new Definition(
                        one.path(), one.section(), one.id(), byMac.get().name(), one.node()));
            }
        }
        return found;
    }

    /** Routes to other places than everywhere: they go where the addresses go. */
    List<JsonNode> otherRoutes(HostNetwork wanted) {
        List<JsonNode> routes = new ArrayList<>();
        of(wanted).forEach(one -> one.node().path("routes").forEach(route -> {
            if (!isDefault(route) && !routes.contains(route)) {
                routes.add(route);
            }
        }));
        return routes;
    }

    /** What an operator has put into this file besides the wanted interfaces. */
    ObjectNode rest(String path, HostNetwork wanted) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        Set<String> names = concerned(wanted);
        all.stream().filter(one -> one.path().equals(path)).forEach(one -> {
            if (!names.contains(one.name())) {
                ObjectNode section =
                        rest.has(one.section()) ? (ObjectNode) rest.get(one.section()) : rest.putObject(one.section());
                section.set(one.id(), one.node());
            }
        });
        return rest;
    }

    private static Set<String> concerned(HostNetwork wanted) {
        Set<String> names = new TreeSet<>(wanted.names());
        names.addAll(wanted.gone());
        return names;
    }

    private static boolean isDefault(JsonNode route) {
        return Set.of("default", "0.0.0.0/0", "::/0", "0/0")
                .contains(route.path("to").asText());
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText()).filter(text -> !text.isEmpty());
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
