package org.ostler.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** netplan's files: of YAML as much as people write there, read as paths with values. */
final class NetplanStanzas {
    private static final String DIRECTORY = "/etc/netplan";
    private static final List<String> SECTIONS = List.of("ethernets", "bonds", "vlans", "bridges");

    private final Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();

    private NetplanStanzas() {}

    /** @throws NetworkStanza.Unreadable with netplan's words */
    static List<NetworkStanza> read(LabFileSystem files) throws NetworkStanza.Unreadable {
        NetplanStanzas reader = new NetplanStanzas();
        for (String name : files.names(DIRECTORY)) {
            if (name.endsWith(".yaml")) {
                reader.file(
                        DIRECTORY + "/" + name,
                        files.text(DIRECTORY + "/" + name).orElse(""));
            }
        }
        List<NetworkStanza> all = new ArrayList<>();
        reader.sections.forEach((path, values) -> all.add(stanza(path.split("/", 2), values)));
        for (NetworkStanza stanza : all) {
            for (String other : stanza.ports) {
                known(all, stanza, other);
            }
            if (!stanza.parent.isEmpty()) {
                known(all, stanza, stanza.parent);
            }
        }
        return all;
    }

    private static void known(List<NetworkStanza> all, NetworkStanza stanza, String other)
            throws NetworkStanza.Unreadable {
        if (all.stream().noneMatch(one -> one.name.equals(other))) {
            throw new NetworkStanza.Unreadable("/etc/netplan: Error in network definition: " + stanza.name
                    + ": interface '" + other + "' is not defined");
        }
    }

    /** Keys on the way to a line, with how far each is indented. */
    private record Level(int indent, String key) {}

    private void file(String path, String text) throws NetworkStanza.Unreadable {
        Deque<Level> way = new ArrayDeque<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String bare = line.replaceFirst("(^|\\s)#.*", "").stripTrailing();
            if (bare.isBlank()) {
                continue;
            }
            int indent = bare.length() - bare.stripLeading().length();
            String rest = bare.strip();
            if (line.indexOf('\t') >= 0) {
                throw new NetworkStanza.Unreadable(
                        path + ":" + number + ":1: Invalid YAML: tabs are not allowed for indent:\n" + line + "\n^");
            }
            boolean item = rest.equals("-") || rest.startsWith("- ");
            while (!way.isEmpty()
                    && (way.peek().indent() > indent || (way.peek().indent() == indent && !item))) {
                way.pop();
            }
            String value = item ? rest.substring(1).strip() : rest;
            int colon = colon(value);
            if (colon < 0 && !item) {
                throw new NetworkStanza.Unreadable(path + ":" + number + ":" + (indent + 1)
                        + ": Invalid YAML: could not find expected ':':\n" + line);
            }
            if (colon < 0) {
                say(way, "", value);
            } else {
                String key = plain(value.substring(0, colon));
                String said = value.substring(colon + 1).strip();
                way.push(new Level(item ? indent + 1 : indent, key));
                say(way, "", said);
            }
        }
    }

    private static int colon(String text) {
        int from = text.startsWith("\"") ? text.indexOf('"', 1) : 0;
        for (int i = Math.max(0, from); i < text.length(); i++) {
            if (text.charAt(i) == ':' && (i + 1 == text.length() || text.charAt(i + 1) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    /** Below {@code network/SECTION/NAME}: the rest of the way, and what stands there. */
    private void say(Deque<Level> way, String more, String value) {
        List<String> keys = new ArrayList<>();
        way.descendingIterator().forEachRemaining(level -> keys.add(level.key()));
        if (keys.size() < 3 || !keys.get(0).equals("network") || !SECTIONS.contains(keys.get(1))) {
            return;
        }
        Map<String, List<String>> values =
                sections.computeIfAbsent(keys.get(1) + "/" + keys.get(2), path -> new TreeMap<>());
        List<String> said =
                values.computeIfAbsent(String.join("/", keys.subList(3, keys.size())) + more, key -> new ArrayList<>());
        boolean list = value.startsWith("[") && value.endsWith("]");
        for (String one : list ? value.substring(1, value.length() - 1).split(",") : new String[] {value}) {
            if (!one.isBlank()) {
                said.add(plain(one));
            }
        }
    }

    private static String plain(String text) {
        return text.strip().replaceAll("^[\"']|[\"']$", "");
    }

    private static NetworkStanza stanza(String[] path, Map<String, List<String>> values) {
        NetworkStanza stanza = new NetworkStanza(path[1]);
        switch (path[0]) {
            case "bridges" -> {
                stanza.kind = values.containsKey("openvswitch") ? LabLink.OPEN_VSWITCH : LabLink.BRIDGE;
                stanza.stp = !one(values, "parameters/stp").equals("false");
                stanza.delay = NetworkStanza.number(one(values, "parameters/forward-delay"));
            }
            case "bonds" -> stanza.kind = LabLink.BOND;
            case "vlans" -> {
                stanza.lies(one(values, "link"), one(values, "id"));
                if (values.containsKey("openvswitch")) {
                    stanza.kind = LabLink.OPEN_VSWITCH;
                }
            }
            default -> stanza.kind = LabLink.CARD;
        }
        stanza.ports.addAll(values.getOrDefault("interfaces", List.of()));
        stanza.addresses.addAll(values.getOrDefault("addresses", List.of()));
        stanza.gateway = one(values, "gateway4");
        List<String> to = values.getOrDefault("routes/to", List.of());
        int standard = Math.max(to.indexOf("default"), to.indexOf("0.0.0.0/0"));
        List<String> via = values.getOrDefault("routes/via", values.getOrDefault("routes/to/via", List.of()));
        if (standard >= 0 && standard < via.size()) {
            stanza.gateway = via.get(standard);
        }
        String mtu = one(values, "mtu");
        stanza.mtu = mtu.isEmpty() ? 1500 : NetworkStanza.number(mtu);
        return stanza;
    }

    private static String one(Map<String, List<String>> values, String key) {
        return values.getOrDefault(key, List.of("")).stream().findFirst().orElse("");
    }
}
