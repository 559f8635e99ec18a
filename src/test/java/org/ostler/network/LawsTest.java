package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.ostler.facts.OsRelease;
import org.ostler.network.HostNetwork.Addressing;
import org.ostler.network.HostNetwork.Bond;
import org.ostler.network.HostNetwork.Bridge;
import org.ostler.network.HostNetwork.FakeBridge;
import org.ostler.network.HostNetwork.Nic;
import org.ostler.network.HostNetwork.OvsSwitch;
import org.ostler.network.HostNetwork.Vlan;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/**
 * What holds for every network and every kind of file. {@code -Djqwik.tries.default=20000} tries more of them; a
 * failure prints its seed and the smallest network that still breaks something.
 */
class LawsTest {

    record Setup(Backend backend, OsRelease system, HostNetwork network) {}

    @Provide
    Arbitrary<Setup> setups() {
        return Arbitraries.of(
                        new OsRelease("centos", "6.3", ""),
                        new OsRelease("rocky", "8.9", ""),
                        new OsRelease("rocky", "9.2", ""),
                        new OsRelease("rocky", "9.4", ""),
                        new OsRelease("ubuntu", "12.04", ""),
                        new OsRelease("debian", "12", ""),
                        new OsRelease("ubuntu", "20.04", ""),
                        new OsRelease("ubuntu", "24.04", ""))
                .flatMap(system -> {
                    Backend backend =
                            Backend.of(present(system, NetworkFiles.none())).orElseThrow();
                    Arbitrary<HostNetwork> networks =
                            backend == Backend.KEYFILE ? linux() : Arbitraries.oneOf(linux(), openVSwitch());
                    return networks.map(network -> new Setup(backend, system, network));
                });
    }

