package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ostler.configfile.KeyValueFile.Setting;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Target;

/** What the generators make of files as operators leave them. */
class HostFilesTest {
    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void theFullNameComesFirstBehindItsAddress() {
        assertEquals(
                "127.0.0.1 localhost\n192.0.2.61 kvm1.lab.example kvm1 storage1 # rack 3\n",
                HostsFile.merged(
                        "127.0.0.1 localhost kvm1\n192.0.2.61 kvm1 storage1 # rack 3\n",
                        "192.0.2.61",
                        "kvm1.lab.example"));
    }

    @Test
    void aLoopbackLineOfTheHostAloneGoesAndOthersStay() {
        assertEquals(
                "127.0.0.1\tlocalhost\n# ours\n::1 localhost ip6-localhost\n192.0.2.61 kvm1.lab.example kvm1\n",
                HostsFile.merged(
                        "127.0.0.1\tlocalhost\n127.0.1.1\tkvm1.old.example kvm1\n# ours\n::1 localhost ip6-localhost\n"
                                .replace("kvm1.old.example ", ""),
                        "192.0.2.61",
                        "kvm1.lab.example"));
    }

    @Test
    void aFileThatIsRightStaysByteForByte() {
        String right = "127.0.0.1   localhost\n192.0.2.61\tkvm1.lab.example\tkvm1\n";
        assertEquals(right, HostsFile.merged(right, "192.0.2.61", "kvm1.lab.example"));
    }

