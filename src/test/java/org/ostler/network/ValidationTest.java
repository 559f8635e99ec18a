package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ostler.facts.OsRelease;
import org.ostler.network.NetworkState.BridgeState;
import org.ostler.network.NetworkState.Kind;
import org.ostler.network.NetworkState.Link;
import org.ostler.network.NetworkState.Route;
import org.ostler.procedure.Settings;

/** Each wish that would not work is explained; the manual's own example is not complained of. */
class ValidationTest {
    private static final OsRelease UBUNTU = new OsRelease("ubuntu", "24.04", "Ubuntu 24.04");
    private static final OsRelease ROCKY = new OsRelease("rocky", "9.4", "Rocky Linux 9.4");

    private final Map<String, Link> links = new TreeMap<>();
    private final Map<String, String> files = new TreeMap<>();
    private final Set<String> unread = new TreeSet<>();

    ValidationTest() {
        link("eth0", Kind.NIC, 1500, Optional.empty(), "192.168.42.11/24");
        link("eth1", Kind.NIC, 1500, Optional.empty());
    }

    private void link(String name, Kind kind, int mtu, Optional<String> master, String... addresses) {
        links.put(
                name,
                new Link(
                        name,
                        kind,
                        kind == Kind.NIC ? "52:54:00:11:00:01" : "",
                        mtu,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        master,
                        kind == Kind.BRIDGE ? Optional.of(new BridgeState(false, 5)) : Optional.empty(),
                        new TreeSet<>(List.of(addresses))));
    }

    private Present present(OsRelease system) {
        return new Present(
                system,
                new NetworkState(
                        new TreeMap<>(links), new TreeSet<>(List.of(new Route("default", "192.168.42.1", "eth0", 0)))),
                new NetworkFiles(new TreeMap<>(files), new TreeSet<>(unread)));
    }

    private List<Problem> problems(OsRelease system, String... pairs) {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return NetworkSettings.problems(new Settings(settings), present(system), "kvm1");
    }

    private static void says(List<Problem> problems, Problem.Severity severity, String what) {
        assertTrue(
                problems.stream()
                        .anyMatch(problem -> problem.severity() == severity
                                && problem.what().contains(what)
                                && !problem.remedy().isBlank()
                                && !problem.where().isBlank()),
                () -> what + " is not in " + problems);
    }

    @Test
    void theManualsExampleOnlyAsksWhatTheSwitchCarries() {
        List<Problem> problems = problems(UBUNTU);
        assertEquals(1, problems.size(), problems::toString);
        says(problems, Problem.Severity.WARNING, "192.168.42.11 moves to VLAN 100 on eth0.100");
    }