    private static Arbitrary<HostNetwork> linux() {
        Arbitrary<Boolean> bonded = Arbitraries.of(true, false);
        Arbitrary<List<Integer>> ids = Arbitraries.integers()
                .between(1, 4094)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4);
        return Combinators.combine(
                        bonded,
                        ids,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(2, 30),
                        Arbitraries.of(true, false),
                        mtus(),
                        addressings(),
                        Arbitraries.of("active-backup", "802.3ad", "balance-alb"))
                .as((bond, vlanIds, stp, delay, onBridge, mtu, addressing, mode) -> {
                    List<Nic> nics = bond ? List.of(nic("eth0", mtu), nic("eth1", mtu)) : List.of(nic("eth0", mtu));
                    List<Bond> bonds =
                            bond ? List.of(new Bond("bond0", mode, List.of("eth0", "eth1"), 100, mtu)) : List.of();
                    String card = bond ? "bond0" : "eth0";
                    List<Vlan> vlans = vlanIds.stream()
                            .map(id -> new Vlan(card + "." + id, id, card, mtu))
                            .toList();
                    List<Bridge> bridges = new ArrayList<>();
                    for (int i = onBridge ? 0 : 1; i < vlans.size(); i++) {
                        bridges.add(
                                new Bridge("cloudbr" + i, List.of(vlans.get(i).name()), stp, delay, mtu));
                    }
                    String on = onBridge ? "cloudbr0" : vlans.get(0).name();
                    return new HostNetwork(
                            nics, bonds, vlans, bridges, List.of(), List.of(), List.of(on(on, addressing)), List.of());
                });
    }

    private static Arbitrary<HostNetwork> openVSwitch() {
        Arbitrary<List<Integer>> ids = Arbitraries.integers()
                .between(1, 4094)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4);
        return Combinators.combine(ids, addressings(), Arbitraries.of(true, false))
                .as((vlans, addressing, trunks) -> {
                    List<FakeBridge> fakes = new ArrayList<>();
                    vlans.forEach(vlan -> fakes.add(new FakeBridge("fake" + vlan, "cloudbr", vlan)));
                    return new HostNetwork(
                            List.of(nic("eth0", Optional.empty())),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(new OvsSwitch("cloudbr", List.of("eth0"), trunks ? vlans : List.of())),
                            fakes,
                            List.of(on(fakes.get(0).name(), addressing)),
                            List.of());
                });
    }

    private static Arbitrary<Optional<Integer>> mtus() {
        return Arbitraries.of(Optional.empty(), Optional.of(1500), Optional.of(9000));
    }

    private static Arbitrary<Addressing> addressings() {
        Arbitrary<Cidr> ipv4 = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(2, 254),
                        Arbitraries.integers().between(8, 30))
                .as((net, host, prefix) -> new Cidr("10.9." + net + "." + host, prefix));
        Arbitrary<Cidr> ipv6 = Combinators.combine(
                        Arbitraries.integers().between(1, 0xffff),
                        Arbitraries.integers().between(48, 127))
                .as((host, prefix) -> new Cidr("2001:db8::" + Integer.toHexString(host), prefix));
        return Combinators.combine(
                        ipv4.list().uniqueElements(Cidr::address).ofMinSize(1).ofMaxSize(3),
                        ipv6.list().uniqueElements(Cidr::address).ofMaxSize(2),
                        Arbitraries.of(true, false),
                        Arbitraries.of("10.9.9.53", "2001:db8::35", "8.8.8.8")
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2),
                        Arbitraries.of("lab.example.org", "example.net")
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2))
                .as((four, six, gateways, servers, domains) -> new Addressing(
                        "",
                        Stream.concat(four.stream(), six.stream()).toList(),
                        gateways ? Optional.of("10.9.0.1") : Optional.empty(),
                        gateways && !six.isEmpty() ? Optional.of("2001:db8::1") : Optional.empty(),
                        six.isEmpty()
                                ? servers.stream()
                                        .filter(one -> one.indexOf(':') < 0)
                                        .toList()
                                : servers,
                        domains));
    }

    private static Addressing on(String name, Addressing addressing) {
        return new Addressing(
                name,
                addressing.addresses(),
                addressing.gateway(),
                addressing.gateway6(),
                addressing.nameServers(),
                addressing.searchDomains());
    }

    private static Nic nic(String name, Optional<Integer> mtu) {
        return new Nic(name, Optional.of("52:54:00:11:00:0" + name.charAt(3)), mtu);
    }

    private static Present present(OsRelease system, NetworkFiles files) {
        return new Present(system, NetworkState.empty(), files);
    }

    @Property(seed = "1197944540223541894")
    void whatIsWrittenMeansWhatWasMeant(@ForAll("setups") Setup setup) {
        assertEquals(
                Models.spoken(setup.network(), setup.backend()),
                Models.spoken(setup.backend().read(written(setup, NetworkFiles.none())), setup.backend()));
    }

    @Property(seed = "5715732310465207292")
    void generatingOnTheGeneratedChangesNothing(@ForAll("setups") Setup setup) {
        NetworkFiles once = written(setup, NetworkFiles.none());
        assertEquals(List.of(), setup.backend().files(setup.network(), present(setup.system(), once)));
    }

    /** A host that had one network and shall have another: nothing of the first remains in force. */
    @Property(seed = "-7879305965257425593")
    void theNetworkBeforeLeavesNothingBehind(@ForAll("setups") Setup before, @ForAll("setups") Setup other) {
        Setup after = new Setup(before.backend(), before.system(), withGone(other.network(), before.network()));
        boolean unspoken = after.backend() == Backend.KEYFILE && other.network().isOpenVSwitch();
        if (unspoken || before.network().isOpenVSwitch() != other.network().isOpenVSwitch()) {
            return;
        }
        NetworkFiles files = written(after, written(before, NetworkFiles.none()));
        HostNetwork read =
                Models.only(after.backend().read(files), after.network().names());
        HostNetwork wanted = after.network();
        assertEquals(Models.spoken(withMtuOf(wanted, read), after.backend()), Models.spoken(read, after.backend()));
        assertEquals(List.of(), after.backend().files(wanted, present(after.system(), files)));
    }

    private static HostNetwork withGone(HostNetwork wanted, HostNetwork before) {
        List<String> gone = before.vlans().stream()
                .map(Vlan::name)
                .filter(name -> !wanted.names().contains(name))
                .toList();
        return new HostNetwork(
                wanted.nics(),
                wanted.bonds(),
                wanted.vlans(),
                wanted.bridges(),
                wanted.switches(),
                wanted.fakeBridges(),
                wanted.addresses(),
                gone);
    }

    /** An MTU that nobody asks for stays what it was. */
    private static HostNetwork withMtuOf(HostNetwork wanted, HostNetwork read) {
        Map<String, Optional<Integer>> mtus = new TreeMap<>();
        read.nics().forEach(one -> mtus.put(one.name(), one.mtu()));
        read.bonds().forEach(one -> mtus.put(one.name(), one.mtu()));
        read.vlans().forEach(one -> mtus.put(one.name(), one.mtu()));
        read.bridges().forEach(one -> mtus.put(one.name(), one.mtu()));
        return new HostNetwork(
                wanted.nics().stream()
                        .map(one -> new Nic(one.name(), one.mac(), one.mtu().or(() -> mtus.get(one.name()))))
                        .toList(),
                wanted.bonds().stream()
                        .map(one -> new Bond(
                                one.name(),
                                one.mode(),
                                one.members(),
                                one.miimon(),
                                one.mtu().or(() -> mtus.get(one.name()))))
                        .toList(),
                wanted.vlans().stream()
                        .map(one -> new Vlan(
                                one.name(), one.id(), one.parent(), one.mtu().or(() -> mtus.get(one.name()))))
                        .toList(),
                wanted.bridges().stream()
                        .map(one -> new Bridge(
                                one.name(),
                                one.ports(),
                                one.stp(),
                                one.forwardDelay(),
                                one.mtu().or(() -> mtus.get(one.name()))))
                        .toList(),
                wanted.switches(),
                wanted.fakeBridges(),
                wanted.addresses(),
                wanted.gone());
    }

    @Property(seed = "2600713894473158713")
    void aRunningNetworkConformsToItself(@ForAll("setups") Setup setup) {
        NetworkState state = Running.of(setup.network(), NetworkState.empty());
        assertEquals(List.of(), Conformance.differences(setup.network(), state));
        assertTrue(
                !Conformance.differences(setup.network(), NetworkState.empty()).isEmpty());
    }

    @Provide
    Arbitrary<Map<String, String>> wishes() {
        Arbitrary<String> words = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "0",
                        "-1",
                        "4095",
                        "eth0",
                        "eth0,eth0",
                        "eth0, eth1",
                        "cloudbr0",
                        "192.168.42.11/24",
                        "192.168.42.11/255.0.255.0",
                        "10.0.0.0/8",
                        "kvm1=10.0.0.5/24",
                        "fe80::1/64",
                        "::/0",
                        "a\nb: c",
                        "averyveryverylongname",
                        "bond0",
                        "eth0.5",
                        "9000",
                        "99999999999",
                        "on",
                        "openvswitch",
                        "[x]",
                        "{"),
                Arbitraries.strings().ofMaxLength(20));
        List<Setting> free = NetworkSettings.ALL.stream()
                .filter(setting -> setting.type() != Setting.Type.CHOICE)
                .toList();
        Arbitrary<Map<String, String>> texts =
                Arbitraries.maps(Arbitraries.of(free).map(Setting::key), words).ofMaxSize(8);
        Arbitrary<String> kinds = Arbitraries.of("native", "openvswitch");
        return Combinators.combine(texts, kinds).as((map, kind) -> {
            Map<String, String> all = new TreeMap<>(map);
            all.put("bridge-type", kind);
            return all;
        });
    }

    @Property(seed = "-4418235520764912043")
    void noWishMakesValidationThrow(@ForAll("wishes") Map<String, String> wishes, @ForAll("setups") Setup setup) {
        NetworkState state = Running.of(setup.network(), NetworkState.empty());
        NetworkFiles files = written(setup, NetworkFiles.none());
        Present present = new Present(setup.system(), state, files);
        Settings settings = new Settings(wishes);
        List<Problem> problems = NetworkSettings.problems(settings, present, "kvm1");
        problems.forEach(problem -> assertTrue(
                !problem.what().isBlank()
                        && !problem.remedy().isBlank()
                        && problem.what().indexOf('\n') < 0,
                problem::toString));
        if (problems.stream().noneMatch(Problem::isError)) {
            HostNetwork network = NetworkSettings.network(settings, present, "kvm1");
            NetworkFiles after = NetworkCase.written(files, setup.backend().files(network, present));
            assertEquals(List.of(), setup.backend().files(network, new Present(setup.system(), state, after)));
            for (Addressing given : network.addresses()) {
                assertEquals(
                        given.addresses().size(),
                        Models.only(setup.backend().read(after), List.of(given.on()))
                                .addresses()
                                .get(0)
                                .addresses()
                                .size());
            }
        }
    }

    private static NetworkFiles written(Setup setup, NetworkFiles files) {
        return NetworkCase.written(files, setup.backend().files(setup.network(), present(setup.system(), files)));
    }
}
