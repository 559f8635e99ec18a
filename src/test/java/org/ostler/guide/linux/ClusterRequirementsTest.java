package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.Printed;
import org.ostler.facts.TimeFacts;
import org.ostler.network.NetworkFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Verdict;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Target;

/** What the hosts of a cluster must have in common: each difference is named with the host that has it. */
class ClusterRequirementsTest {
    private static final Settings STANDARD = new Settings(Map.of());

    private static Target host(int number) {
        return new Target(Target.Kind.HOST, new UUID(0, number), "kvm" + number);
    }

    private static Check.Finding finding(Check check, Situation situation) {
        try {
            return check.look().apply(situation);
        } catch (Fact.Unreadable unknown) {
            return Check.Finding.unknown(unknown.getMessage());
        }
    }

    private static Check.Finding finding(Chapter chapter, String check, Situation situation) {
        return chapter.steps().stream()
                .flatMap(step -> step.checks().stream())
                .filter(each -> each.key().equals(check))
                .map(each -> finding(each, situation))
                .findFirst()
                .orElseThrow();
    }

    private static Situation cluster(Settings settings, Facts... hosts) {
        List<Situation.HostInScope> scope = new ArrayList<>();
        Facts all = Facts.none();
        for (int i = 0; i < hosts.length; i++) {
            scope.add(new Situation.HostInScope(host(i + 1), "192.0.2." + i));
            all = all.including("kvm" + (i + 1), hosts[i]);
        }
        return new Situation(settings, host(1), Optional.of("kvm"), scope, all, Map.of());
    }

    private static Facts whole(String system) throws IOException {
        return Printed.facts(
                system, Requirements.ofTheCluster(STANDARD).steps().get(0).factsOfEveryHost());
    }

    @Test
    void namesEachDifferenceAndTheHostThatHasIt() throws IOException {
        Facts odd = whole("debian-12")
                .and(Printed.facts("el-9", List.of(LinuxFacts.OS_RELEASE)))
                .with(HardwareFacts.LSCPU_JSON, new Answer(1, "", ""))
                .with(MachineFacts.CPU, Answer.of("processor\t: 0\nmodel name\t: Other\nflags\t\t: fpu vmx lm avx2\n"))
                .with(TimeFacts.OFFSET, Answer.of("100.0 112.5 100.2\n"));
        Situation situation = cluster(STANDARD, whole("debian-12"), odd, whole("debian-12"));
        Chapter chapter = Requirements.ofTheCluster(STANDARD);
        assertEquals(
                "not alike: kvm2: Rocky Linux 9.4 (Blue Onyx) != Debian GNU/Linux 12 (bookworm)",
                finding(chapter, "same-system", situation).seen());
        assertEquals(Verdict.FAIL, finding(chapter, "same-system", situation).verdict());
        assertEquals(
                "not alike: kvm2: 1 != 8",
                finding(chapter, "same-cpu-count", situation).seen());
        String flags = finding(chapter, "same-cpu-flags", situation).seen();
        assertTrue(flags.startsWith("not alike: kvm2: -acpi -aes") && flags.endsWith("+avx2"), flags);
        assertEquals(
                "kvm2 is ahead of kvm1 by 12.4 s",
                finding(chapter, "same-time", situation).seen());
        Settings warn = new Settings(Map.of("unlike-hosts", "warn"));
        assertEquals(
                Verdict.WARN,
                finding(Requirements.ofTheCluster(warn), "same-system", situation)
                        .verdict());
    }

    @Test
    void aHostThatDoesNotAnswerIsUnknownAndNotAlike() throws IOException {
        Chapter chapter = Requirements.ofTheCluster(STANDARD);
        Situation situation = cluster(STANDARD, network("cloudbr0", 200, 1500), Facts.none());
        for (Check check : chapter.steps().get(0).checks()) {
            Check.Finding found = finding(check, situation);
            assertEquals(Verdict.UNKNOWN, found.verdict(), check.key());
            assertEquals("not known of kvm2", found.seen(), check.key());
        }
    }

    private static Facts network(String bridge, int vlan, int mtu) throws IOException {
        String flags = ": <BROADCAST,MULTICAST,UP,LOWER_UP> mtu " + mtu + " qdisc noqueue state UP \\\\    link/ether"
                + " 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n";
        return whole("ubuntu-22.04")
                .with(
                        NetworkFacts.OLD_LINKS,
                        Answer.of("2: eno1" + flags + "3: eno1." + vlan + "@eno1" + flags + "4: " + bridge + flags
                                + "5: virbr0" + flags))
                .with(
                        NetworkFacts.VLAN_CONFIG,
                        Answer.of("VLAN Dev name    | VLAN ID\neno1." + vlan + "  | " + vlan + "  | eno1\n"))
                .with(
                        NetworkFacts.BRIDGE_SWITCHES,
                        Answer.of("/sys/devices/virtual/net/" + bridge + "/bridge/stp_state:0\n"
                                + "/sys/devices/virtual/net/virbr0/bridge/stp_state:1\n"))
                .with(
                        NetworkFacts.BRIDGE_PORTS,
                        Answer.of("/sys/devices/virtual/net/" + bridge + "/brif/eno1." + vlan + "\n"));
    }

    @Test
    void namesTheBridgesVlansAndMtuThatDiffer() throws IOException {
        Situation situation = cluster(
                STANDARD,
                network("cloudbr0", 200, 1500),
                network("cloudbr0", 200, 1500),
                network("cloudbr0", 200, 9000),
                network("cloudbr1", 300, 1500));
        Check.Finding found = finding(Requirements.ofTheCluster(STANDARD), "same-network", situation);
        assertEquals(
                "not alike: kvm3: -VLAN 200 mtu 1500 -cloudbr0 VLAN 200 mtu 1500 +VLAN 200 mtu 9000"
                        + " +cloudbr0 VLAN 200 mtu 9000; kvm4: -VLAN 200 mtu 1500 -cloudbr0 VLAN 200 mtu 1500"
                        + " +VLAN 300 mtu 1500 +cloudbr1 VLAN 300 mtu 1500",
                found.seen());
        assertEquals(Verdict.WARN, found.verdict(), "a later chapter may mend it");
    }

    @Test
    void equalHostsAreAlike() throws IOException {
        Situation situation = cluster(STANDARD, network("cloudbr0", 200, 1500), network("cloudbr0", 200, 1500));
        for (Check check : Requirements.ofTheCluster(STANDARD).steps().get(0).checks()) {
            assertEquals(Verdict.PASS, finding(check, situation).verdict(), check.key());
        }
    }
}