    @Test
    void aHostThatRunsItAlreadyHasNoProblemAtAll() {
        Present before = present(UBUNTU);
        HostNetwork network = NetworkSettings.network(new Settings(Map.of()), before, "kvm1");
        Present after = new Present(UBUNTU, Running.of(network, before.state()), before.files());
        assertEquals(List.of(), NetworkSettings.problems(new Settings(Map.of()), after, "kvm1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uplink | eth7 | This host has no network card eth7; it has eth0, eth1.",
                "uplink | eth0, eth0 | eth0 is named twice for bond0.",
                "public-vlan | 300 | eth0.300 is to be in cloudbr0 and in cloudbr1.",
                "public-vlan | 4095 | A VLAN has a number from 1 to 4094.",
                "public-vlan | two | A VLAN has a number from 1 to 4094.",
                "public-bridge | cloudbridge-public | The name cloudbridge-public has 18 characters; Linux takes 15.",
                "public-bridge | cloud br | is none that an interface can have.",
                "public-bridge | cloudbr1 | Two interfaces are to be called cloudbr1.",
                "public-bridge | eth1 | eth1 exists on this host and is something else.",
                "management-address | 192.168.42.11 | is not one with a prefix length",
                "management-address | 192.168.42.11/255.0.255.0 | whose ones are in front",
                "management-address | 192.168.42.255/24 | or its broadcast address.",
                "management-address | 10.0.0.5/24 | The gateway 192.168.42.1 is not in the subnet of 10.0.0.5/24.",
                "gateway | 192.168.43.1 | The gateway 192.168.43.1 is not in the subnet of 192.168.42.11/24.",
                "gateway | 192.168.42.11 | The gateway 192.168.42.11 is the host's own address.",
                "gateway | router | router is not an address that can be a gateway.",
                "name-servers | dns.example.org | dns.example.org is not the address of a name server.",
                "name-servers | 1.1.1.1, 1.1.1.2, 1.1.1.3, 1.1.1.4 | asks three name servers at most.",
                "search-domain | a_b | a_b is not a domain.",
                "forward-delay | 31 | The forward delay of a bridge is 2 to 30 seconds with STP",
                "forward-delay | | The forward delay of a bridge is 2 to 30 seconds with STP",
                "mtu | 64 | An MTU is a number from 1280 to 9216.",
                "bridge-type | openvswitch | NetworkManager has no word",
            })
    void explainsWhatWouldNotWork(String key, String value, String what) {
        OsRelease system = key.equals("bridge-type") ? ROCKY : UBUNTU;
        says(problems(system, key, value == null ? "" : value), Problem.Severity.ERROR, what);
    }

    @Test
    void aForwardDelayOfZeroNeedsStpOff() {
        says(problems(UBUNTU, "forward-delay", "0", "stp", "on"), Problem.Severity.ERROR, "The forward delay");
        assertTrue(problems(UBUNTU, "forward-delay", "0", "stp", "off").stream().noneMatch(Problem::isError));
    }

    @Test
    void aBridgeWhoseCardCloudStackDoesNotFind() {
        links.put("net0", renamed(links.remove("eth0"), "net0"));
        List<Problem> problems = problems(UBUNTU, "uplink", "net0");
        says(problems, Problem.Severity.ERROR, "CloudStack does not take net0.200 for the network card of a bridge");
    }

    @Test
    void aLongCardLeavesNoRoomForGuestVlans() {
        links.put("enp129s0f1np1", renamed(links.remove("eth0"), "enp129s0f1np1"));
        List<Problem> problems = problems(UBUNTU, "uplink", "enp129s0f1np1");
        says(problems, Problem.Severity.ERROR, "The name enp129s0f1np1.200 has 17 characters; Linux takes 15.");
        says(problems, Problem.Severity.WARNING, "On enp129s0f1np1 CloudStack cannot make the bridges of guests");
    }

    private static Link renamed(Link link, String name) {
        return new Link(
                name,
                link.kind(),
                link.mac(),
                link.mtu(),
                link.up(),
                link.parent(),
                link.vlan(),
                link.master(),
                link.bridge(),
                link.addresses());
    }

    @Test
    void aCardThatBelongsToABridgeOfTheOperatorIsNotTaken() {
        link("br0", Kind.BRIDGE, 1500, Optional.empty(), "192.168.42.11/24");
        link("eth0", Kind.NIC, 1500, Optional.of("br0"));
        says(
                problems(UBUNTU, "uplink", "eth0"),
                Problem.Severity.ERROR,
                "eth0 belongs to br0, of which these settings know nothing.");
    }

    @Test
    void aVlanOfABridgeConfusesTheAgent() {
        link("cloudbr0", Kind.BRIDGE, 1500, Optional.empty());
        links.put(
                "cloudbr0.3",
                new Link(
                        "cloudbr0.3",
                        Kind.VLAN,
                        "",
                        1500,
                        true,
                        Optional.of("cloudbr0"),
                        Optional.of(3),
                        Optional.empty(),
                        Optional.empty(),
                        new TreeSet<>()));
        says(problems(UBUNTU), Problem.Severity.WARNING, "cloudbr0.3 is a VLAN of a bridge");
    }

    @Test
    void anMtuLargerThanTheOneBelow() {
        HostNetwork wanted = NetworkSettings.network(new Settings(Map.of()), present(UBUNTU), "kvm1");
        List<HostNetwork.Vlan> vlans = new ArrayList<>();
        wanted.vlans()
                .forEach(vlan ->
                        vlans.add(new HostNetwork.Vlan(vlan.name(), vlan.id(), vlan.parent(), Optional.of(9000))));
        HostNetwork large = new HostNetwork(
                wanted.nics(),
                wanted.bonds(),
                vlans,
                wanted.bridges(),
                List.of(),
                List.of(),
                wanted.addresses(),
                List.of());
        says(
                large.problems(present(UBUNTU)),
                Problem.Severity.ERROR,
                "The MTU 9000 of eth0.200 is larger than the 1500 of eth0.");
    }

    @Test
    void anotherInterfaceInTheSameSubnet() {
        link("eth1", Kind.NIC, 1500, Optional.empty(), "192.168.42.50/24");
        says(problems(UBUNTU), Problem.Severity.WARNING, "eth1 has 192.168.42.50/24, which overlaps");
    }

    @Test
    void noAddressAndNoGateway() {
        links.clear();
        link("eth0", Kind.NIC, 1500, Optional.empty());
        List<Problem> problems = problems(UBUNTU, "uplink", "eth0");
        says(problems, Problem.Severity.ERROR, "There is no management address");
        says(problems(UBUNTU), Problem.Severity.ERROR, "It is not known which network card the bridges shall use.");
    }

    @Test
    void netplanThatCannotBeEditedLineByLine() {
        files.put("/etc/netplan/a.yaml", "network: {version: 2, ethernets: {eth0: {dhcp4: true}}}\n");
        says(
                problems(UBUNTU),
                Problem.Severity.ERROR,
                "/etc/netplan/a.yaml defines eth0 in a form that cannot be edited line by line.");
        files.put("/etc/netplan/a.yaml", "network: [\n");
        says(problems(UBUNTU), Problem.Severity.ERROR, "/etc/netplan/a.yaml is no YAML that can be read.");
    }

    @Test
    void aSecretInTheWay() {
        unread.add("/etc/netplan/wifi.yaml");
        says(problems(UBUNTU), Problem.Severity.ERROR, "/etc/netplan/wifi.yaml holds a secret and was not read.");
    }

    @Test
    void twoProfilesForOneCard() {
        files.put("/etc/NetworkManager/system-connections/a.nmconnection", "[connection]\ninterface-name=eth0\n");
        files.put("/etc/NetworkManager/system-connections/b.nmconnection", "[connection]\nid=eth0\n");
        says(problems(ROCKY), Problem.Severity.ERROR, "More than one file describes eth0: ");
        files.clear();
        files.put("/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\n");
        says(problems(ROCKY), Problem.Severity.ERROR, "describes an interface of this network in the older form.");
    }

    @Test
    void filesThatTheSystemDoesNotRead() {
        says(problems(ROCKY, "network-files", "netplan"), Problem.Severity.WARNING, "This system is not known to read");
        says(
                problems(new OsRelease("gentoo", "2", "Gentoo")),
                Problem.Severity.ERROR,
                "It is not known which network files this system reads.");
    }

    @Test
    void twoHostsWithOneAddress() {
        Settings settings = new Settings(Map.of("management-address", "192.168.42.20/24"));
        HostNetwork network = NetworkSettings.network(settings, present(UBUNTU), "kvm1");
        says(
                ClusterNetwork.duplicateAddresses(Map.of("kvm1", network, "kvm2", network)),
                Problem.Severity.ERROR,
                "The address 192.168.42.20 would be used by kvm1, kvm2 at once.");
        Settings apart = new Settings(Map.of("management-address", "kvm1=192.168.42.20/24, kvm2=192.168.42.21/24"));
        assertEquals(
                List.of(),
                ClusterNetwork.duplicateAddresses(Map.of(
                        "kvm1", NetworkSettings.network(apart, present(UBUNTU), "kvm1"),
                        "kvm2", NetworkSettings.network(apart, present(UBUNTU), "kvm2"))));
    }

    @Test
    void bridgesOfAClusterAreTheSameEverywhere() {
        Present host = present(UBUNTU);
        NetworkState one = running(host, Map.of());
        List<String> bridges = List.of("cloudbr0", "cloudbr1");
        assertEquals(List.of(), ClusterNetwork.missingBridges(one, bridges));
        says(
                ClusterNetwork.missingBridges(host.state(), bridges),
                Problem.Severity.ERROR,
                "The bridge cloudbr0 does not exist.");
        assertEquals(List.of(), ClusterNetwork.differences(Map.of("kvm1", one, "kvm2", one), bridges));
        says(
                ClusterNetwork.differences(
                        Map.of("kvm1", one, "kvm2", running(host, Map.of("public-vlan", "210"))), bridges),
                Problem.Severity.ERROR,
                "The VLAN of cloudbr0 is not the same on all hosts: 200 (kvm1); 210 (kvm2).");
        says(
                ClusterNetwork.differences(
                        Map.of("kvm1", one, "kvm2", running(host, Map.of("mtu", "9000")), "kvm3", one), bridges),
                Problem.Severity.ERROR,
                "The MTU of cloudbr1 is not the same on all hosts: 1500 (kvm1, kvm3); 9000 (kvm2).");
        says(
                ClusterNetwork.differences(Map.of("kvm1", one, "kvm2", host.state()), bridges),
                Problem.Severity.ERROR,
                "BRIDGE (kvm1); missing (kvm2).");
    }

    private static NetworkState running(Present host, Map<String, String> settings) {
        return Running.of(NetworkSettings.network(new Settings(settings), host, "kvm1"), host.state());
    }

    /** A second plan with another VLAN must not leave the first one in the bridge. */
    @Test
    void anotherVlanReplacesTheOneBefore() {
        Present host = present(UBUNTU);
        HostNetwork first = NetworkSettings.network(new Settings(Map.of()), host, "kvm1");
        Present running = new Present(UBUNTU, Running.of(first, host.state()), host.files());
        Settings changed = new Settings(Map.of("public-vlan", "210", "management-vlan", ""));
        HostNetwork second = NetworkSettings.network(changed, running, "kvm1");
        assertEquals(List.of("eth0.100", "eth0.200"), second.gone());
        assertTrue(Backend.NETPLAN.change(second, running).apply().stream()
                .anyMatch(command -> command.toString().equals("ip link delete dev eth0.200")));
        assertTrue(Conformance.differences(second, running.state()).contains("eth0.200 still exists"));
        assertEquals(List.of(), Conformance.differences(second, Running.of(second, running.state())));
    }

    @Test
    void anAddressThatMovesToAnotherCardLeavesTheFirst() {
        HostNetwork wanted = NetworkSettings.network(new Settings(Map.of("uplink", "eth1")), present(UBUNTU), "kvm1");
        assertEquals(
                Set.of("eth0", "eth1"),
                Set.copyOf(wanted.nics().stream().map(HostNetwork.Nic::name).toList()));
        assertEquals(
                List.of("eth1.100"),
                wanted.addresses().stream().map(HostNetwork.Addressing::on).toList());
    }
}
