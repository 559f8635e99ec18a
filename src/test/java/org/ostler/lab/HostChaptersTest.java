package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.guide.Library;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step;

/**
 * Goldens and laws of the chapters that configure a host, on each system of the lab. {@code -Dgoldens.rewrite=true}
 * writes what is expected.
 */
class HostChaptersTest {
    private static final Path EXPECTED = Path.of("src/test/resources/guide/linux/host-chapters");

    private static final List<String> PARTS = List.of("system", "agent", "security", "firewall");

    /** Where libvirt is new enough for containers. */
    private static final List<String> PARTS_WITH_LIBVIRT =
            List.of("system", "agent", "libvirt", "security", "firewall");

    private static final Map<String, String> CHOSEN = Map.of(
            "domain", "lab.example",
            "time-servers", "192.0.2.1, 192.0.2.2",
            "cpu-mode", "custom",
            "cpu-model", "Westmere");

    private static final Map<String, String> CHOSEN_FOR_CONTAINERS =
            Map.of("domain", "lab.example", "direct-networking", "true");

    @TempDir
    Path directory;

    private DataCentre centre;
    private ServiceHost host;

    private LinuxRehearsal rehearse(LinuxFlavor flavor, Map<String, String> settings) throws Exception {
        centre = new DataCentre(
                new LabSettings(directory, false, 1000, LabSettings.Scenario.FROM_5_6_SP2, 0), List.of());
        host = LinuxPart.build("kvm1", flavor, centre.clock());
        centre.add(host);
        host.systemd().boot();
        host.files().write("/etc/hosts", "127.0.0.1 localhost kvm1\n192.0.2.61 kvm1 # rack 3\n");
        return new LinuxRehearsal(host, settings, Optional.empty(), "kvm");
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private static List<Chapter> chapters(LinuxRehearsal rehearsal, String guide) {
        return chapters(rehearsal, guide, PARTS);
    }

    private static List<Chapter> chapters(LinuxRehearsal rehearsal, String guide, List<String> parts) {
        return parts.stream()
                .flatMap(part -> {
                    Map<String, String> settings =
                            new TreeMap<>(rehearsal.settings().values());
                    settings.put("part", part);
                    return Library.guide(guide)
                            .orElseThrow()
                            .chapters()
                            .apply(new org.ostler.procedure.Settings(settings))
                            .stream();
                })
                .toList();
    }

    private static void expect(String name, String told) throws IOException {
        Path expected = EXPECTED.resolve(name + ".txt");
        if (Boolean.getBoolean("goldens.rewrite")) {
            Files.createDirectories(EXPECTED);
            Files.writeString(expected, told);
            return;
        }
        assertEquals(Files.readString(expected), told);
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void doesWhatIsExpectedForKvm(LinuxFlavor flavor) throws Exception {
        LinuxRehearsal rehearsal = rehearse(flavor, CHOSEN);
        rehearsal.walk(chapters(rehearsal, "kvm-host"));
        expect("kvm-" + flavor, rehearsal.told());
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void doesWhatIsExpectedForContainers(LinuxFlavor flavor) throws Exception {
        LinuxRehearsal rehearsal = rehearse(flavor, CHOSEN_FOR_CONTAINERS);
        rehearsal.walk(chapters(rehearsal, "lxc-host", flavor.isOld() ? PARTS : PARTS_WITH_LIBVIRT));
        expect("lxc-" + flavor, rehearsal.told());
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void applyingTwiceIsEmpty(LinuxFlavor flavor) throws Exception {
        LinuxRehearsal rehearsal = rehearse(flavor, CHOSEN);
        List<Chapter> chapters = chapters(rehearsal, "kvm-host");
        rehearsal.walk(chapters);
        for (Chapter chapter : chapters) {
            for (Step step : chapter.steps()) {
                assertFalse(rehearsal.isNeeded(step), step.key() + " is needed again");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void rollingBackBringsBackFilesPackagesUnitsAndRules(LinuxFlavor flavor) throws Exception {
        LinuxRehearsal rehearsal = rehearse(flavor, CHOSEN);
        Map<String, String> before = state();
        rehearsal.walk(chapters(rehearsal, "kvm-host"));
        rehearsal.rollBack();
        assertEquals(String.join("\n", lines(before)), String.join("\n", lines(state())), rehearsal::told);
    }

    private static List<String> lines(Map<String, String> state) {
        return state.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toList();
    }

    /** Configuration files that came with a package stay when it goes; a daemon's pid file is its own. */
    private Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        TreeSet<String> left = new TreeSet<>(List.of(
                "/etc/cloudstack/agent/agent.properties",
                "/etc/chrony/chrony.conf",
                "/etc/ntp.conf",
                "/etc/openntpd/ntpd.conf"));
        for (String root : List.of("/etc", "/sys", "/run", "/var/lib")) {
            host.files().below(root).forEach((path, entry) -> {
                if (!left.contains(path)) {
                    state.put(path, Arrays.hashCode(entry.bytes()) + entry.link());
                }
            });
        }
        Stream.of("chronyd", "chrony", "ntpd", "ntp", "openntpd", "systemd-timesyncd", "cloudstack-agent", "firewalld")
                .forEach(name -> host.systemd()
                        .unit(name)
                        .ifPresent(unit -> state.put(name, unit.active + ", enabled " + unit.enabled)));
        return state;
    }
}
