package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.guide.Library;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;

/** The network chapter on the lab's hosts of every system: it has effects there, wanted ones and others. */
class HostNetworkTest {
    @TempDir
    Path directory;

    private DataCentre centre;
    private ServiceHost host;

    private ServiceHost host(LinuxFlavor flavor) throws Exception {
        centre = new DataCentre(
                new LabSettings(directory, false, 1000, LabSettings.Scenario.FROM_5_6_SP2, 0), List.of());
        host = LinuxPart.build("kvm1", flavor, centre.clock());
        centre.add(host);
        return host;
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of("network", "configure", "domain", "lab.example"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static List<Chapter> chapters(Map<String, String> settings, String... parts) {
        return Stream.of(parts)
                .flatMap(part -> {
                    Map<String, String> own = new TreeMap<>(settings);
                    own.put("part", part);
                    return Library.guide("kvm-host").orElseThrow().chapters().apply(new Settings(own)).stream();
                })
                .toList();
    }

    private LinuxRehearsal rehearsal(Map<String, String> settings) {
        return new LinuxRehearsal(host, settings, Optional.empty(), "kvm");
    }

    private String said(String... words) throws Exception {
        return Called.on(host, words).out();
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void theGuideIsWalkedWithItsNetworkAndAppliedTwiceItIsEmpty(LinuxFlavor flavor) throws Exception {
        host(flavor).systemd().boot();
        Map<String, String> settings = settings();
        List<Chapter> chapters = chapters(settings, "system", "libvirt", "agent", "security", "network", "firewall");
        LinuxRehearsal rehearsal = rehearsal(settings);
        rehearsal.walk(chapters);
        assertTrue(rehearsal.told().contains("* Configure the network, under the guard"), rehearsal::told);
        String lines = said("ip", "-o", "link");
        for (String name : List.of("eth0.100@eth0", "eth0.200@eth0", "eth0.300@eth0", "cloudbr0", "cloudbr1")) {
            assertTrue(lines.contains(": " + name + ": "), lines);
        }
        assertTrue(said("ip", "-o", "addr").contains("eth0.100    inet 192.0.2.61/24"), rehearsal::told);
        assertTrue(said("ip", "route").contains("default via 192.0.2.1 dev eth0.100"), rehearsal::told);
        assertTrue(said("brctl", "show").contains("eth0.200"), rehearsal::told);
        LinuxRehearsal again = rehearsal(settings);
        for (Chapter chapter : chapters) {
            for (Step step : chapter.steps()) {
                assertFalse(again.isNeeded(step), step.key() + " is needed again");
            }
        }
        host.reboot();
        awaitUp();
        assertTrue(said("ip", "-o", "addr").contains("eth0.100    inet 192.0.2.61/24"));
        assertTrue(host.isReachable());
    }

    private void awaitUp() throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!host.isUp()) {
            assertTrue(System.nanoTime() < end, "it does not come up");
            Thread.sleep(5);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEBIAN_12", "UBUNTU_22"})
    void openVSwitchCarriesItToo(LinuxFlavor flavor) throws Exception {
        host(flavor).systemd().boot();
        Map<String, String> settings = settings("bridge-type", "openvswitch");
        List<Chapter> chapters = chapters(settings, "network");
        rehearsal(settings).walk(chapters);
        String shown = said("ovs-vsctl", "show");
        assertTrue(shown.contains("Bridge cloudbr\n"), shown);
        assertTrue(shown.contains("Port cloudbr0\n            tag: 200"), shown);
        LinuxRehearsal again = rehearsal(settings);
        for (Step step : chapters.get(0).steps()) {
            assertFalse(again.isNeeded(step), step.key() + " is needed again");
        }
    }

    private Action.Guarded change(Map<String, String> settings) throws Exception {
        Step step = chapters(settings, "network").get(0).steps().stream()
                .filter(one -> one.key().equals("configure-network"))
                .findFirst()
                .orElseThrow();
        Situation now = rehearsal(settings).situation(step);
        return (Action.Guarded) ((Step.Now) step.work()).actions().apply(now).get(0);
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void aVlanThatTheSwitchDoesNotCarryCutsItOffUntilItTakesTheChangeBack(LinuxFlavor flavor) throws Exception {
        host(flavor);
        GuardedByHand guarded = new GuardedByHand(host, change(settings("management-vlan", "999")));
        String before = guarded.dump();
        String files = host.files().save().toString();
        assertTrue(guarded.arm().out().startsWith("armed\ntimer "));
        Called applied = guarded.call("apply");
        assertEquals(0, applied.exit(), applied::toString);
        assertFalse(host.isReachable());
        assertEquals(1, Called.on(host, "ping", "-c", "1", "192.0.2.1").exit());
        assertEquals("restored\n", guarded.call("revert").out());
        assertTrue(host.isReachable());
        assertEquals(before, guarded.dump());
        assertTrue(guarded.call("state").out().contains("why asked for\n"));
        assertEquals(4, guarded.call("keep").exit());
        assertEquals(network(files), network(host.files().save().toString()));
    }

    private static String network(String saved) {
        return saved.replaceAll("\"modified\":\"[^\"]*\"", "").replaceAll("\"/var/lib/ostler/.*", "");
    }

    @Test
    void takesItBackByItselfWhenTheTimeIsUp() throws Exception {
        host(LinuxFlavor.DEBIAN_12);
        Map<String, String> settings = settings("management-vlan", "999", "guard-seconds", "1", "forward-delay", "0");
        GuardedByHand guarded = new GuardedByHand(host, change(settings));
        guarded.arm();
        guarded.call("apply");
        assertFalse(host.isReachable());
        long end = System.nanoTime() + 30_000_000_000L;
        while (!guarded.call("state").out().startsWith("state restored\n")) {
            assertTrue(System.nanoTime() < end, guarded.call("state").out());
            Thread.sleep(20);
        }
        assertTrue(guarded.call("state").out().contains("why deadline\n"));
        assertTrue(host.isReachable());
    }

    @Test
    void takesItBackWhenItIsRestartedMeanwhile() throws Exception {
        host(LinuxFlavor.UBUNTU_24);
        GuardedByHand guarded = new GuardedByHand(host, change(settings("management-vlan", "999")));
        String before = guarded.dump();
        guarded.arm();
        guarded.call("apply");
        host.reboot();
        awaitUp();
        assertEquals(before, guarded.dump());
        assertTrue(guarded.call("state").out().contains("restarted yes\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "EL_6, /etc/sysconfig/network-scripts/ifcfg-eth9, 'DEVICE=eth9\nONBOOT=yes\n', service network restart,"
                + " Device eth9 does not seem to be present",
        "EL_6, /etc/sysconfig/network-scripts/ifcfg-eth9, 'DEVICE eth9\n', service network restart, command not found",
        "DEBIAN_12, /etc/network/interfaces, 'auto eth9\niface eth9 inet manual\n',"
                + " systemctl restart networking.service, Job for networking.service failed",
        "UBUNTU_12, /etc/network/interfaces, 'bridge_ports eth0\n', /etc/init.d/networking restart, misplaced option",
        "UBUNTU_24, /etc/netplan/90.yaml, 'network:\n  vlans:\n    v:\n      id: 7\n      link: eth9\n',"
                + " netplan apply, interface 'eth9' is not defined",
        "UBUNTU_22, /etc/netplan/90.yaml, 'network\n', netplan apply, Invalid YAML",
        "EL_9, /etc/motd, x, nmcli --wait 30 connection up id eth9, unknown connection 'eth9'"
    })
    void refusesWhatTheRealOnesRefuse(LinuxFlavor flavor, String path, String text, String command, String words)
            throws Exception {
        host(flavor);
        host.files().write(path, text.replace("\\n", "\n"));
        Called called = Called.on(host, command.split(" "));
        assertTrue(called.exit() != 0, called::toString);
        assertTrue((called.out() + called.err()).contains(words), called::toString);
    }
}
