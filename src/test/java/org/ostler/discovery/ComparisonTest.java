package org.ostler.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.discovery.Difference.Kind;
import org.ostler.discovery.Difference.Thing;
import org.ostler.facts.CloudEstate;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.Pod;
import org.ostler.inventory.Zone;

class ComparisonTest {
    private static final UUID ZONE = new UUID(1, 0);

    private static Host host(String name, String address, String cluster) {
        return new Host(
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                name,
                Hypervisor.XENSERVER,
                address,
                22,
                Optional.empty(),
                Optional.of("root"),
                false,
                new UUID(3, cluster.hashCode()),
                cluster,
                ZONE,
                false);
    }

    private static Cluster cluster(String name, Hypervisor hypervisor, Host... hosts) {
        return new Cluster(
                new UUID(3, name.hashCode()),
                name,
                hypervisor,
                false,
                new UUID(2, 1),
                "pod1",
                ZONE,
                "zone1",
                List.of(hosts));
    }

    private static Zone zone(Cluster... clusters) {
        return new Zone(ZONE, "zone1", List.of(new Pod(new UUID(2, 1), "pod1", List.of(clusters))), List.of());
    }

    private static CloudEstate estate(List<CloudEstate.Cluster> clusters, CloudEstate.Host... hosts) {
        return new CloudEstate(
                List.of(new CloudEstate.Zone("z", "zone1"), new CloudEstate.Zone("other", "zone2")),
                List.of(new CloudEstate.Pod("p", "pod1", "z"), new CloudEstate.Pod("q", "far", "other")),
                clusters,
                List.of(hosts));
    }

    private static CloudEstate.Cluster theirs(String name, String hypervisor) {
        return new CloudEstate.Cluster("c-" + name, name, "p", "z", hypervisor);
    }

    private static CloudEstate.Host their(String name, String address, String cluster) {
        return new CloudEstate.Host("h-" + name, name, address, "c-" + cluster, "Up", "Enabled");
    }

    private static List<Difference> compare(Zone zone, CloudEstate estate) {
        return Comparison.of(zone, estate, "z");
    }

    private static String told(Difference one) {
        return one.kind() + " " + one.thing() + " " + one.name() + " in "
                + one.place().pod() + "/" + one.place().cluster() + ": "
                + one.here().orElse("-") + " | " + one.there().orElse("-");
    }

    @Test
    void saysNothingWhenBothSayTheSame() {
        Zone zone = zone(cluster("xs", Hypervisor.XENSERVER, host("xs1", "10.0.0.1", "xs")));
        assertEquals(
                List.of(), compare(zone, estate(List.of(theirs("XS", "XenServer")), their("XS1", "10.0.0.1", "XS"))));
    }

    @Test
    void proposesWhatIsNewAndOnlyThat() {
        List<Difference> differences =
                compare(zone(), estate(List.of(theirs("kvm", "KVM")), their("kvm1", "10.0.0.5", "kvm")));
        assertEquals(
                List.of("NEW CLUSTER kvm in pod1/: - | KVM", "NEW HOST kvm1 in pod1/kvm: - | 10.0.0.5"),
                differences.stream().map(ComparisonTest::told).toList());
        assertTrue(differences.stream().allMatch(Difference::isProposed));
    }

    @Test
    void offersAnotherAddressButDoesNotProposeIt() {
        Zone zone = zone(cluster("xs", Hypervisor.XENSERVER, host("xs1", "xs1.example", "xs")));
        List<Difference> differences =
                compare(zone, estate(List.of(theirs("xs", "XenServer")), their("xs1", "10.0.0.1", "xs")));
        assertEquals(
                List.of("OTHERWISE HOST xs1 in pod1/xs: xs1.example | 10.0.0.1"),
                differences.stream().map(ComparisonTest::told).toList());
        assertTrue(differences.get(0).isTakeable());
        assertFalse(differences.get(0).isProposed());
    }

    @Test
    void knowsAHostByItsAddressWhenCloudStackCallsItOtherwise() {
        Zone zone = zone(cluster("xs", Hypervisor.XENSERVER, host("xs1", "10.0.0.1", "xs")));
        assertEquals(
                List.of(),
                compare(zone, estate(List.of(theirs("xs", "XenServer")), their("host-0001", "10.0.0.1", "xs"))));
    }

    @Test
    void doesNotMatchByAnAddressThatSeveralHostsShare() {
        Zone zone = zone(
                cluster("xs", Hypervisor.XENSERVER, host("xs1", "127.0.0.1", "xs"), host("xs2", "127.0.0.1", "xs")));
        assertEquals(
                List.of(
                        "NEW HOST host-0001 in pod1/xs: - | 127.0.0.1",
                        "ONLY_HERE HOST xs1 in pod1/xs: 127.0.0.1 | -",
                        "ONLY_HERE HOST xs2 in pod1/xs: 127.0.0.1 | -"),
                compare(zone, estate(List.of(theirs("xs", "XenServer")), their("host-0001", "127.0.0.1", "xs")))
                        .stream()
                        .map(ComparisonTest::told)
                        .toList());
    }

    @Test
    void leavesAHostOfAnotherClusterToAPerson() {
        Zone zone = zone(
                cluster("xs", Hypervisor.XENSERVER, host("xs1", "10.0.0.1", "xs")),
                cluster("xs-b", Hypervisor.XENSERVER));
        List<Difference> differences = compare(
                zone,
                estate(
                        List.of(theirs("xs", "XenServer"), theirs("xs-b", "XenServer")),
                        their("xs1", "10.0.0.1", "xs-b")));
        Difference elsewhere = differences.stream()
                .filter(one -> one.kind() == Kind.ELSEWHERE)
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of("xs"), elsewhere.here());
        assertFalse(elsewhere.isTakeable());
    }

    @Test
    void takesNoClusterOfAHypervisorThatTheManualDoesNotKnow() {
        List<Difference> differences =
                compare(zone(), estate(List.of(theirs("sim", "Simulator")), their("s1", "10.0.0.9", "sim")));
        assertEquals(
                List.of("UNKNOWN_HYPERVISOR CLUSTER sim in pod1/: - | Simulator"),
                differences.stream().map(ComparisonTest::told).toList());
        assertFalse(differences.get(0).isTakeable());
    }

    @Test
    void looksAtTheChosenZoneOnly() {
        List<Difference> differences = compare(zone(cluster("only", Hypervisor.KVM)), estate(List.of()));
        assertEquals(
                List.of("ONLY_HERE CLUSTER only in pod1/: KVM | -"),
                differences.stream().map(ComparisonTest::told).toList());
        assertEquals(
                Thing.POD,
                Comparison.of(zone(), estate(List.of()), "other").get(0).thing());
    }
}