    @Test
    void serversThatAreThereStayAndMissingOnesFollow() {
        assertEquals(
                lines(
                        "# ours",
                        "pool 2.debian.pool.ntp.org iburst",
                        "server 192.0.2.1 iburst prefer",
                        "server 192.0.2.2 iburst",
                        "rtcsync"),
                TimeServers.merged(
                        "# ours\npool 2.debian.pool.ntp.org iburst\nserver 192.0.2.1 iburst prefer\nrtcsync\n",
                        TimeService.CHRONY,
                        List.of("192.0.2.1", "192.0.2.2")));
        assertEquals(
                "listen on *\nserver 192.0.2.1\n",
                TimeServers.merged("listen on *\n", TimeService.OPENNTPD, List.of("192.0.2.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "centos, 6.3,   NTP,      ntp,      ntpd,     /etc/ntp.conf",
        "rocky,  8.9,   CHRONY,   chrony,   chronyd,  /etc/chrony.conf",
        "rocky,  9.4,   CHRONY,   chrony,   chronyd,  /etc/chrony.conf",
        "ubuntu, 12.04, OPENNTPD, openntpd, openntpd, /etc/openntpd/ntpd.conf",
        "ubuntu, 20.04, CHRONY,   chrony,   chrony,   /etc/chrony/chrony.conf",
        "ubuntu, 22.04, CHRONY,   chrony,   chrony,   /etc/chrony/chrony.conf",
        "ubuntu, 24.04, CHRONY,   chrony,   chrony,   /etc/chrony/chrony.conf",
        "debian, 12,    CHRONY,   chrony,   chrony,   /etc/chrony/chrony.conf"
    })
    void eachSystemHasItsUsualTimeService(
            String id, String version, TimeService usual, String name, String unit, String file) {
        OsRelease system = new OsRelease(id, version, id);
        assertEquals(usual, TimeService.usual(system));
        assertEquals(name, usual.packageName(system));
        assertEquals(unit, usual.unit(system));
        assertEquals(file, usual.file(system));
    }

    @Test
    void ntpIsAnotherPackageOnNewDebians() {
        assertEquals("ntpsec", TimeService.NTP.packageName(new OsRelease("debian", "12", "")));
        assertEquals("/etc/ntpsec/ntp.conf", TimeService.NTP.file(new OsRelease("ubuntu", "24.04", "")));
        assertEquals("ntp", TimeService.NTP.unit(new OsRelease("ubuntu", "20.04", "")));
    }

    @Test
    void onlyTheLineThatEnforcesChanges() {
        assertEquals(
                "# SELINUX= can take enforcing\nSELINUX=permissive\n#SELINUX=enforcing\nSELINUXTYPE=enforcing\n",
                SecurityPolicies.permissive(
                        "# SELINUX= can take enforcing\nSELINUX=enforcing\n#SELINUX=enforcing\nSELINUXTYPE=enforcing\n"));
        assertEquals("SELINUX=disabled\n", SecurityPolicies.permissive("SELINUX=disabled\n"));
    }

    @Test
    void aRuleIsNotRepeatedAndComesBeforeTheFirstOfItsChain() {
        String once = IptablesFile.merged(
                lines(
                        "*nat",
                        ":PREROUTING ACCEPT [0:0]",
                        "COMMIT",
                        "*filter",
                        ":INPUT DROP [3:180]",
                        "-A FORWARD -j REJECT",
                        "-A INPUT -i lo -j ACCEPT",
                        "COMMIT"),
                List.of("22"));
        assertEquals(
                lines(
                        "*nat",
                        ":PREROUTING ACCEPT [0:0]",
                        "COMMIT",
                        "*filter",
                        ":INPUT DROP [3:180]",
                        "-A FORWARD -j REJECT",
                        "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
                        "-A INPUT -i lo -j ACCEPT",
                        "COMMIT"),
                once);
        assertEquals(once, IptablesFile.merged(once, List.of("22")));
    }

    @Test
    void aCpuModelGoesWithAnotherMode() {
        assertEquals(
                "guid=7\nguest.cpu.mode=host-passthrough\n",
                AgentProperties.merged(
                        "guid=7\nguest.cpu.mode=custom\nguest.cpu.model=Westmere\n",
                        List.of(new Setting("guest.cpu.mode", "host-passthrough"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unchanged        |          | PASS",
                "unchanged        | Westmere | FAIL",
                "host-model       |          | PASS",
                "host-model       | Westmere | FAIL",
                "host-passthrough |          | WARN",
                "custom           |          | FAIL",
                "custom           | Westmere | PASS",
                "custom           | Z80      | FAIL"
            })
    void aCpuModelIsOneOfTheHostsOwnAndForCustomOnly(String mode, String model, String verdict) {
        Settings settings = new Settings(Map.of("cpu-mode", mode, "cpu-model", model == null ? "" : model));
        assertEquals(
                verdict,
                AgentProperties.cpu(settings)
                        .look()
                        .apply(situation(settings, "486\nWestmere\nSandyBridge\n"))
                        .verdict()
                        .name());
    }

    @Test
    void olderLibvirtsTellTheirModelsByAFile() {
        Settings settings = new Settings(Map.of("cpu-mode", "custom", "cpu-model", "Westmere"));
        Facts facts = Facts.none();
        for (Fact<?> fact : AgentProperties.FACTS) {
            boolean map = fact.look() instanceof Look.Read read && read.path().endsWith("cpu_map.xml");
            facts = facts.with(
                    fact,
                    map
                            ? Answer.of("<cpus><arch name='x86'><model name='Westmere'>")
                            : new Answer(1, "", "unknown command"));
        }
        Situation seen = situation(settings, "").with(facts);
        assertEquals(
                "PASS",
                AgentProperties.cpu(settings).look().apply(seen).verdict().name());
    }

    private static Situation situation(Settings settings, String models) {
        Facts facts = Facts.none();
        for (Fact<?> fact : AgentProperties.FACTS) {
            boolean asked = fact.look() instanceof Look.Run run
                    && run.command().arguments().contains("cpu-models");
            facts = facts.with(fact, asked ? Answer.of(models) : Answer.absent());
        }
        return new Situation(
                settings,
                new Target(Target.Kind.HOST, new UUID(0, 1), "kvm1"),
                Optional.of("kvm"),
                List.of(),
                facts,
                Map.of());
    }

    @Test
    void otherSpacesAroundTheSameValueAreNoChange() {
        assertEquals(
                List.of("-LIBVIRTD_ARGS=\"--listen\"", "+LIBVIRTD_ARGS=-l"),
                Rewritten.changedLines(lines(
                        "--- /a",
                        "+++ /a",
                        "@@ -1,2 +1,4 @@",
                        "-listen_tls = 0",
                        "-LIBVIRTD_ARGS=\"--listen\"",
                        "+",
                        "+listen_tls=0",
                        "+LIBVIRTD_ARGS=-l")));
    }

    private static List<Setting> agent(String... chosen) {
        Map<String, String> settings = new java.util.TreeMap<>();
        for (int i = 0; i < chosen.length; i += 2) {
            settings.put(chosen[i], chosen[i + 1]);
        }
        return AgentProperties.ofKvm(new Settings(settings));
    }

    /** One setting for the network and for the agent. */
    @Test
    void theAgentIsToldOfTheBridgesThatTheNetworkGets() {
        assertEquals(
                "a=b\nnetwork.bridge.type=openvswitch\n",
                AgentProperties.merged("a=b\n", agent("bridge-type", "openvswitch")));
        String earlier = "network.bridge.type=openvswitch\n";
        assertEquals(earlier, AgentProperties.merged(earlier, agent()), "a guide that leaves the network alone");
        assertEquals("network.bridge.type=native\n", AgentProperties.merged(earlier, agent("network", "configure")));
        assertEquals("a=b\n", AgentProperties.merged("a=b\n", agent("network", "configure")));
    }
}
