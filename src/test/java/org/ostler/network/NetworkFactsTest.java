package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.network.NetworkState.BridgeState;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;
import org.ostler.network.NetworkState.Route;

/** The answers were printed by iproute2 6.1 on Linux 6 in a network namespace of its own. */
class NetworkFactsTest {
    private static final Path SAID = Path.of("src/test/resources/network-facts/debian-12");

    @TempDir
    private Path root;

    private static Facts facts(Fact<?>... asked) throws IOException {
        Facts facts = Facts.none();
        for (Fact<?> fact : asked) {
            Path file = SAID.resolve(fact.name());
            facts = facts.with(fact, Files.exists(file) ? Answer.of(Files.readString(file)) : Answer.absent());
        }
        return facts;
    }

    private static Facts newer() throws IOException {
        return facts(NetworkFacts.LINKS, NetworkFacts.ADDRESSES, NetworkFacts.ROUTES, NetworkFacts.ROUTES_6);
    }

    private static Facts older() throws IOException {
        return facts(
                        NetworkFacts.OLD_LINKS,
                        NetworkFacts.OLD_ADDRESSES,
                        NetworkFacts.OLD_ROUTES,
                        NetworkFacts.OLD_ROUTES_6,
                        NetworkFacts.BRIDGE_PORTS,
                        NetworkFacts.BRIDGE_SWITCHES,
                        NetworkFacts.BOND_MEMBERS,
                        NetworkFacts.VLAN_CONFIG)
                .with(NetworkFacts.LINKS, new Answer(255, "", "Option \"-j\" is unknown, try \"ip -help\".\n"));
    }

    @Test
    void seesWhatRuns() throws IOException {
        NetworkState state = NetworkFacts.state(newer());
        assertEquals(
                Set.of("cloudbr0", "eth0", "eth1", "guest7", "lo", "wire0", "wire1"),
                state.links().keySet());
        assertEquals(
                Optional.of(new BridgeState(true, 5)),
                state.link("cloudbr0").orElseThrow().bridge());
        assertEquals(List.of("eth1"), state.portsOf("cloudbr0"), "vnet7 is a guest's");
        assertEquals(
                Set.of("192.168.42.11/24", "2001:db8::b/64"),
                state.link("eth0").orElseThrow().addresses());
        assertEquals(
                Set.of(
                        new Route("default", "192.168.42.1", "eth0", 0),
                        new Route("10.9.0.0/16", "192.168.42.2", "eth0", 50),
                        new Route("default", "2001:db8::1", "eth0", 1024)),
                state.routes());
    }

    @Test
    void oldAndNewProgramsTellTheSame() throws IOException {
        assertEquals(NetworkFacts.state(newer()), NetworkFacts.state(older()));
    }

    @Test
    void whatChangesByItselfIsNoDifference() throws IOException {
        Facts facts = newer();
        String links = facts.get(NetworkFacts.LINKS).out();
        String changed = links.replace("\"operstate\":\"UP\"", "\"operstate\":\"LOWERLAYERDOWN\"")
                .replace("\"LOWER_UP\"", "\"M-DOWN\"")
                .replaceAll("\"ifindex\":(\\d)", "\"ifindex\":4$1")
                .replaceAll("\"(hello|gc)_timer\":[0-9.]+", "\"$1_timer\":0.01");
        assertNotEquals(links, changed);
        assertEquals(NetworkFacts.state(facts), NetworkFacts.state(facts.with(NetworkFacts.LINKS, Answer.of(changed))));
    }

    @Test
    void whatARestoreCouldMissIsADifference() throws IOException {
        Facts facts = newer();
        NetworkState saved = NetworkFacts.state(facts);
        Map<Fact<Answer>, Map<String, String>> damage = Map.of(
                NetworkFacts.LINKS,
                Map.of(
                        "\"stp_state\":1",
                        "\"stp_state\":0",
                        "\"master\":\"cloudbr0\"",
                        "\"master\":\"cloudbr1\"",
                        "\"mtu\":1500",
                        "\"mtu\":9000"),
                NetworkFacts.ADDRESSES,
                Map.of("\"prefixlen\":24", "\"prefixlen\":28", "192.168.42.11", "192.168.42.12"),
                NetworkFacts.ROUTES,
                Map.of("192.168.42.1\"", "192.168.42.3\"", "\"metric\":50", "\"metric\":51"));
        damage.forEach((fact, changes) -> changes.forEach((from, to) -> {
            String said = facts.get(fact).out();
            assertTrue(said.contains(from), from);
            assertNotEquals(saved, NetworkFacts.state(facts.with(fact, Answer.of(said.replace(from, to)))), from);
        }));
    }

