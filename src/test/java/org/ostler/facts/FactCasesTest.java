package org.ostler.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code facts/<fact>/<case>.txt} is what a host printed, {@code <case>.expected} what is read in it; a first line
 * {@code #exit 1} stands for another exit status, with the rest on standard error unless that is 100. A new system is a
 * new file; {@code -Dgoldens.rewrite=true} writes what is expected.
 */
class FactCasesTest {
    private static final Path CASES = Path.of("src/test/resources/facts");
    private static final Map<String, Fact<?>> FACTS = Stream.of(
                    LinuxFacts.OS_RELEASE,
                    LinuxFacts.REDHAT_RELEASE,
                    LinuxFacts.LIBVIRTD_VERSION,
                    LinuxFacts.LISTENING,
                    LinuxFacts.LIBVIRTD_SOCKET_UNITS,
                    MachineFacts.CPU,
                    MachineFacts.MEMORY,
                    MachineFacts.INTERFACES,
                    MachineFacts.KERNEL,
                    HardwareFacts.LSCPU_JSON,
                    HardwareFacts.LSCPU,
                    HardwareFacts.ARCHITECTURE,
                    HardwareFacts.KVM_DEVICE,
                    HardwareFacts.MODULES,
                    HardwareFacts.KERNEL_ON_KVM,
                    HardwareFacts.CARDS,
                    HardwareFacts.CGROUPS,
                    SoftwareFacts.QEMU_SYSTEM,
                    SoftwareFacts.QEMU_KVM,
                    SoftwareFacts.OPEN_VSWITCH,
                    SoftwareFacts.KVM_GUESTS,
                    SoftwareFacts.APT_UPDATES,
                    SoftwareFacts.YUM_UPDATES,
                    ServiceFacts.UNITS,
                    ServiceFacts.PROGRAMS,
                    TimeFacts.CHRONY,
                    TimeFacts.NTP,
                    TimeFacts.OPEN_NTPD,
                    TimeFacts.TIMEDATECTL_SHOW,
                    TimeFacts.TIMEDATECTL_STATUS,
                    TimeFacts.OFFSET,
                    HostnameFacts.FULL_NAME,
                    HostnameFacts.USER_ID,
                    XenMachineFacts.MACHINES,
                    XenMachineFacts.PATCHES,
                    XenFacts.INVENTORY,
                    XenFacts.POOL,
                    XenFacts.HIGH_AVAILABILITY,
                    XenFacts.HOSTS,
                    XenFacts.VMS)
            .collect(Collectors.toMap(Fact::name, Function.identity()));

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(path -> path.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatTheHostPrinted(Path file) throws IOException {
        Fact<?> fact = FACTS.get(file.getParent().getFileName().toString());
        Path expected = file.resolveSibling(file.getFileName().toString().replace(".txt", ".expected"));
        String read = read(fact, Printed.answer(file));
        if (Boolean.getBoolean("goldens.rewrite")) {
            Files.writeString(expected, read + "\n");
            return;
        }
        assertEquals(Files.readString(expected).stripTrailing(), read.stripTrailing());
    }

    private static String read(Fact<?> fact, Answer printed) {
        try {
            return Facts.none().with(fact, printed).get(fact).toString();
        } catch (Fact.Unreadable unknown) {
            return "unknown: " + unknown.getMessage();
        }
    }

    @Test
    void joinsTheProcessorFromWhateverTheSystemTells() throws IOException {
        for (String system : List.of("el-6.3", "ubuntu-12.04", "debian-12", "ubuntu-22.04", "ubuntu-24.04", "el-9")) {
            HardwareFacts.Chip processor = HardwareFacts.processor(Printed.facts(system, HardwareFacts.PROCESSOR));
            assertEquals("x86_64", processor.architecture(), system);
            assertTrue(processor.model().matches(".*(Xeon|EPYC).*"), system + processor);
            assertEquals(system.equals("el-9") ? 32 : 8, processor.count(), system);
            assertEquals(Optional.of(system.equals("el-9") ? "AMD-V" : "VT-x"), processor.virtualisation(), system);
            assertTrue(processor.flags().size() > 40, system);
        }
        HardwareFacts.Chip guest = HardwareFacts.processor(Printed.facts("virtual-machine", HardwareFacts.PROCESSOR));
        assertEquals(Optional.empty(), guest.virtualisation());
        assertEquals(Optional.of("KVM"), guest.hypervisor());
    }

    @Test
    void knowsAProgramThatIsNotThereHoweverThatIsSaid() {
        assertTrue(SoftwareFacts.isMissing(new Answer(127, "", "bash: virsh: command not found\n")));
        assertTrue(SoftwareFacts.isMissing(new Answer(1, "", "sudo: virsh: command not found\n")));
        assertTrue(SoftwareFacts.isMissing(new Answer(127, "", "env: 'virsh': No such file or directory\n")));
        assertFalse(SoftwareFacts.isMissing(
                new Answer(1, "", "error: Failed to connect socket: No such file or directory\n")));
    }

    @Test
    void aClockIsAsFarOffAsItIsSurely() {
        TimeFacts.Offset slow = new TimeFacts.Offset(3, 2.5);
        assertFalse(slow.isBeyond(1), "a slow answer proves nothing");
        assertEquals("0 s", slow.inWords());
        assertEquals("-12 s", new TimeFacts.Offset(-12.4, 0.1).inWords());
    }

    @ParameterizedTest
    @CsvSource({
        "kvm1.lab.example.org, true",
        "kvm1.lab.example.org., true",
        "kvm1, false",
        "localhost.localdomain, false",
        "localhost, false",
        "-x.example.org, false",
        "10.0.0.1.example, true"
    })
    void aFullNameHasADomain(String name, boolean qualified) {
        assertEquals(qualified, HostnameFacts.isQualified(name));
    }

    @Test
    void emptyOutputIsAnEmptyList() {
        assertEquals(List.of(), Facts.none().with(XenFacts.VMS, Answer.of("")).get(XenFacts.VMS));
    }

    @Test
    void aFailedXeIsUnknownAndSaysWhy() {
        Facts facts =
                Facts.none().with(XenFacts.POOL, new Answer(1, "", "Error: Connection refused (calling connect )\n"));
        assertEquals(Optional.empty(), facts.find(XenFacts.POOL));
        Fact.Unreadable why = assertThrows(Fact.Unreadable.class, () -> facts.get(XenFacts.POOL));
        assertTrue(why.getMessage().contains("Connection refused"));
    }

    @Test
    void theSameVersionIsEqualHoweverItIsWritten() {
        assertEquals(XenVersion.of("5.6 SP2"), XenVersion.of("5.6.100"));
        assertEquals(XenVersion.of("5.6"), XenVersion.of("5.6.0"));
        assertEquals(XenVersion.of("6.2"), XenVersion.of("6.2.0"));
        assertTrue(XenVersion.of("5.6 SP2").isOlderThan(XenVersion.of("6.0.2")));
        assertEquals("5.6 SP2", XenVersion.of("5.6.100").toString());
        assertEquals("6.0.2", XenVersion.of("6.0.2").toString());
    }

    @Test
    void aDaemonThatDoesNotRunHasNoAge() {
        Answer absent = new Answer(1, "", "find: `/var/run/libvirtd.pid': No such file or directory\n");
        assertEquals(
                Optional.empty(),
                Facts.none()
                        .with(LinuxFacts.FILES_NEWER_THAN_LIBVIRTD, absent)
                        .get(LinuxFacts.FILES_NEWER_THAN_LIBVIRTD));
    }
}
