package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.guide.Library;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;

/** A host's way into CloudStack against the lab: what setup rewrites is shown and can be put back. */
class HostIntoCloudStackTest {
    @TempDir
    Path directory;

    private final ManagementPart management = new ManagementPart();
    private final LinuxPart linux = new LinuxPart();
    private DataCentre centre;

    @BeforeEach
    void open() throws Exception {
        centre = new DataCentre(
                new LabSettings(directory, false, 1000, LabSettings.Scenario.FROM_5_6_SP2, 0),
                List.of(new XenPool(), management, linux));
        centre.start();
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private LinuxRehearsal rehearsal() {
        return rehearsal(linux.members().get(0));
    }

    private LinuxRehearsal rehearsal(LinuxPart.Member member) {
        return new LinuxRehearsal(member.host(), Map.of(), Optional.of(management), member.cluster());
    }

    private static List<Chapter> part(String... names) {
        return java.util.stream.Stream.of(names)
                .flatMap(name ->
                        Library.guide("kvm-host")
                                .orElseThrow()
                                .chapters()
                                .apply(new Settings(Map.of("part", name)))
                                .stream())
                .toList();
    }

    @Test
    void showsEachLineThatSetupRewrote() throws Exception {
        LinuxRehearsal rehearsal = rehearsal();
        rehearsal.walk(part("libvirt", "agent", "add-host"));
        String told = rehearsal.told();
        assertTrue(told.contains("? /etc/default/libvirtd: +libvirtd_opts='-l'"), told);
        assertTrue(told.contains("? /etc/cloudstack/agent/agent.properties: +keystore.passphrase=(secret"), told);
        // The same value with other spaces around it.
        assertFalse(told.contains("listen_tls=0"), told);
    }

    @Test
    void putsTheLinesOfTheGuideBackAndIsDoneThen() throws Exception {
        LinuxPart.Member redHat = linux.members().get(1);
        LinuxRehearsal rehearsal = rehearsal(redHat);
        rehearsal.walk(part("libvirt", "agent", "add-host"));
        String told = rehearsal.told();
        assertTrue(told.contains("? /etc/sysconfig/libvirtd: +LIBVIRTD_ARGS=-l"), told);
        assertTrue(told.contains("write /etc/sysconfig/libvirtd\n"), told);
        assertEquals(
                "\nLIBVIRTD_ARGS=\"--listen\"\n",
                redHat.host().files().text("/etc/sysconfig/libvirtd").orElseThrow());
        for (Chapter chapter : part("libvirt", "agent", "add-host")) {
            for (Step step : chapter.steps()) {
                assertFalse(rehearsal.isNeeded(step), step.key() + " is needed again");
            }
        }
    }

    @Test
    void keepsTheLoginOutOfWhatIsShown() throws Exception {
        LinuxRehearsal rehearsal = rehearsal();
        rehearsal.walk(part("libvirt", "agent", "add-host"));
        assertTrue(rehearsal.told().contains("password: secret, from the credential of the host"), rehearsal::told);
        assertFalse(rehearsal.told().contains(linux.members().get(0).host().rootPassword()));
        String passphrase = "Lab" + CloudSeed.id("passphrase kvm1").replace("-", "");
        assertFalse(rehearsal.told().contains(passphrase), rehearsal::told);
    }

    @Test
    void stopsWhereAPartOfSetupFailed() throws Exception {
        LinuxRehearsal rehearsal = rehearsal();
        rehearsal.walk(part("agent"));
        // Sockets are not masked: libvirtd refuses what setup writes, and setup ends with 0 all the same.
        ServiceHost host = linux.members().get(0).host();
        host.files().write("/etc/default/libvirtd", "LIBVIRTD_ARGS=\"--listen\"\n");
        AssertionError refused = assertThrows(AssertionError.class, () -> rehearsal.walk(part("add-host")));
        assertTrue(
                refused.getMessage().matches("(?s).*Configure Libvirt \\.\\.\\. +\\[Failed].*"), refused.getMessage());
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        LinuxRehearsal rehearsal = rehearsal();
        rehearsal.walk(part("libvirt", "agent"));
        CloudState state = new CloudState();
        CloudState.Cluster cluster = CloudSeed.cluster(state, "c", "KVM");
        CloudError error = assertThrows(CloudError.class, () -> new AgentSetup(centre)
                .add("kvm1.lab.example", cluster, "root", "wrong", state));
        assertTrue(error.getMessage().contains("Unable to add the host"), error.getMessage());
    }

    private LinuxRehearsal agentOf(LinuxPart.Member member, String mode) {
        return new LinuxRehearsal(member.host(), Map.of("cpu-mode", mode), Optional.of(management), member.cluster());
    }

    @Test
    void restartsAnAgentWhoseFileChangedAndWaitsUntilCloudStackHasTheHostBack() throws Exception {
        LinuxPart.Member member = linux.members().get(0);
        LinuxRehearsal added = rehearsal(member);
        added.walk(part("libvirt", "agent", "add-host"));
        assertFalse(added.told().contains("    systemctl restart cloudstack-agent.service"), added::told);
        long before = management.state().hostNamed("kvm1").orElseThrow().upAt;
        Thread.sleep(5);
        LinuxRehearsal changing = agentOf(member, "host-model");
        changing.walk(part("agent", Map.of("cpu-mode", "host-model")));
        assertTrue(changing.told().contains("    systemctl restart cloudstack-agent.service"), changing::told);
        long connected = management.state().hostNamed("kvm1").orElseThrow().upAt;
        assertTrue(connected > before && connected <= centre.clock().now().toEpochMilli(), () -> "" + connected);
        LinuxRehearsal again = agentOf(member, "host-model");
        again.walk(part("agent", Map.of("cpu-mode", "host-model")));
        assertFalse(again.told().contains("systemctl restart"), again::told);
        changing.rollBack();
        assertTrue(
                member.host()
                        .files()
                        .text("/etc/cloudstack/agent/agent.properties")
                        .orElseThrow()
                        .contains("# guest.cpu.mode"),
                changing::told);
    }

    private static List<Chapter> part(String name, Map<String, String> settings) {
        Map<String, String> all = new java.util.TreeMap<>(settings);
        all.put("part", name);
        return Library.guide("kvm-host").orElseThrow().chapters().apply(new Settings(all));
    }
}
