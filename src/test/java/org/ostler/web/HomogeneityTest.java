package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.TimeFacts;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.look.HostLook;
import org.ostler.network.NetworkFacts;

class HomogeneityTest {
    private final List<Host> hosts = new ArrayList<>();
    private final Map<UUID, HostLook> looks = new HashMap<>();

    private Host host() {
        int number = hosts.size() + 1;
        Host host = new Host(
                new UUID(1, number),
                "kvm-" + number,
                Hypervisor.KVM,
                "10.0.0." + number,
                22,
                Optional.empty(),
                Optional.empty(),
                false,
                new UUID(2, 1),
                "c",
                new UUID(3, 1),
                false);
        hosts.add(host);
        return host;
    }

    private void seen(String kernel, String flags) {
        Host host = host();
        Facts facts = Facts.none()
                .with(MachineFacts.KERNEL, Answer.of(kernel + "\n"))
                .with(MachineFacts.CPU, Answer.of("processor\t: 0\nmodel name\t: X\nflags\t\t: " + flags + "\n"));
        looks.put(
                host.id(),
                new HostLook(
                        1,
                        host.id(),
                        Instant.EPOCH,
                        "zhao",
                        facts,
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private Homogeneity.Row row(String key) {
        return Homogeneity.of(hosts, looks).getDifferences().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void foldsWhatIsEqualEverywhere() {
        seen("5.14", "avx vmx");
        seen("5.14", "avx vmx");
        Homogeneity alike = Homogeneity.of(hosts, looks);
        assertEquals(List.of(), alike.getDifferences());
        assertEquals(
                List.of("kernel", "cpu", "cpus", "cpu-flags"),
                alike.getEqual().stream().map(Homogeneity.Row::key).toList());
    }

    @Test
    void measuresByWhatMostHostsHave() {
        seen("5.15", "avx vmx");
        seen("5.14", "avx vmx");
        seen("5.14", "avx vmx");
        Homogeneity.Row kernel = row("kernel");
        assertEquals("5.14", kernel.most().text());
        assertEquals(2, kernel.having());
        assertEquals(Homogeneity.Verdict.DIFFERENT, kernel.cells().get(0).verdict());
        assertEquals("5.15", kernel.cells().get(0).value());
        assertTrue(kernel.cells().get(1).isSame());
    }

    @Test
    void takesTheFirstHostForTheMeasureWhenNothingIsMost() {
        seen("5.14", "vmx");
        seen("5.15", "avx");
        assertEquals("5.14", row("kernel").most().text());
        assertEquals("vmx", row("cpu-flags").most().text());
    }

    @Test
    void saysOfASetWhatIsMissingAndWhatIsMore() {
        seen("5.14", "avx vmx");
        seen("5.14", "avx vmx");
        seen("5.14", "sse4_2 vmx");
        Homogeneity.Cell odd = row("cpu-flags").cells().get(2);
        assertEquals(List.of("avx"), odd.lacks());
        assertEquals(List.of("sse4_2"), odd.extra());
    }

    private void networked(String links, double ahead) {
        Host host = host();
        Facts facts = Facts.none()
                .with(NetworkFacts.OLD_LINKS, Answer.of(links))
                .with(NetworkFacts.BRIDGE_SWITCHES, Answer.of("/sys/devices/virtual/net/cloudbr0/bridge/stp_state:0\n"))
                .with(TimeFacts.OFFSET, Answer.of("100.0 " + (100.1 + ahead) + " 100.2\n"));
        looks.put(
                host.id(),
                new HostLook(
                        1,
                        host.id(),
                        Instant.EPOCH,
                        "zhao",
                        facts,
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** KVM-32 and the spread of the clocks. */
    @Test
    void namesTheBridgeThatDiffersAndTheClockThatRunsAhead() {
        String bridge = "3: cloudbr0: <BROADCAST,MULTICAST,UP> mtu %d qdisc noqueue state UP \\    link/ether"
                + " 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n";
        networked(bridge.formatted(1500), 0.05);
        networked(bridge.formatted(1500), -0.05);
        networked(bridge.formatted(9000), 75);
        Homogeneity.Cell odd = row("network").cells().get(2);
        assertEquals(List.of("cloudbr0 mtu 1500"), odd.lacks());
        assertEquals(List.of("cloudbr0 mtu 9000"), odd.extra());
        assertEquals("+75 s", row("clock").cells().get(2).value());
        assertTrue(row("clock").cells().get(1).isSame(), "less than a second is no difference");
    }

    @Test
    void aHostWithoutFactsIsUnknownAndNotEqual() {
        seen("5.14", "avx vmx");
        host();
        Homogeneity alike = Homogeneity.of(hosts, looks);
        assertEquals(1, alike.getSeen());
        assertEquals(List.of(), alike.getEqual());
        assertFalse(row("kernel").cells().get(1).isKnown());
        assertEquals(1, row("kernel").known());
    }

    @Test
    void showsTheOddHostsFirstWhenThereAreMany() {
        for (int i = 0; i < 40; i++) {
            seen(i == 30 ? "5.15" : "5.14", i == 20 ? "vmx" : "avx vmx");
        }
        Homogeneity alike = Homogeneity.of(hosts, looks);
        assertTrue(alike.isWide());
        assertEquals(
                List.of("kvm-21", "kvm-31", "kvm-1"),
                alike.getColumns().stream()
                        .limit(3)
                        .map(column -> column.host().name())
                        .toList());
        assertEquals(39, row("kernel").having());
        assertEquals(1, alike.oddness(new UUID(1, 31)));
        assertEquals("5.15", alike.against(new UUID(1, 31)).get(0).getValue().value());
    }

    @Test
    void cutsLongListsInACell() {
        Homogeneity.Cell cell = new Homogeneity.Cell(Homogeneity.Verdict.DIFFERENT, "", List.of(), List.of());
        assertEquals(
                "a, b, c, d, e, f, g, h …+2", cell.shown(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")));
        assertEquals("a, b", cell.shown(List.of("a", "b")));
    }
}
