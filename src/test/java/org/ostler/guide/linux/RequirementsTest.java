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
}
