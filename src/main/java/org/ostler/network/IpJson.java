package org.ostler.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.network.NetworkState.BridgeState;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;
import org.ostler.network.NetworkState.Route;

/** The answers of {@code ip -j}. */
final class IpJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The kernel counts a bridge's times in hundredths of a second. */
    static final int TICKS = 100;

    /** NetworkManager adds this to a metric as long as it has not found its way to the Internet. */
    static final int PENALTY = 20_000;

    private IpJson() {}

    static SortedMap<String, Link> links(Answer links, Answer addresses) {
        Map<String, SortedSet<String>> byName = addresses(addresses);
        TreeMap<String, Link> found = new TreeMap<>();
        for (JsonNode node : array(links)) {
            String name = node.path("ifname").asText();
            if (!name.isEmpty() && !ofAGuest(name)) {
                found.put(name, link(name, node, byName.getOrDefault(name, new TreeSet<>())));
            }
        }
        return found;
    }

    private static Link link(String name, JsonNode node, SortedSet<String> addresses) {
        JsonNode data = node.path("linkinfo").path("info_data");
        Kind kind = kind(node);
        return new Link(
                name,
                kind,
                kind == Kind.NIC ? node.path("address").asText().toLowerCase(Locale.ROOT) : "",
                node.path("mtu").asInt(),
                flags(node).contains("UP"),
                kind == Kind.VLAN ? text(node, "link") : Optional.empty(),
                kind == Kind.VLAN ? Optional.of(data.path("id").asInt()) : Optional.empty(),
                text(node, "master"),
                kind == Kind.BRIDGE
                        ? Optional.of(new BridgeState(
                                data.path("stp_state").asInt() != 0,
                                Math.round(data.path("forward_delay").asInt() / (float) TICKS)))
                        : Optional.empty(),
                addresses);
    }

    private static Kind kind(JsonNode node) {
        if (flags(node).contains("LOOPBACK")) {
            return Kind.LOOPBACK;
        }
        return switch (node.path("linkinfo").path("info_kind").asText()) {
            case "" -> node.path("link_type").asText().equals("ether") ? Kind.NIC : Kind.OTHER;
            case "veth" -> Kind.NIC;
            case "vlan" -> Kind.VLAN;
            case "bridge" -> Kind.BRIDGE;
            case "bond" -> Kind.BOND;
            case "openvswitch" -> Kind.OPEN_VSWITCH;
            default -> Kind.OTHER;
        };
    }

    private static Map<String, SortedSet<String>> addresses(Answer answer) {
        Map<String, SortedSet<String>> found = new HashMap<>();
        for (JsonNode node : array(answer)) {
            SortedSet<String> ofLink = found.computeIfAbsent(node.path("ifname").asText(), name -> new TreeSet<>());
            for (JsonNode info : node.path("addr_info")) {
                boolean passing = info.path("scope").asText().equals("link")
                        || (info.path("family").asText().equals("inet6")
                                && info.path("dynamic").asBoolean());
                if (!passing && info.has("local")) {
                    ofLink.add(info.path("local").asText() + "/"
                            + info.path("prefixlen").asInt());
                }
            }
        }
        return found;
    }

    static List<Route> routes(Answer answer) {
        List<Route> routes = new ArrayList<>();
        for (JsonNode node : array(answer)) {
            String protocol = node.path("protocol").asText();
            String device = node.path("dev").asText();
            boolean passing = protocol.equals("kernel") || protocol.equals("ra");
            if (!passing && isLasting(node.path("dst").asText(), device)) {
                routes.add(new Route(
                        node.path("dst").asText(),
                        node.path("gateway").asText(),
                        device,
                        node.path("metric").asInt() % PENALTY));
            }
        }
        return routes;
    }

    /** Not the network scripts' route to 169.254.0.0/16, which whatever interface is started last gets. */
    static boolean isLasting(String destination, String device) {
        return !device.isEmpty() && !device.equals("lo") && !ofAGuest(device) && !destination.startsWith("169.254.");
    }

    /** Interfaces that come and go with virtual machines and containers. */
    static boolean ofAGuest(String name) {
        return name.matches("(vnet|tap|vif|veth)[0-9a-f].*|ovs-system");
    }

    private static List<String> flags(JsonNode node) {
        List<String> flags = new ArrayList<>();
        node.path("flags").forEach(flag -> flags.add(flag.asText()));
        return flags;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText()).filter(text -> !text.isEmpty());
    }

    private static JsonNode array(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("ip failed: " + answer.err().strip());
        }
        try {
            JsonNode node = JSON.readTree(answer.out().isBlank() ? "[]" : answer.out());
            if (node.isArray()) {
                return node;
            }
        } catch (JsonProcessingException notJson) {
            throw new Fact.Unreadable(
                    "ip answered no JSON: " + answer.out().lines().findFirst().orElse(""));
        }
        throw new Fact.Unreadable("ip answered no list");
    }
}
