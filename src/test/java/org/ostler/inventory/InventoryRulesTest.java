package org.ostler.inventory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.platform.Refusal;

class InventoryRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "kvm-12", "kvm-12.example.org", "2001:db8::1", "fe80::1%eth0", "::1"})
    void takesAddresses(String address) {
        assertDoesNotThrow(() -> check(host("h1", address, 22, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.256",
                "1.2.3",
                "a b",
                "-oProxyCommand=x",
                "host;rm",
                "http://h",
                "h:22",
                "a\nb",
                "$(x)",
                "h/"
            })
    void refusesWhatIsNoAddress(String address) {
        assertThrows(Refusal.class, () -> check(host("h1", address, 22, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-x", "a b", "a/b", "a\u0000", "x\u202Ey", "5f0c1d9e-0000-4000-8000-000000000000", "<i>"})
    void refusesHostNamesThatCouldDeceive(String name) {
        assertThrows(Refusal.class, () -> check(host(name, "10.0.0.1", 22, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "http://", "https://u:p@h/", "ftp://h/", "http://a b/"})
    void refusesOutOfBandAddressesThatCouldHarm(String way) {
        assertThrows(Refusal.class, () -> check(host("h1", "10.0.0.1", 22, Optional.of(way))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void refusesWhatIsNoPort(int port) {
        assertThrows(Refusal.class, () -> check(host("h1", "10.0.0.1", port, Optional.empty())));
    }

    @Test
    void takesNamesThatCloudStackTakes() {
        InventoryRules.check(ItemRow.Kind.CLUSTER, new ClusterDraft("vc1/DC 1/集群", Hypervisor.VSPHERE, false));
        InventoryRules.check(ItemRow.Kind.HOST, host("主机-1", "10.0.0.1", 22, Optional.of("https://ilo.example.org/")));
    }

    private static void check(HostDraft host) {
        InventoryRules.check(ItemRow.Kind.HOST, host);
    }

    private static HostDraft host(String name, String address, int port, Optional<String> outOfBand) {
        return new HostDraft(name, address, port, outOfBand, Optional.empty(), false);
    }
}
