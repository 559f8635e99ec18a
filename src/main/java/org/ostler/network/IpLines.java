package org.ostler.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.network.NetworkState.BridgeState;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;
import org.ostler.network.NetworkState.Route;

/** The answers of an iproute2 without JSON, and what only {@code /proc} and {@code /sys} tell there. */
final class IpLines {
    private static final Pattern LINK = Pattern.compile(
            "\\d+: ([^:@ ]+)(?:@\\S+)?: <([^>]*)> mtu (\\d{1,6})(.*?)\\\\?\\s+link/(\\S+)(?: ([0-9a-fA-F:]{17}))?.*");

    private static final Pattern ADDRESS = Pattern.compile("\\d+: (\\S+)\\s+inet6? (\\S+) (.*)");
    private static final Pattern MASTER = Pattern.compile(".* master (\\S+).*");
    private static final Pattern VLAN = Pattern.compile("(\\S+)\\s*\\|\\s*(\\d{1,4})\\s*\\|\\s*(\\S+)\\s*");
    private static final Pattern SWITCH = Pattern.compile(".*/([^/]+)/bridge/(stp_state|forward_delay):(\\d{1,6})");
    private static final Pattern PORT = Pattern.compile(".*/([^/]+)/brif/([^/]+)");
    private static final Pattern MEMBERS = Pattern.compile(".*/([^/]+)/bonding/slaves:(.*)");

    private IpLines() {}

    /** Lines of {@code /proc/net/vlan/config} and of {@code /sys/devices/virtual/net}. */
    record Kernel(List<String> vlans, List<String> switches, List<String> ports, List<String> members) {}

    private record Vlan(int id, String parent) {}

    static SortedMap<String, Link> links(Answer links, Answer addresses, Kernel kernel) {
        require(links);
        Map<String, SortedSet<String>> addressesOf = addresses(addresses);
        Map<String, Vlan> vlans = new HashMap<>();
        matches(VLAN, kernel.vlans())
                .forEach(row -> vlans.put(row.group(1), new Vlan(Integer.parseInt(row.group(2)), row.group(3))));
        Map<String, String> masters = masters(kernel);
        Map<String, BridgeState> bridges = bridges(kernel);
        TreeMap<String, Link> found = new TreeMap<>();
        for (Matcher line : matches(LINK, links.out().lines().toList())) {
            String name = line.group(1);
            if (IpJson.ofAGuest(name)) {
                continue;
            }
            Optional<Vlan> vlan = Optional.ofNullable(vlans.get(name));
            Kind kind = kind(line, vlan.isPresent(), bridges.containsKey(name), kernel);
            found.put(
                    name,
                    new Link(
                            name,
                            kind,
                            kind == Kind.NIC && line.group(6) != null
                                    ? line.group(6).toLowerCase(Locale.ROOT)
                                    : "",
                            Integer.parseInt(line.group(3)),
                            List.of(line.group(2).split(",")).contains("UP"),
                            vlan.map(Vlan::parent),
                            vlan.map(Vlan::id),
                            Optional.ofNullable(masters.get(name)).or(() -> master(line.group(4))),
                            Optional.ofNullable(bridges.get(name)),
                            addressesOf.getOrDefault(name, new TreeSet<>())));
        }
        return found;
    }

    private static Kind kind(Matcher line, boolean vlan, boolean bridge, Kernel kernel) {
        if (List.of(line.group(2).split(",")).contains("LOOPBACK")) {
            return Kind.LOOPBACK;
        }
        if (vlan) {
            return Kind.VLAN;
        }
        if (bridge) {
            return Kind.BRIDGE;
        }
        boolean bond = matches(MEMBERS, kernel.members()).stream()
                .anyMatch(row -> row.group(1).equals(line.group(1)));
        return bond ? Kind.BOND : line.group(5).equals("ether") ? Kind.NIC : Kind.OTHER;
    }

    private static Map<String, String> masters(Kernel kernel) {
        Map<String, String> masters = new HashMap<>();
        matches(PORT, kernel.ports()).forEach(row -> masters.put(row.group(2), row.group(1)));
        for (Matcher row : matches(MEMBERS, kernel.members())) {
            for (String member : row.group(2).strip().split("\\s+", -1)) {
                masters.put(member, row.group(1));
            }
        }
        return masters;
    }

    private static Map<String, BridgeState> bridges(Kernel kernel) {
        Map<String, BridgeState> bridges = new HashMap<>();
        for (Matcher row : matches(SWITCH, kernel.switches())) {
            BridgeState known = bridges.getOrDefault(row.group(1), new BridgeState(false, 0));
            int value = Integer.parseInt(row.group(3));
            bridges.put(
                    row.group(1),
                    row.group(2).equals("stp_state")
                            ? new BridgeState(value != 0, known.forwardDelay())
                            : new BridgeState(known.stp(), Math.round(value / (float) IpJson.TICKS)));
        }
        return bridges;
    }

    private static Map<String, SortedSet<String>> addresses(Answer answer) {
        require(answer);
        Map<String, SortedSet<String>> found = new HashMap<>();
        for (Matcher line : matches(ADDRESS, answer.out().lines().toList())) {
            boolean ipv6 = line.group(2).indexOf(':') >= 0;
            boolean passing = line.group(3).contains("scope link")
                    || (ipv6 && line.group(3).contains(" dynamic"));
            if (!passing) {
                found.computeIfAbsent(line.group(1), name -> new TreeSet<>()).add(line.group(2));
            }
        }
        return found;
    }

    static List<Route> routes(Answer answer) {
        require(answer);
        List<Route> routes = new ArrayList<>();
        for (String line : answer.out().lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            String device = after(words, "dev");
            String protocol = after(words, "proto");
            boolean passing = protocol.equals("kernel") || protocol.equals("ra");
            if (!passing && IpJson.isLasting(words.get(0), device)) {
                String metric = after(words, "metric");
                routes.add(new Route(
                        words.get(0),
                        after(words, "via"),
                        device,
                        metric.matches("\\d{1,9}") ? Integer.parseInt(metric) % IpJson.PENALTY : 0));
            }
        }
        return routes;
    }

    private static String after(List<String> words, String word) {
        int at = words.indexOf(word);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "";
    }

    private static Optional<String> master(String rest) {
        Matcher match = MASTER.matcher(rest);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static List<Matcher> matches(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches).toList();
    }

    private static void require(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("ip failed: " + answer.err().strip());
        }
    }
}
