package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.HostnameFacts;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.Printed;
import org.ostler.facts.SoftwareFacts;
import org.ostler.facts.TimeFacts;
import org.ostler.network.NetworkFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Verdict;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Undo;

/** What is found on the systems whose words lie under {@code facts}; {@code -Dgoldens.rewrite=true} writes it. */
class RequirementsTest {
    private static final Path GOLDENS = Path.of("src/test/resources/guide/linux/requirements");
    private static final Settings STANDARD = new Settings(Map.of());
    private static final Settings VSWITCH = new Settings(Map.of("bridge-type", "openvswitch"));

    private static Set<Fact<?>> facts(Chapter chapter) {
        Set<Fact<?>> facts = new LinkedHashSet<>();
        chapter.steps().forEach(step -> facts.addAll(step.facts()));
        return facts;
    }

    private static Target host(int number) {
        return new Target(Target.Kind.HOST, new UUID(0, number), "kvm" + number);
    }

    private static Situation situation(Settings settings, Facts facts) {
        return new Situation(
                settings,
                host(1),
                Optional.of("kvm"),
                List.of(new Situation.HostInScope(host(1), "192.0.2.11")),
                facts,
                Map.of());
    }

    private static Facts of(String system, Settings settings) throws IOException {
        return Printed.facts(system, facts(Requirements.kvm(settings)))
                .and(Printed.facts(system, facts(Requirements.lxc(settings))))
                .with(HostnameFacts.reaches("www.cloudstack.org"), new Answer(1, "", ""))
                .with(CloudFacts.HOSTS, Answer.of("{\"host\":[]}"));
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

    private static Check.Finding onDebian(String check, Fact<?> fact, Answer answer) throws IOException {
        Facts facts = of("debian-12", STANDARD).with(fact, answer);
        return finding(Requirements.kvm(STANDARD), check, situation(STANDARD, facts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"el-6.3", "el-9", "ubuntu-12.04", "ubuntu-22.04", "ubuntu-24.04", "debian-12"})
    void findsWhatTheSystemSays(String system) throws IOException {
        StringBuilder found = new StringBuilder();
        for (Settings settings : List.of(STANDARD, VSWITCH)) {
            for (Chapter chapter : List.of(Requirements.kvm(settings), Requirements.lxc(settings))) {
                found.append(found.isEmpty() ? "" : "\n")
                        .append(chapter.title())
                        .append(settings.equals(VSWITCH) ? ", with Open vSwitch\n\n" : "\n\n");
                Situation situation = situation(settings, of(system, settings));
                for (Step step : chapter.steps()) {
                    found.append(step.key()).append(' ').append(step.covers()).append('\n');
                    step.checks().forEach(check -> {
                        Check.Finding finding = finding(check, situation);
                        found.append("    ")
                                .append(finding.verdict())
                                .append(' ')
                                .append(check.key())
                                .append(": ")
                                .append(finding.seen())
                                .append('\n');
                    });
                }
            }
        }
        Path golden = GOLDENS.resolve(system + ".txt");
        if (Boolean.getBoolean("goldens.rewrite")) {
            Files.createDirectories(GOLDENS);
            Files.writeString(golden, found);
            return;
        }
        assertEquals(Files.readString(golden), found.toString());
    }

    @Test
    void changesNothingAndSaysWhatMendsEachFinding() {
        List<Chapter> chapters =
                List.of(Requirements.kvm(STANDARD), Requirements.lxc(STANDARD), Requirements.ofTheCluster(STANDARD));
        for (Chapter chapter : chapters) {
            for (Step step : chapter.steps()) {
                assertInstanceOf(Step.NoWork.class, step.work(), step.key());
                assertInstanceOf(Undo.Nothing.class, step.undo().orElseThrow(), step.key());
                step.checks().forEach(check -> assertTrue(check.remedy().endsWith("."), check.key()));
            }
        }
    }

    /** Nothing was looked up: no check passes, and only those that stop somebody for good reason say so. */
    @Test
    void whatIsNotKnownNeverPasses() {
        Situation nothing = situation(STANDARD, Facts.none());
        List<String> passed = new ArrayList<>();
        Requirements.kvm(STANDARD).steps().forEach(step -> step.checks().forEach(check -> {
            if (finding(check, nothing).verdict() == Verdict.PASS) {
                passed.add(check.key());
            }
        }));
        assertEquals(List.of("required-open-vswitch"), passed, "this one is not asked for");
        assertEquals(
                Verdict.UNKNOWN,
                finding(Requirements.kvm(STANDARD), "no-guests", nothing).verdict());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disabled-old       | the processor has it, the firmware has switched it off",
                "disabled-5.x       | the processor has it, the firmware has switched it off",
                "disabled-amd-6.x   | the processor has it, the firmware has switched it off",
                "debian-12          | VT-x is there and KVM's module is loaded, but there is no /dev/kvm"
            })
    void tellsAProcessorThatIsSwitchedOffFromOneThatCannot(String log, String seen) throws IOException {
        Facts facts = of("debian-12", STANDARD)
                .with(HardwareFacts.KVM_DEVICE, new Answer(1, "", ""))
                .and(Printed.facts(log, List.of(HardwareFacts.KERNEL_ON_KVM)));
        Check.Finding found =
                finding(Requirements.kvm(STANDARD), "hardware-virtualisation", situation(STANDARD, facts));
        assertEquals(Verdict.FAIL, found.verdict());
        assertTrue(found.seen().startsWith(seen), found::seen);
    }

    @Test
    void saysOfAVirtualMachineThatItsHypervisorPassesNothingOn() throws IOException {
        Facts facts = of("debian-12", STANDARD)
                .with(HardwareFacts.KVM_DEVICE, new Answer(1, "", ""))
                .and(Printed.facts("virtual-machine", HardwareFacts.PROCESSOR));
        Check.Finding found =
                finding(Requirements.kvm(STANDARD), "hardware-virtualisation", situation(STANDARD, facts));
        assertEquals("this is a virtual machine whose hypervisor (KVM) passes no virtualisation on", found.seen());
    }

    @Test
    void aProcessorWithoutVirtualisationIsNotTakenForASwitch() throws IOException {
        Facts facts = of("debian-12", STANDARD)
                .with(HardwareFacts.KVM_DEVICE, new Answer(1, "", ""))
                .with(HardwareFacts.LSCPU_JSON, new Answer(1, "", ""))
                .with(MachineFacts.CPU, Answer.of("processor\t: 0\nmodel name\t: Old\nflags\t\t: fpu lm\n"))
                .and(Printed.facts("no-hardware", List.of(HardwareFacts.KERNEL_ON_KVM)));
        Check.Finding found =
                finding(Requirements.kvm(STANDARD), "hardware-virtualisation", situation(STANDARD, facts));
        assertEquals(Verdict.FAIL, found.verdict());
        assertEquals("the processor has neither VT-x nor AMD-V, or the firmware hides it", found.seen());
    }

    @ParameterizedTest
    @CsvSource({
        "libvirtd (libvirt) 0.9.3, FAIL",
        "libvirtd (libvirt) 0.9.4, WARN",
        "libvirtd (libvirt) 0.10.2, WARN",
        "libvirtd (libvirt) 1.2.0, PASS",
        "libvirtd (libvirt) 10.0.0, PASS"
    })
    void comparesLibvirtNumberByNumber(String told, Verdict verdict) throws IOException {
        assertEquals(
                verdict,
                onDebian("required-libvirt", LinuxFacts.LIBVIRTD_VERSION, Answer.of(told))
                        .verdict());
    }

    @Test
    void containersNeedANewerLibvirt() throws IOException {
        Facts facts =
                of("debian-12", STANDARD).with(LinuxFacts.LIBVIRTD_VERSION, Answer.of("libvirtd (libvirt) 0.10.2\n"));
        assertEquals(
                Verdict.FAIL,
                finding(Requirements.lxc(STANDARD), "required-libvirt", situation(STANDARD, facts))
                        .verdict());
    }

    @Test
    void whatIsNotInstalledComesWithTheAgent() throws IOException {
        Check.Finding found =
                onDebian("required-qemu", SoftwareFacts.QEMU_SYSTEM, new Answer(1, "", "sudo: x: command not found"));
        assertEquals(Verdict.WARN, found.verdict());
        assertEquals(
                Verdict.WARN,
                onDebian("required-libvirt", LinuxFacts.LIBVIRTD_VERSION, new Answer(127, "", ""))
                        .verdict());
    }

    /** KVM-12: CloudStack's own guests are no reason to stop; machines that nobody can place are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"host\":[]}                                          | FAIL",
                "{\"host\":[{\"name\":\"kvm1\"}]}                       | PASS",
                "{\"host\":[{\"name\":\"kvm1.lab.example.org\"}]}       | PASS",
                "{\"host\":[{\"name\":\"x\",\"ipaddress\":\"192.0.2.11\"}]} | PASS",
                "{\"host\":[{\"name\":\"kvm11\"}]}                      | FAIL",
                "                                                       | UNKNOWN"
            })
    void asksCloudStackWhoseMachinesRun(String hosts, Verdict verdict) throws IOException {
        Facts facts = of("debian-12", STANDARD).and(Printed.facts("ubuntu-24.04", List.of(SoftwareFacts.KVM_GUESTS)));
        facts = hosts == null ? facts.without(CloudFacts.HOSTS) : facts.with(CloudFacts.HOSTS, Answer.of(hosts));
        Check.Finding found = finding(Requirements.kvm(STANDARD), "no-guests", situation(STANDARD, facts));
        assertEquals(verdict, found.verdict(), found::seen);
        assertTrue(found.seen().endsWith("i-2-14-VM, my old machine"), found::seen);
    }

    @Test
    void findsMachinesThatRunPastLibvirt() throws IOException {
        Facts facts = of("debian-12", STANDARD)
                .with(SoftwareFacts.KVM_GUESTS, new Answer(1, "", "error: failed to connect to the hypervisor\n"))
                .with(org.ostler.facts.ServiceFacts.PROGRAMS, Answer.of("  1     0 init\n 77     1 qemu-system-x86\n"));
        Check.Finding found = finding(Requirements.kvm(STANDARD), "no-guests", situation(STANDARD, facts));
        assertEquals(Verdict.FAIL, found.verdict());
        assertTrue(found.seen().endsWith("qemu-system-x86"), found::seen);
    }

    @Test
    void warnsOfCardsThatGrowTooLongOrAreNotFound() throws IOException {
        Check.Finding longName = onDebian(
                "card-names",
                HardwareFacts.CARDS,
                Answer.of("lrwxrwxrwx 1 root root 0 Nov 22 12:00 ens1f0np0 -> ../../devices/pci0/net/ens1f0np0\n"));
        assertEquals(
                "with a VLAN's bridge the name grows over 15 characters: brens1f0np0-4094 (ens1f0np0)",
                longName.seen());
        Check.Finding strange = onDebian(
                "card-names",
                HardwareFacts.CARDS,
                Answer.of("lrwxrwxrwx 1 root root 0 Nov 22 12:00 lan0 -> ../../devices/pci0/net/lan0\n"));
        assertEquals(Verdict.WARN, strange.verdict());
        assertTrue(strange.seen().endsWith(": lan0"), strange::seen);
    }

    @Test
    void aSettingNamesFurtherServicesThatBelongHere() throws IOException {
        Settings settings = new Settings(Map.of("related-services", "apache2, mariadb"));
        assertEquals(
                Verdict.PASS,
                finding(
                                Requirements.kvm(settings),
                                "unrelated-services",
                                situation(settings, of("ubuntu-22.04", settings)))
                        .verdict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f", "a b", "$(reboot)", "x;y"})
    void pingsNothingThatIsNoPlace(String hostile) {
        Settings settings = new Settings(Map.of("internet-target", hostile));
        assertEquals(
                Verdict.FAIL,
                finding(Requirements.kvm(settings), "internet", situation(settings, Facts.none()))
                        .verdict());
        assertTrue(facts(Requirements.kvm(settings)).stream()
                .noneMatch(fact -> fact.name().startsWith("reaches")));
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
                "not alike: kvm2: Rocky Linux 9.4 (Blue Onyx) ≠ Debian GNU/Linux 12 (bookworm)",
                finding(chapter, "same-system", situation).seen());
        assertEquals(Verdict.FAIL, finding(chapter, "same-system", situation).verdict());
        assertEquals(
                "not alike: kvm2: 1 ≠ 8",
                finding(chapter, "same-cpu-count", situation).seen());
        String flags = finding(chapter, "same-cpu-flags", situation).seen();
        assertTrue(flags.startsWith("not alike: kvm2: −acpi −aes") && flags.endsWith("+avx2"), flags);
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
        Situation situation = cluster(STANDARD, whole("el-9"), Facts.none());
        for (Check check : chapter.steps().get(0).checks()) {
            if (!check.key().equals("same-network")) {
                Check.Finding found = finding(check, situation);
                assertEquals(Verdict.UNKNOWN, found.verdict(), check.key());
                assertEquals("not known of kvm2", found.seen(), check.key());
            }
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
                "not alike: kvm3: −VLAN 200 mtu 1500 −cloudbr0 VLAN 200 mtu 1500 +VLAN 200 mtu 9000"
                        + " +cloudbr0 VLAN 200 mtu 9000; kvm4: −VLAN 200 mtu 1500 −cloudbr0 VLAN 200 mtu 1500"
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
