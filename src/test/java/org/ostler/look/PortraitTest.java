package org.ostler.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.Place;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenMachineFacts;
import org.ostler.inventory.Hypervisor;

class PortraitTest {
    private static final Facts XEN = Facts.none()
            .with(
                    XenFacts.INVENTORY,
                    Answer.of("INSTALLATION_UUID='cd1e'\nPRODUCT_VERSION='6.0.2'\nBUILD_NUMBER='53456p'\n"))
            .with(
                    XenFacts.POOL,
                    Answer.of("uuid ( RO)        : aa\n    name-label ( RW): pool-a\n        master ( RO): ab0d\n"))
            .with(XenMachineFacts.MACHINES, Answer.of("""
                            uuid ( RO)      : ab0d
                              enabled ( RO): true

                            uuid ( RO)      : cd1e
                              enabled ( RO): false
                              memory-total ( RO): 17179869184
                            """))
            .with(XenMachineFacts.PATCHES, Answer.of("""
                            uuid ( RO)      : p1
                              name-label ( RW): E001
                              hosts (SRO): ab0d; cd1e

                            uuid ( RO)      : p2
                              name-label ( RW): E002
                              hosts (SRO): ab0d
                            """));

    @Test
    void takesFromThePoolWhatIsAboutThisHost() {
        List<Reading> portrait = Portrait.of(Hypervisor.XENSERVER, XEN);
        assertTrue(portrait.contains(Reading.ofSet("hotfixes", List.of("E001"))), portrait::toString);
        assertTrue(portrait.contains(Reading.of("role", "member")), portrait::toString);
        assertTrue(portrait.contains(Reading.of("memory", "16 GiB")), portrait::toString);
        assertTrue(Portrait.isDisabledInItsPool(XEN));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        List<Reading> portrait = Portrait.of(
                Hypervisor.KVM,
                Facts.none()
                        .with(LinuxFacts.REDHAT_RELEASE, Answer.of("CentOS release 6.3 (Final)\n"))
                        .with(MachineFacts.KERNEL, Answer.of("2.6.32-279.el6\n"))
                        .with(MachineFacts.SELINUX, new Answer(127, "", "not found")));
        assertEquals(
                List.of(
                        Reading.of("os", "CentOS release 6.3 (Final)"),
                        Reading.of("kernel", "2.6.32-279.el6"),
                        Reading.of("selinux", "not installed")),
                portrait);
    }

    @ParameterizedTest
    @EnumSource(Hypervisor.class)
    void alwaysAsksTheHostSomethingAndNothingTwice(Hypervisor hypervisor) {
        List<String> keys = Portrait.facts(hypervisor).stream().map(Facts::key).toList();
        assertFalse(keys.isEmpty());
        assertEquals(keys.stream().distinct().toList(), keys);
    }

    private static AuditEntry written(long number, String path, String sum) {
        AuditEvent event = AuditEvent.of(AuditEvent.Kind.OUTCOME, "zhao", "written")
                .onFile(path)
                .with("after", sum);
        return new AuditEntry(number, java.time.Instant.EPOCH, event, "", "");
    }

    @Test
    void aFileDriftsWhenItsSumIsNotTheWrittenOne() {
        Facts facts = Facts.none()
                .with(ManagedFiles.sum(Place.HOST, "/etc/a"), Answer.of("a".repeat(64) + "  /etc/a\n"))
                .with(
                        ManagedFiles.sum(Place.HOST, "/etc/gone"),
                        new Answer(1, "", "sha256sum: /etc/gone: No such file or directory\n"))
                .with(ManagedFiles.sum(Place.HOST, "/etc/dark"), new Answer(1, "", "sha256sum: Permission denied\n"));
        Map<String, AuditEntry> before = Map.of(
                "/etc/a", written(1, "/etc/a", "b".repeat(64)),
                "/etc/gone", written(2, "/etc/gone", ""),
                "/etc/dark", written(3, "/etc/dark", "c".repeat(64)));
        List<HostLook.SeenFile> seen = ManagedFiles.seen(Place.HOST, before, before, facts);
        assertEquals(
                List.of(
                        new HostLook.SeenFile("/etc/a", "b".repeat(64), "a".repeat(64), 1),
                        new HostLook.SeenFile("/etc/gone", "", "", 2)),
                seen);
        HostLook look = new HostLook(
                1,
                new UUID(1, 1),
                java.time.Instant.EPOCH,
                "zhao",
                facts,
                Map.of(),
                seen,
                Optional.empty(),
                Optional.empty());
        assertEquals(List.of(seen.get(0)), look.drifted());
    }

    @Test
    void aFileThatWasWrittenDuringTheLookIsNotJudged() {
        Facts facts =
                Facts.none().with(ManagedFiles.sum(Place.HOST, "/etc/a"), Answer.of("a".repeat(64) + "  /etc/a\n"));
        Map<String, AuditEntry> before = Map.of("/etc/a", written(1, "/etc/a", "b".repeat(64)));
        Map<String, AuditEntry> after = Map.of("/etc/a", written(9, "/etc/a", "a".repeat(64)));
        assertEquals(List.of(), ManagedFiles.seen(Place.HOST, before, after, facts));
        assertEquals(List.of(), ManagedFiles.seen(Place.HOST, before, Map.of(), facts));
    }
}
