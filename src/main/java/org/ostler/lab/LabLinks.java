package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The interfaces, addresses and routes that a simulated kernel has now, whatever its files say. It hangs on a switch
 * that carries every VLAN but one: whoever moves the management network there is cut off, as in real life.
 */
final class LabLinks {
    /** The VLAN that nobody has told the lab's switch of. */
    static final int NOT_CARRIED = 999;

    /** @param destination {@code default} or a network */
    record Route(String destination, String via, String device) {}

    private final LabHost host;
    private final Map<String, LabLink> links = new TreeMap<>();
    private final List<Route> routes = new ArrayList<>();
    private int lastIndex;

    LabLinks(LabHost host) {
        this.host = host;
        add("lo", LabLink.LOOPBACK, "00:00:00:00:00:00").addresses.add("127.0.0.1/8");
        add("eth0", LabLink.CARD, "52:54:00:00:00:01");
        add("eth1", LabLink.CARD, "52:54:00:00:00:02");
        LabLink libvirts = add("virbr0", LabLink.BRIDGE, "52:54:00:00:00:04");
        libvirts.stp = true;
        libvirts.delay = 2;
        links.get("lo").mtu = 65536;
        links.values().forEach(link -> link.up = true);
    }

    private LabLink add(String name, String kind, String mac) {
        LabLink link = new LabLink(++lastIndex, name, kind, mac);
        links.put(name, link);
        return link;
    }

    synchronized Optional<LabLink> find(String name) {
        return Optional.ofNullable(links.get(name));
    }

    /** In the kernel's order. */
    synchronized List<LabLink> all() {
        return links.values().stream()
                .sorted(java.util.Comparator.comparingInt(link -> link.index))
                .map(LabLink::copy)
                .toList();
    }

    synchronized List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Makes what is not there yet; what is there stays as it is. */
    synchronized LabLink make(String name, String kind) {
        LabLink known = links.get(name);
        return known != null
                ? known
                : add(name, kind, String.format(Locale.ROOT, "52:54:00:00:01:%02x", lastIndex & 0xff));
    }

    synchronized void remove(String name) {
        links.remove(name);
        links.values().removeIf(link -> link.is(LabLink.VLAN) && link.parent.equals(name));
        links.values().removeIf(link -> link.is(LabLink.OPEN_VSWITCH) && link.parent.equals(name));
        links.values().stream().filter(link -> link.master.equals(name)).forEach(link -> link.master = "");
        routes.removeIf(route -> !links.containsKey(route.device()));
    }

    synchronized void port(String name, String master) {
        find(name).ifPresent(link -> link.master = master);
    }

    /** The routes that need an address go with the last one. */
    synchronized void addresses(String name, List<String> wanted) {
        LabLink link = links.get(name);
        link.addresses.clear();
        link.addresses.addAll(wanted);
        if (wanted.isEmpty()) {
            routes.removeIf(route -> route.device().equals(name));
        }
    }

    synchronized void gateway(String via, String device) {
        routes.removeIf(route -> route.destination().equals("default"));
        routes.add(new Route("default", via, device));
    }

    /** After any change: what the kernel shows among the files, and who can still get in. */
    void changed() {
        KernelFiles.write(host.files(), all());
        if (!reaches()) {
            host.cutSsh();
        }
        if (host.centre() != null) {
            host.centre().changed();
        }
    }

    /** Whether whoever comes from outside reaches an address of this host. */
    synchronized boolean reaches() {
        return links.values().stream()
                .anyMatch(link -> link.up
                        && link.master.isEmpty()
                        && !link.is(LabLink.LOOPBACK)
                        && !link.addresses.isEmpty()
                        && isWired(link, 0));
    }

    private boolean isWired(LabLink link, int depth) {
        if (!link.up || depth > 6 || link.vlan == NOT_CARRIED) {
            return false;
        }
        if (link.is(LabLink.CARD)) {
            return true;
        }
        boolean above = link.is(LabLink.VLAN) || (link.is(LabLink.OPEN_VSWITCH) && !link.parent.isEmpty());
        return above
                ? find(link.parent).filter(lower -> isWired(lower, depth + 1)).isPresent()
                : links.values().stream().anyMatch(port -> port.master.equals(link.name) && isWired(port, depth + 1));
    }

    synchronized ObjectNode save() {
        ObjectNode saved = LabJson.object();
        for (LabLink link : all()) {
            ObjectNode node = saved.withArray("links")
                    .addObject()
                    .put("index", link.index)
                    .put("name", link.name)
                    .put("kind", link.kind)
                    .put("mac", link.mac)
                    .put("mtu", link.mtu)
                    .put("up", link.up)
                    .put("master", link.master)
                    .put("parent", link.parent)
                    .put("vlan", link.vlan)
                    .put("stp", link.stp)
                    .put("delay", link.delay);
            link.addresses.forEach(node.putArray("addresses")::add);
        }
        routes.forEach(route -> saved.withArray("routes")
                .addObject()
                .put("destination", route.destination())
                .put("via", route.via())
                .put("device", route.device()));
        return saved;
    }

    /** Everything as it was; of an earlier lab, which kept no network, nothing. */
    void restore(JsonNode saved) {
        if (!saved.has("links")) {
            return;
        }
        synchronized (this) {
            links.clear();
            routes.clear();
            for (JsonNode node : saved.path("links")) {
                LabLink link = new LabLink(
                        node.path("index").asInt(),
                        node.path("name").asText(),
                        node.path("kind").asText(),
                        node.path("mac").asText());
                link.mtu = node.path("mtu").asInt();
                link.up = node.path("up").asBoolean();
                link.master = node.path("master").asText();
                link.parent = node.path("parent").asText();
                link.vlan = node.path("vlan").asInt();
                link.stp = node.path("stp").asBoolean();
                link.delay = node.path("delay").asInt();
                node.path("addresses").forEach(address -> link.addresses.add(address.asText()));
                links.put(link.name, link);
                lastIndex = Math.max(lastIndex, link.index);
            }
            for (JsonNode node : saved.path("routes")) {
                routes.add(new Route(
                        node.path("destination").asText(),
                        node.path("via").asText(),
                        node.path("device").asText()));
            }
        }
        changed();
    }

    /** As after switching on: cards without addresses, nothing made. */
    synchronized void blank() {
        links.values().removeIf(link -> link.isMade() && !link.is(LabLink.LOOPBACK) && !link.name.equals("virbr0"));
        links.values().stream().filter(link -> link.is(LabLink.CARD)).forEach(link -> {
            link.master = "";
            link.addresses.clear();
        });
        routes.clear();
    }
}
