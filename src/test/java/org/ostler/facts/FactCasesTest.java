package org.ostler.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.MethodSource;

/** {@code facts/<fact>/<case>.txt} is what a host printed, {@code <case>.expected} what is read in it. */
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
        Object read = Facts.none().with(fact, Answer.of(Files.readString(file))).get(fact);
        assertEquals(Files.readString(expected).stripTrailing(), read.toString());
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
