package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.ostler.configfile.FileChange;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Settings;

/** What stands in an operator's files and is not about the wanted network stays, byte for byte. */
class MergingTest {
    private static final Settings EXAMPLE = new Settings(Map.of());

    private static Map<String, String> written(OsRelease system, Settings settings, Map<String, String> files) {
        NetworkState state = NetworkState.empty();
        TreeMap<String, NetworkState.Link> links = new TreeMap<>();
        links.put(
                "eth0",
                new NetworkState.Link(
                        "eth0",
                        NetworkState.Kind.NIC,
                        "52:54:00:11:00:01",
                        1500,
                        true,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        new TreeSet<>(Set.of("192.168.42.11/24"))));
        Present present = new Present(
                system,
                new NetworkState(links, state.routes()),
                new NetworkFiles(new TreeMap<>(files), new TreeSet<>()));
        HostNetwork wanted = NetworkSettings.network(settings, present, "kvm1");
        List<FileChange> changes = Backend.of(present).orElseThrow().files(wanted, present);
        return NetworkCase.written(present.files(), changes).texts();
    }

    @Test
    void interfacesKeepsOtherStanzasAndTheirLayout() {
        String others = """
                # hand-made, do not sort
                auto lo eth0
                iface lo inet loopback
                    up ip route add blackhole 10.0.0.0/8

                mapping wlan0
                    script /etc/network/home
                    map HOME wlan0-home

                iface eth1 inet static
                \taddress 10.1.1.1
                \tnetmask 255.255.255.0
                # the end of eth1
                """;
        String text = written(
                        new OsRelease("debian", "12", ""),
                        EXAMPLE,
                        Map.of(Interfaces.FILE, others + "\niface eth0 inet dhcp\n    hostname kvm1\n"))
                .get(Interfaces.FILE);
        assertTrue(text.startsWith(others), text);
        assertTrue(text.contains("\niface eth0 inet manual\n    hostname kvm1\n"), text);
        assertEquals(1, text.split("eth0 inet ", -1).length - 1, "one stanza of eth0");
        assertFalse(text.contains("auto eth0\n"), "eth0 is listed already");
    }

    @Test
    void interfacesAreChangedInTheFileThatHasThem() {
        Map<String, String> texts = written(
                new OsRelease("debian", "12", ""),
                EXAMPLE,
                Map.of(
                        Interfaces.FILE,
                        "source /etc/network/interfaces.d/*\n",
                        Interfaces.FILE + ".d/eth0",
                        "auto eth0\niface eth0 inet static\n  address 192.168.42.11/24\n"));
        assertEquals("auto eth0\niface eth0 inet manual\n", texts.get(Interfaces.FILE + ".d/eth0"));
        assertFalse(texts.get(Interfaces.FILE).contains("iface eth0 "), texts::toString);
    }

    @Test
    void anAddressOfEachKindInOneStanzaTooMany() {
        String text = written(new OsRelease("ubuntu", "12.04", ""), EXAMPLE, Map.of(Interfaces.FILE, """
                                iface eth0 inet static
                                  address 192.168.42.11
                                  netmask 255.255.255.0
                                iface eth0 inet static
                                  address 192.168.42.12
                                  netmask 255.255.255.0
                                """))
                .get(Interfaces.FILE);
        assertTrue(text.contains("# iface eth0 inet static\n#   address 192.168.42.12\n"), text);
    }

    @Test
    void ifcfgKeepsCommentsUnknownKeysAndQuotes() {
        String path = Ifcfg.DIRECTORY + "ifcfg-Auto_eth0";
        String text = written(new OsRelease("centos", "6.3", ""), EXAMPLE, Map.of(path, """
                                # port 1
                                DEVICE='eth0'
                                export UUID=1b4cb1d7-5ab7-4d3c-a6b0-5c2a53ab9cd2
                                IPADDR=192.168.42.11   # was .10
                                ONBOOT=no
                                ETHTOOL_OPTS="speed 1000 duplex full"
                                ONBOOT=yes
                                """))
                .get(path);
        assertEquals("""
                # port 1
                DEVICE='eth0'
                export UUID=1b4cb1d7-5ab7-4d3c-a6b0-5c2a53ab9cd2
                ETHTOOL_OPTS="speed 1000 duplex full"
                ONBOOT=yes
                HWADDR=52:54:00:11:00:01
                HOTPLUG=no
                BOOTPROTO=none
                TYPE=Ethernet
                """, text);
    }

