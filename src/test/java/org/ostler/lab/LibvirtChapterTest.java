package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.guide.Library;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;

/** The libvirt chapter on hosts that have no libvirt yet, and on one with a daemon for each driver. */
class LibvirtChapterTest {
    @TempDir
    Path directory;

    private DataCentre centre;
    private ServiceHost host;

    @AfterEach
    void close() {
        centre.close();
    }

    private LinuxRehearsal on(LinuxFlavor flavor) throws Exception {
        centre = new DataCentre(
                new LabSettings(directory, false, 1000, LabSettings.Scenario.FROM_5_6_SP2, 0), List.of());
        host = LinuxPart.build("kvm1", flavor, centre.clock());
        centre.add(host);
        host.systemd().boot();
        return new LinuxRehearsal(host, Map.of(), Optional.empty(), "kvm");
    }

    private static List<Chapter> chapters(String guide) {
        return Library.guide(guide).orElseThrow().chapters().apply(new Settings(Map.of("part", "libvirt")));
    }

    private void strip(LinuxFlavor flavor) throws Exception {
        String[] remove =
                flavor.isRedHat() ? new String[] {"yum", "-y", "remove"} : new String[] {"apt-get", "-y", "remove"};
        List<String> words = new ArrayList<>(List.of(remove));
        words.addAll(List.of(
                LibvirtOffer.daemon(flavor),
                "libvirt-clients",
                "libvirt-daemon-driver-lxc",
                "qemu-kvm",
                "qemu-system-x86"));
        Called.on(host, words.toArray(String[]::new));
        Stream.of("libvirtd.conf", "libvirt.conf", "qemu.conf")
                .forEach(name -> host.files().remove("/etc/libvirt/" + name));
        Stream.of("/etc/sysconfig/libvirtd", "/etc/default/libvirtd", "/etc/default/libvirt-bin")
                .forEach(path -> host.files().remove(path));
        assertEquals(127, Called.on(host, "libvirtd", "--version").exit());
    }

    private Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        state.put("packages", host.files().text("/var/lib/lab-packages").orElse(""));
        host.systemd()
                .units()
                .forEach(unit -> state.put(
                        unit.name, unit.active + unit.enabled + host.systemd().isMasked(unit)));
        return state;
    }

    private static void isDone(LinuxRehearsal rehearsal, String guide) throws Exception {
        for (Chapter chapter : chapters(guide)) {
            for (Step step : chapter.steps()) {
                assertFalse(rehearsal.isNeeded(step), step.key() + " is needed again");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void aBareHostGetsWhatItsDistributionCallsLibvirtAndListens(LinuxFlavor flavor) throws Exception {
        LinuxRehearsal rehearsal = on(flavor);
        strip(flavor);
        Map<String, String> before = state();
        rehearsal.walk(chapters("kvm-host"));
        String told = rehearsal.told();
        String install =
                switch (flavor) {
                    case EL_6 -> "yum -y install libvirt qemu-kvm\n";
                    case EL_8, EL_9 -> "dnf -y install libvirt qemu-kvm\n";
                    case UBUNTU_12 -> "Dpkg::Options::=--force-confold libvirt-bin qemu-kvm\n";
                    case UBUNTU_20, UBUNTU_22, UBUNTU_24, DEBIAN_12 ->
                        "Dpkg::Options::=--force-confold libvirt-daemon-system libvirt-clients qemu-system-x86\n";
                };
        assertTrue(told.contains(install), told);
        assertTrue(Called.on(host, "ss", "-ltn").out().contains(":16509 "), told);
        isDone(rehearsal, "kvm-host");
        rehearsal.rollBack();
        assertEquals(before, state(), rehearsal::told);
    }

    @Test
    void containersGetTheirDriverWhereItIsAPackageOfItsOwn() throws Exception {
        LinuxRehearsal rehearsal = on(LinuxFlavor.UBUNTU_22);
        Called.on(host, "apt-get", "-y", "remove", "libvirt-daemon-driver-lxc");
        rehearsal.walk(chapters("lxc-host"));
        assertTrue(rehearsal.told().contains("--force-confold libvirt-daemon-driver-lxc\n"), rehearsal::told);
        isDone(rehearsal, "lxc-host");
    }

    @Test
    void daemonsForSingleDriversGoAndComeBack() throws Exception {
        LinuxRehearsal rehearsal = on(LinuxFlavor.EL_9);
        Map<String, String> before = state();
        assertEquals("activetruefalse", before.get("virtproxyd.socket"));
        rehearsal.walk(chapters("kvm-host"));
        assertEquals("inactivefalsefalse", state().get("virtproxyd.socket"), rehearsal::told);
        assertEquals("inactivefalsefalse", state().get("virtqemud-admin.socket"), rehearsal::told);
        isDone(rehearsal, "kvm-host");
        rehearsal.rollBack();
        assertEquals(before, state(), rehearsal::told);
    }

    @Test
    void stopsWhereNoSourceOffersLibvirt() throws Exception {
        LinuxRehearsal rehearsal = on(LinuxFlavor.DEBIAN_12);
        strip(LinuxFlavor.DEBIAN_12);
        host.install("apt-cache", call -> 0);
        AssertionError refused = org.junit.jupiter.api.Assertions.assertThrows(
                AssertionError.class, () -> rehearsal.walk(chapters("kvm-host")));
        assertTrue(
                refused.getMessage()
                        .contains("no package source offers libvirt-daemon-system, libvirt-clients, qemu-system-x86"),
                refused.getMessage());
    }
}