    @Test
    void anOldSystemsVlansAndBondsAreSeen() throws IOException {
        Facts facts = facts().with(NetworkFacts.OLD_LINKS, Answer.of("""
                        1: lo: <LOOPBACK,UP,LOWER_UP> mtu 16436 qdisc noqueue state UNKNOWN \\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                        2: eth0: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast master bond0 state UP qlen 1000\\    link/ether 52:54:00:11:00:01 brd ff:ff:ff:ff:ff:ff
                        3: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP \\    link/ether 52:54:00:11:00:01 brd ff:ff:ff:ff:ff:ff
                        4: bond0.100@bond0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP \\    link/ether 52:54:00:11:00:01 brd ff:ff:ff:ff:ff:ff
                        """))
                .with(
                        NetworkFacts.OLD_ADDRESSES,
                        Answer.of("4: bond0.100    inet 192.168.42.11/24 brd 192.168.42.255 scope global bond0.100\n"))
                .with(NetworkFacts.OLD_ROUTES, Answer.of("default via 192.168.42.1 dev bond0.100 \n"))
                .with(
                        NetworkFacts.VLAN_CONFIG,
                        Answer.of(
                                "VLAN Dev name    | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\nbond0.100      | 100  | bond0\n"))
                .with(NetworkFacts.BOND_MEMBERS, Answer.of("/sys/devices/virtual/net/bond0/bonding/slaves:eth0 \n"));
        NetworkState state = NetworkFacts.state(facts);
        Link vlan = state.link("bond0.100").orElseThrow();
        assertEquals(Kind.VLAN, vlan.kind());
        assertEquals(Optional.of(100), vlan.vlan());
        assertEquals(Optional.of("bond0"), vlan.parent());
        assertEquals(Kind.BOND, state.link("bond0").orElseThrow().kind());
        assertEquals(List.of("eth0"), state.portsOf("bond0"));
        assertEquals(Map.of("bond0.100", "192.168.42.1"), state.defaultGateways());
    }

    /** Printed by ovs-vsctl 3.1. */
    @Test
    void openVSwitchTellsWhoseAPortIs() {
        TreeMap<String, Link> kernel = new TreeMap<>();
        for (String name : List.of("eth0", "cloudbr", "mgmt0")) {
            kernel.put(
                    name,
                    new Link(
                            name,
                            name.equals("eth0") ? Kind.NIC : Kind.OPEN_VSWITCH,
                            "52:54:00:11:00:01",
                            1500,
                            true,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("ovs-system"),
                            Optional.empty(),
                            new TreeSet<>()));
        }
        Map<String, Link> links = OvsShow.overlaid(kernel, """
                c23c392f-f0d3-4a2a-810a-053f9278fea1
                    Bridge cloudbr
                        Port mgmt0
                            tag: 100
                            Interface mgmt0
                                type: internal
                        Port cloudbr
                            trunks: [100, 200, 300]
                            Interface cloudbr
                                type: internal
                        Port eth0
                            Interface eth0
                    ovs_version: "3.1.0"
                """);
        assertEquals(Optional.of("cloudbr"), links.get("eth0").master());
        assertEquals(Optional.of("cloudbr"), links.get("mgmt0").parent());
        assertEquals(Optional.of(100), links.get("mgmt0").vlan());
        assertEquals(Optional.empty(), links.get("cloudbr").master());
    }

    @Test
    void filesAreReadAsTheyAreAndSecretsStayWhereTheyAre() throws IOException, InterruptedException {
        Map<String, String> texts = Map.of(
                "/etc/network/interfaces", "auto lo\niface lo inet loopback", // no newline at its end
                "/etc/network/interfaces.d/köln", "# Größe\n",
                "/etc/netplan/a b.yaml", "file 3 /etc/passwd\nnetwork:\n",
                "/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\n");
        Map<String, String> others = Map.of(
                "/etc/netplan/wifi.yaml",
                        "network:\n  wifis:\n    w0:\n      access-points: {x: {password: \"s3cret\"}}\n",
                "/etc/NetworkManager/system-connections/w.nmconnection", "[wifi-security]\npsk=s3cret\n",
                "/etc/sysconfig/network-scripts/ifup-eth", "#!/bin/bash\n",
                "/etc/netplan/a.yaml.bak", "network:\n");
        write(texts);
        write(others);
        NetworkFiles files = NetworkFacts.FILES.parser().apply(new Answer(1, looked(), ""));
        assertEquals(new TreeMap<>(texts), files.texts());
        assertEquals(
                Set.of("/etc/netplan/wifi.yaml", "/etc/NetworkManager/system-connections/w.nmconnection"),
                files.unread());
        assertTrue(!looked().contains("s3cret"));
    }

    @Test
    void anAnswerThatBreaksOffIsUnreadable() {
        Answer broken = Answer.of("file 100 /etc/network/interfaces\nauto lo\n");
        assertThrows(Fact.Unreadable.class, () -> NetworkFacts.FILES.parser().apply(broken));
    }

    private void write(Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path path = root.resolve(text.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, text.getValue());
        }
    }

    /** The look itself, below another root. */
    private String looked() throws IOException, InterruptedException {
        List<String> words = ((Look.Run) NetworkFacts.FILES.look())
                .command().arguments().stream()
                        .map(word -> word.startsWith("/etc/") ? root + word : word)
                        .toList();
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return out.replace(" " + root + "/etc/", " /etc/");
    }
}