    @Test
    void netplanLeavesOtherDefinitionsAndTheirComments() {
        String before = """
                network:
                  version: 2
                  renderer: networkd
                  ethernets:
                    # storage
                    eth9:
                      addresses: [10.0.0.9/24] # jumbo
                      mtu: 9000
                    "uplink":
                      match: {macaddress: "52:54:00:11:00:01"}
                      addresses:
                      - 192.168.42.11/24
                      nameservers: {addresses: [192.168.42.53]}
                  bonds: {}
                """;
        Map<String, String> texts =
                written(new OsRelease("ubuntu", "24.04", ""), EXAMPLE, Map.of("/etc/netplan/50-hand.yaml", before));
        String after = texts.get("/etc/netplan/50-hand.yaml");
        assertEquals(before, after.replaceAll("(?m)^#(?= )", ""), "lines only become comments");
        assertTrue(
                after.contains("    # storage\n    eth9:\n      addresses: [10.0.0.9/24] # jumbo\n      mtu: 9000\n"),
                after);
        assertTrue(after.contains("#    \"uplink\":\n#      match:"), after);
        assertTrue(
                texts.get(Netplan.FILE).contains("macaddress: \"52:54:00:11:00:01\""),
                "the card is still found by its MAC");
        assertEquals(
                Set.of("eth9", "eth0"),
                new TreeSet<>(
                        NetplanDefinitions.of(new NetworkFiles(new TreeMap<>(texts), new TreeSet<>())).all().stream()
                                .filter(one -> one.section().equals("ethernets"))
                                .map(NetplanDefinitions.Definition::id)
                                .toList()));
    }

    @Test
    void whatAnOperatorAddedToOurNetplanFileStays() {
        OsRelease system = new OsRelease("ubuntu", "24.04", "");
        Map<String, String> first = written(system, EXAMPLE, Map.of());
        String added = first.get(Netplan.FILE)
                .replace("    eth0:\n", "    eth7:\n      optional: true\n    eth0:\n      wakeonlan: true\n");
        String again = written(system, EXAMPLE, Map.of(Netplan.FILE, added)).get(Netplan.FILE);
        assertTrue(again.contains("    eth7:\n      optional: true\n"), again);
        assertTrue(again.contains("wakeonlan: true"), again);
        assertEquals(
                again, written(system, EXAMPLE, Map.of(Netplan.FILE, again)).get(Netplan.FILE));
    }

    @Test
    void aKeyfileKeepsItsIdentityAndItsComments() {
        String path = Keyfile.DIRECTORY + "uplink.nmconnection";
        String text = written(new OsRelease("rocky", "9.4", ""), EXAMPLE, Map.of(path, """
                                # ours since 2021
                                [connection]
                                id=uplink
                                uuid=7a2c1d5e-51c7-4c7d-9d5a-0a64a0a8b0c1
                                type=ethernet

                                [ethernet]
                                mac-address=52:54:00:11:00:01
                                ring-rx=4096

                                [ipv4]
                                method=auto
                                route1=10.9.0.0/16,192.168.42.2
                                """))
                .get(path);
        assertTrue(text.startsWith("# ours since 2021\n[connection]\nid=uplink\nuuid=7a2c1d5e"), text);
        assertTrue(text.contains("ring-rx=4096\n"), text);
        assertFalse(text.contains("route1"), "the route goes where the address goes");
    }

    /** A value from outside never becomes a line of its own: such a wish is an error before anything is written. */
    @Test
    void aLineBreakInAWishIsAnError() {
        for (String key : List.of("gateway", "search-domain", "name-servers", "public-bridge", "uplink", "switch")) {
            Settings hostile = new Settings(
                    Map.of(key, "x\nup rm -rf /", "bridge-type", key.equals("switch") ? "openvswitch" : "native"));
            Present present = new Present(new OsRelease("debian", "12", ""), NetworkState.empty(), NetworkFiles.none());
            assertTrue(
                    NetworkSettings.problems(
                                    new Settings(with(hostile, "management-address", "192.168.42.11/24")),
                                    present,
                                    "kvm1")
                            .stream()
                            .anyMatch(Problem::isError),
                    key);
        }
    }

    private static Map<String, String> with(Settings settings, String key, String value) {
        Map<String, String> all = new TreeMap<>(settings.values());
        all.put(key, value);
        return all;
    }
}
